//! What does not compile, and the advice that the compiler gives.

#[test]
fn mistakes_in_a_book_are_named_by_the_compiler() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/codes/*.rs");
    cases.compile_fail("tests/compile_fail/derive/*.rs");
    cases.compile_fail("tests/compile_fail/error/*.rs");
    // The compiler lists what implements the trait, and each of these features adds to it.
    if !cfg!(any(feature = "anyhow", feature = "client", feature = "garde", feature = "sqlx", feature = "validator")) {
        cases.compile_fail("tests/compile_fail/without_features/*.rs");
    }
}
