//! What the public types promise beside what they do: how large they are, and where they can go.
//!
//! The auto traits that stand here are meant to be there.

use std::panic::{RefUnwindSafe, UnwindSafe};

use errorbook::{
    Body, BodyPrefix, Book, Callback, Code, Codes, Constraint, CustomConstraint, Error, ErrorKind, ErrorResponse,
    FieldPath, InvalidCallback, InvalidStatus, Parameter, ParameterKind, ParameterValue, Policy, ResponseOptions,
    Retry, Script, Segment, Status, StatusMapping, Target, Violation,
};

const POINTER: usize = size_of::<usize>();

fn goes_anywhere<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + 'static>() {}
fn crosses_threads<T: Send + Sync + Unpin + 'static>() {}

#[test]
fn a_result_is_as_small_as_what_it_succeeds_with() {
    assert_eq!(size_of::<Code>(), POINTER);
    assert_eq!(size_of::<Option<Code>>(), POINTER);
    assert_eq!(size_of::<Error>(), 2 * POINTER);
    assert_eq!(size_of::<Result<(), Error>>(), 3 * POINTER);
    assert_eq!(size_of::<Status>(), 2);
    assert_eq!(size_of::<Callback>(), 2 * POINTER);
}

#[test]
fn what_a_request_has_of_its_own_is_small() {
    assert!(size_of::<Policy>() <= 10 * POINTER, "{}", size_of::<Policy>());
    assert!(size_of::<ResponseOptions>() <= 4 * POINTER, "{}", size_of::<ResponseOptions>());
    assert!(size_of::<ErrorResponse>() <= 12 * POINTER, "{}", size_of::<ErrorResponse>());
}

#[test]
fn every_type_crosses_threads() {
    goes_anywhere::<(ErrorResponse, StatusMapping, Body, Book, Callback, Code)>();
    goes_anywhere::<(Codes, Constraint, CustomConstraint, ResponseOptions, BodyPrefix, FieldPath)>();
    goes_anywhere::<(InvalidCallback, InvalidStatus, Parameter, ParameterKind, ParameterValue, Policy)>();
    goes_anywhere::<(Retry, Script, Segment<'static>, ErrorKind, Status, Target, Violation)>();
    // Its cause is anybody's, and need not be safe to look at after a panic.
    crosses_threads::<Error>();
    fn is_an_error<T: std::error::Error>() {}
    is_an_error::<Error>();
}

#[cfg(feature = "client")]
#[test]
fn what_was_received_is_one_pointer() {
    use errorbook::client::{Reader, ReceivedError, Translation};

    assert_eq!(size_of::<ReceivedError>(), POINTER);
    assert_eq!(size_of::<Result<(), ReceivedError>>(), POINTER);
    goes_anywhere::<(Reader, ReceivedError, Translation)>();
}

#[cfg(feature = "pages")]
#[test]
fn pages_are_shared_by_threads() {
    goes_anywhere::<(errorbook::Pages, errorbook::Page)>();
}
