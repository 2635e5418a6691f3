//! Runs the cases of this service against both programs.

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");

#[test]
fn cart_axum_passes_all_cases() {
    conformance::run_cases(env!("CARGO_BIN_EXE_cart-axum"), CASES);
}

#[test]
fn cart_actix_passes_all_cases() {
    conformance::run_cases(env!("CARGO_BIN_EXE_cart-actix"), CASES);
}
