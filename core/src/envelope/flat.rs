//! The flat envelope.

use serde::Serialize;
use serde_json::Value;

use super::parsed_error::{Certainty, ParsedError, take_string, take_text};
use super::{Envelope, Member, Report, Schema, Shape};

/// A flat object of two members, `error` and `code`.
///
/// ```
/// mod shop {
///     errorbook::codes! {
///         /// The codes of the shop.
///         book "shop" { envelope: errorbook::envelope::FLAT }
///
///         /// No part has this number.
///         NO_SUCH_PART = "SHOP-1001", 404, "No such part";
///     }
/// }
///
/// assert_eq!(shop::NO_SUCH_PART.body(), br#"{"error":"No such part","code":"SHOP-1001"}"#);
/// let error = errorbook::coded!(shop::NO_SUCH_PART, "no part 7");
/// assert_eq!(error.to_response().body(), br#"{"error":"no part 7","code":"SHOP-1001"}"#);
/// ```
///
/// `error` is the description. Without a description it lists the violations (`name: is missing; end: is not valid`), and without
/// violations it is the message of the code. `code` is null for a status that comes without a code. Parameters are not sent.
#[derive(Debug, Clone, Copy)]
pub struct Flat;

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    code: Option<&'a str>,
}

impl Envelope for Flat {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        let violations: Vec<String> = report
            .violations
            .iter()
            .map(|violation| match violation.target().to_string() {
                target if target.is_empty() => violation.text().into_owned(),
                target => format!("{target}: {}", violation.text()),
            })
            .collect();
        let listed = Some(violations.join("; ")).filter(|_| !violations.is_empty());
        let error = report.description.or(listed.as_deref()).unwrap_or(report.message);
        // Writing to a vector cannot fail.
        let _ = serde_json::to_writer(body, &Body { error, code: report.code });
    }

    fn read(&self, json: &Value) -> Option<ParsedError> {
        let mut members = json.as_object()?.clone();
        let error = take_string(&mut members, "error")?;
        let has_code = members.get("code").is_some_and(Value::is_string);
        let code = take_text(&mut members, "code");
        let is_certain = members.is_empty() && !error.is_empty() && has_code;
        Some(ParsedError {
            code,
            text: Some(error),
            extensions: members,
            certainty: if is_certain { Certainty::Certain } else { Certainty::Possible },
            ..ParsedError::default()
        })
    }

    fn schema(&self) -> Option<Schema> {
        const BODY: Shape = Shape::Object(&[
            Member::required("error", Shape::String, "What happened, for people."),
            Member::required("code", Shape::Nullable(&Shape::Code), "The code; null for a status that has none."),
        ]);
        Some(Schema::new("Flat", "An error and its code.", BODY))
    }
}
