//! The measured errors, created as a handler creates them.

use std::fmt;

use errorbook::{Code, Constraint, Error, Policy, Violation, primaerp, standard};

/// The settings of each layer. The book has no suppression by default, so the policy turns it on, because it is measured too.
pub const POLICY: Policy = Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code");
/// The code of the error without details.
pub const PLAIN: Code = standard::NOT_FOUND;
/// Its exact body, which a handler written by hand sends.
pub const PLAIN_BODY: &[u8] = br#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#;
/// The description of an error.
pub const DESCRIPTION: &str = "the part cannot be stored";
/// The field of the validation error.
pub const FIELD: &str = "parts[0].quantity";
/// The message of the validation error.
pub const MESSAGE: &str = "must be at least 1";

/// Returns an error with one validation error and a description.
pub fn one_violation() -> Error {
    Error::from(standard::UNPROCESSABLE_CONTENT)
        .with_description(DESCRIPTION)
        .with_violation(Violation::new(FIELD, Constraint::Min).with_message(MESSAGE))
}

/// Returns an error with a private cause. The response has an `x-error-id`. Logging is off here.
pub fn private() -> Error {
    Error::from(standard::INTERNAL_SERVER_ERROR).with_cause(fmt::Error)
}

/// Returns an error in the largest envelope, with this number of validation errors.
pub fn violations(count: usize) -> Error {
    let violation = || {
        Violation::new("warehouse.shelves[12].parts[3].quantity", Constraint::Required)
            .with_entity_type("eu.abra.primaerp.api.beans.time.Project")
            .with_message("the quantity of a part that is on a shelf of a warehouse may not be null")
    };
    Error::from(primaerp::VALIDATION_ERROR).with_violations((0..count).map(|_| violation()))
}
