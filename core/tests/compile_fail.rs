//! What does not compile, and the advice that the compiler gives.

#[test]
fn mistakes_in_a_book_are_named_by_the_compiler() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
