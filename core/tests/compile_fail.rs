//! Code that does not compile, and the advice that the compiler gives.

#[test]
fn the_compiler_names_every_mistake() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/codes/*.rs");
    cases.compile_fail("tests/compile_fail/coded/*.rs");
    cases.compile_fail("tests/compile_fail/derive/*.rs");
    // The compiler lists the types that implement a trait, and each of these features adds one.
    if !cfg!(any(
        feature = "anyhow1",
        feature = "extract",
        feature = "garde023",
        feature = "reqwest013",
        feature = "sqlx08",
        feature = "sqlx09",
        feature = "validator020",
        feature = "validator021"
    )) {
        cases.compile_fail("tests/compile_fail/without_features/*.rs");
    }
}
