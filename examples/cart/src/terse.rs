//! The same errors in the service's own envelope, and that envelope.

use std::time::Duration;

use errorbook::envelope::{Envelope, Member, Report, Schema, Shape};
use errorbook::{Constraint, Error, Violation, coded};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::stock::Refusal;

/// `{"code":"too-few","text":"only 3 are left","at":["quantity"],"part":7,"available":3}`
#[derive(Debug)]
pub struct Terse;

impl Envelope for Terse {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = serde_json::to_writer(body, &Body(report));
    }

    fn schema(&self) -> Option<Schema> {
        const BODY: Shape = Shape::Extensible(&[
            Member::required("code", Shape::Nullable(&Shape::Code), "The code."),
            Member::required("text", Shape::String, "What happened, for people."),
            Member::optional("at", Shape::Array(&Shape::String), "The fields that are wrong, dotted."),
        ]);
        Some(Schema::new("Terse", "An error in few words.", BODY))
    }
}

struct Body<'a>(&'a Report<'a>);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Body(report) = self;
        let targets = report.violations.iter().map(Violation::target).chain(report.target);
        let targets: Vec<String> = targets.map(ToString::to_string).collect();
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("code", &report.code)?;
        body.serialize_entry("text", report.description.unwrap_or(report.message))?;
        if !targets.is_empty() {
            body.serialize_entry("at", &targets)?;
        }
        for (name, value) in report.parameters {
            body.serialize_entry(name, value)?;
        }
        body.end()
    }
}

errorbook::codes! {
    /// The codes of the cart, in words.
    book "terse" {
        envelope: Terse,
        suppression: "suppress_response_code",
        error_kinds: { route_not_found: NO_SUCH_PAGE, invalid_body: INVALID },
        // The clients know only these two codes for all other statuses.
        statuses: { 405: REFUSED, 413: REFUSED, 415: REFUSED, 429: REFUSED, 4xx: REFUSED, 5xx: FAILED },
    }

    /// The body does not keep the rules of a wish; `at` says where.
    INVALID = "invalid", 422, "The wish is not valid" { retry: never };
    /// No part has this number.
    NO_SUCH_PART = "no-such-part", 404, "No such part" { parameters: { part: integer }, retry: never };
    /// Less is in stock than was asked for.
    TOO_FEW = "too-few", 409, "Not enough in stock" { parameters: { part: integer, available: integer } };
    /// The stock is being counted.
    COUNTING = "counting", 503, "The stock is being counted" { headers: ["retry-after"], retry: after 2min };
    /// The service failed; its log says why.
    FAILED = "failed", 500, "The service failed";
    /// No page has this address.
    NO_SUCH_PAGE = "no-such-page", 404, "No such page" { retry: never };
    /// The server refuses the request.
    REFUSED = "refused", 400, "Refused";
}

/// Converts a refusal into an error of this book.
pub fn error(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Unknown(part) => coded!(NO_SUCH_PART, { part }).with_target("part"),
        Refusal::Nothing => coded!(INVALID).with_violation(Violation::new("quantity", Constraint::Min)),
        Refusal::TooFew { part, available } => {
            coded!(TOO_FEW, { part, available }, "only {available} are left").with_target("quantity")
        }
        Refusal::Counting => coded!(COUNTING).with_retry_after(Duration::from_secs(120)),
        Refusal::Ledger(cause) => coded!(FAILED).with_cause(cause),
    }
}
