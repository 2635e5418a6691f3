//! The errors that are measured, made as a handler makes them.

use std::fmt;

use errorbook::{Code, Constraint, Error, Policy, Violation, primaerp, standard};

/// The settings of each layer: the book does not promise suppression, which is measured, too.
pub const POLICY: Policy = Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code");
/// What the bare code is.
pub const PLAIN: Code = standard::NOT_FOUND;
/// Its body, byte for byte: what a handler written by hand sends.
pub const PLAIN_BODY: &[u8] = br#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#;
/// What happened, where an error says it.
pub const DESCRIPTION: &str = "the part cannot be stored";
/// The field that the violation is about.
pub const FIELD: &str = "parts[0].quantity";
/// What is wrong with it.
pub const MESSAGE: &str = "must be at least 1";

/// One violation with a description.
pub fn one_violation() -> Error {
    Error::from(standard::UNPROCESSABLE_CONTENT)
        .with_description(DESCRIPTION)
        .with_violation(Violation::new(FIELD, Constraint::Min).with_message(MESSAGE))
}

/// A private cause: the response has an `x-error-id`, and the log, which is off here, what happened.
pub fn private() -> Error {
    Error::from(standard::INTERNAL_SERVER_ERROR).with_cause(fmt::Error)
}

/// An error of the largest envelope, with as many violations.
pub fn violations(count: usize) -> Error {
    let violation = || {
        Violation::new("warehouse.shelves[12].parts[3].quantity", Constraint::Required)
            .with_entity_type("eu.abra.primaerp.api.beans.time.Project")
            .with_message("the quantity of a part that is on a shelf of a warehouse may not be null")
    };
    Error::from(primaerp::VALIDATION_ERROR).with_violations((0..count).map(|_| violation()))
}
