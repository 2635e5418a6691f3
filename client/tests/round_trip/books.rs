//! Books for the tests: with parameters, with a custom envelope, with the flat envelope, and with errors by field.

use errorbook::envelope::{Certainty, Envelope, ParsedError, Report};
use errorbook::{Constraint, Violation};
use serde_json::{Value, json};

pub(crate) mod cart {
    errorbook::codes! {
        /// The codes of the cart.
        book "cart" {
            envelope: errorbook::envelope::PROBLEM,
            type_base: "https://cart.example/errors/",
        }

        /// Less is in stock than was asked for.
        OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
            parameters: { part: integer, name: string, weight: number, fragile: boolean },
        };
    }
}

pub(crate) mod terse {
    errorbook::codes! {
        /// A book with a custom envelope.
        book "terse" { envelope: super::TERSE }

        /// It failed.
        FAILED = "failed", 418, "Failed";
        /// It failed badly.
        BURST = "burst", 599, "Burst";
    }
}

pub(crate) mod flat {
    errorbook::codes! {
        /// A book with the flat envelope.
        book "flat" { envelope: errorbook::envelope::FLAT }

        /// It failed.
        FAILED = "FLAT-1", 418, "Failed";
    }
}

pub(crate) mod by_field {
    errorbook::codes! {
        /// A book with the envelope that groups errors by field.
        book "by_field" { envelope: errorbook::envelope::BY_FIELD }

        /// It failed.
        FAILED = "BY-1", 418, "Failed";
    }
}

pub(crate) static TERSE: Terse = Terse;

/// A custom envelope that can also be read.
pub(crate) struct Terse;

impl Envelope for Terse {
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
        let fields = report.violations.iter().map(|violation| violation.target().to_string());
        let fields: Vec<_> = fields.collect();
        serde_json::to_writer(body, &json!({ "failed": report.code, "why": report.description, "fields": fields }))
            .unwrap();
    }

    fn read(&self, json: &Value) -> Option<ParsedError> {
        let mut parsed = ParsedError::default();
        parsed.code = Some(json.get("failed")?.as_str()?.to_owned());
        parsed.description = json.get("why")?.as_str().map(str::to_owned);
        for field in json.get("fields")?.as_array()? {
            parsed.violations.push(Violation::new(field.as_str()?.to_owned(), Constraint::Invalid));
        }
        parsed.certainty = Certainty::Certain;
        Some(parsed)
    }
}
