//! What the public types promise beside what they do: how large they are, and where they can go.
//!
//! The auto traits that stand here are meant to be there.

use std::panic::{RefUnwindSafe, UnwindSafe};

use errorbook::adapter::{Exchange, Script};
use errorbook::{
    Book, Code, Codes, Constraint, CustomConstraint, Error, ErrorKind, ErrorResponse, FieldPath, InvalidStatus,
    Parameter, ParameterKind, ParameterValue, Policy, Retry, Segment, Status, StatusMapping, Target, UnlistedStatuses,
    Violation,
};

const POINTER: usize = size_of::<usize>();

fn goes_anywhere<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + 'static>() {}
fn crosses_threads<T: Send + Sync + Unpin + 'static>() {}

#[test]
fn a_result_is_as_small_as_its_success_value() {
    assert_eq!(size_of::<Code>(), POINTER);
    assert_eq!(size_of::<Option<Code>>(), POINTER);
    assert_eq!(size_of::<Error>(), 2 * POINTER);
    assert_eq!(size_of::<Result<(), Error>>(), 3 * POINTER);
    assert_eq!(size_of::<Status>(), 2);
}

#[test]
fn the_memory_of_a_request_is_small() {
    assert!(size_of::<Policy>() <= 10 * POINTER, "{}", size_of::<Policy>());
    assert!(size_of::<Exchange>() <= 24 * POINTER, "{}", size_of::<Exchange>());
    assert!(size_of::<ErrorResponse>() <= 13 * POINTER, "{}", size_of::<ErrorResponse>());
}

#[test]
fn every_type_crosses_threads() {
    goes_anywhere::<(ErrorResponse, StatusMapping, UnlistedStatuses, Book, Code, Codes, Constraint, CustomConstraint)>(
    );
    goes_anywhere::<(Exchange, Script, ErrorKind, FieldPath, InvalidStatus, Parameter, ParameterKind, ParameterValue)>(
    );
    goes_anywhere::<(Policy, Retry, Segment<'static>, Status, Target, Violation)>();
    // Its cause is anybody's, and need not be safe to look at after a panic.
    crosses_threads::<Error>();
    fn is_an_error<T: std::error::Error>() {}
    is_an_error::<Error>();
}
