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
        feature = "bb8-09",
        feature = "deadpool012",
        feature = "deadpool013",
        feature = "diesel2",
        feature = "extract",
        feature = "garde023",
        feature = "reqwest012",
        feature = "reqwest013",
        feature = "sea-orm1",
        feature = "sea-orm2",
        feature = "sqlx08",
        feature = "sqlx09",
        feature = "tokio-postgres07",
        feature = "validator020",
        feature = "validator021"
    )) {
        cases.compile_fail("tests/compile_fail/without_features/*.rs");
    }
}
