//! The depot on axum answers as the contract says.

const DEPOT: &str = env!("CARGO_BIN_EXE_depot-axum");

#[test]
fn depot_axum_conforms() {
    conformance::run(DEPOT);
}

#[test]
fn what_is_private_is_in_the_log_and_nowhere_else() {
    conformance::run_log(DEPOT);
}

#[test]
fn nobody_gets_the_answer_of_another() {
    conformance::run_load(DEPOT);
}

#[test]
fn what_is_below_the_framework_refuses_as_the_manual_says() {
    conformance::run_below(DEPOT);
}
