//! Promises that a handler does not keep, and the advice that the compiler gives.

#[test]
fn a_handler_that_breaks_its_promise_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
