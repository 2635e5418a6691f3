//! The envelope that groups errors by field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::parsed_error::{Certainty, ParsedError, take_text};
use super::{Envelope, Member, Report, Schema, Shape};
use crate::{Constraint, Violation};

/// An object with a member `errors`: the texts of the violations, grouped by field.
///
/// ```
/// use errorbook::{Constraint, Error, Violation};
///
/// mod shop {
///     errorbook::codes! {
///         /// The codes of the shop.
///         book "shop" { envelope: errorbook::envelope::BY_FIELD }
///
///         /// The order breaks a rule.
///         INVALID = "SHOP-1002", 422, "The order is not valid";
///     }
/// }
///
/// let error = Error::from(shop::INVALID)
///     .with_violation(Violation::new("email", Constraint::Blank))
///     .with_violation(Violation::new("parts[0].quantity", Constraint::Min).with_message("must be at least 1"))
///     .with_violation(Violation::new("email", Constraint::Invalid));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"errors":{"email":["may not be blank","is not valid"],"parts[0].quantity":["must be at least 1"]},"code":"SHOP-1002","message":"The order is not valid"}"#,
/// );
/// assert_eq!(
///     shop::INVALID.body(),
///     br#"{"errors":{},"code":"SHOP-1002","message":"The order is not valid"}"#,
/// );
/// ```
///
/// The fields are dotted paths, sorted. `""` is the body as a whole. A parameter or a header has its name. An error about one of
/// these without violations has its text there as well. `message` is the description, or the message of the code. `code` is null for
/// a status that comes without a code. Parameters of the code are not sent. The names of constraints are not sent either: each is
/// read back as [`Invalid`](Constraint::Invalid).
#[derive(Debug, Clone, Copy)]
pub struct ByField;

#[derive(Serialize)]
struct Body<'a> {
    errors: BTreeMap<String, Vec<Cow<'a, str>>>,
    code: Option<&'a str>,
    message: &'a str,
}

impl Envelope for ByField {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        let message = report.description.unwrap_or(report.message);
        let mut errors = BTreeMap::<String, Vec<Cow<'_, str>>>::new();
        for violation in report.violations {
            errors.entry(violation.target().to_string()).or_default().push(violation.text());
        }
        if let (Some(target), true) = (report.target, errors.is_empty()) {
            errors.insert(target.to_string(), vec![Cow::Borrowed(message)]);
        }
        // Writing to a vector cannot fail.
        let _ = serde_json::to_writer(body, &Body { errors, code: report.code, message });
    }

    /// A single text counts as a list of one. If `errors` contains anything else, it stays as an extension.
    fn read(&self, json: &Value) -> Option<ParsedError> {
        // Each violation has a copy of its path: a long name with many texts could fill the memory.
        const COPIES: usize = 1 << 20;

        let mut members = json.as_object()?.clone();
        let has_texts = ["code", "message"].iter().all(|name| members.get(*name).is_some_and(Value::is_string));
        let mut is_whole = true;
        let mut violations = Vec::new();
        let mut copied = 0_usize;
        for (field, texts) in members.get("errors")?.as_object()? {
            let texts = texts.as_array().map_or(std::slice::from_ref(texts), Vec::as_slice);
            copied = field.len().saturating_mul(texts.len()).saturating_add(copied);
            let is_bounded = copied <= COPIES;
            is_whole &= is_bounded && !texts.is_empty() && texts.iter().all(Value::is_string);
            let texts = texts.iter().filter_map(Value::as_str).filter(|_| is_bounded);
            let violation =
                |text: &str| Violation::new(field.clone(), Constraint::Invalid).with_message(text.to_owned());
            violations.extend(texts.map(violation));
        }
        if is_whole {
            members.remove("errors");
        }
        let code = take_text(&mut members, "code");
        let text = take_text(&mut members, "message");
        let is_certain = has_texts && members.is_empty();
        Some(ParsedError {
            code,
            text,
            violations,
            extensions: members,
            certainty: if is_certain { Certainty::Certain } else { Certainty::Possible },
            ..ParsedError::default()
        })
    }

    fn schema(&self) -> Option<Schema> {
        const BODY: Shape = Shape::Object(&[
            Member::required(
                "errors",
                Shape::Map(&Shape::Array(&Shape::String)),
                "What is wrong, for people, by the dotted path of the field.",
            ),
            Member::required("code", Shape::Nullable(&Shape::Code), "The code; null for a status that has none."),
            Member::required("message", Shape::String, "What happened, for people."),
        ]);
        Some(Schema::new("ByField", "An error whose violations are grouped by field.", BODY))
    }
}
