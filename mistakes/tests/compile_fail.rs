//! Code that does not compile, and the advice that the compiler gives.

#[test]
fn the_compiler_names_every_mistake() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*/*.rs");
}
