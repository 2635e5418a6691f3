//! The depot on Rocket answers as the contract says.

const DEPOT: &str = env!("CARGO_BIN_EXE_depot-rocket");

#[test]
fn depot_rocket_conforms() {
    conformance::run_contract(DEPOT);
}

/// No case makes the depot itself fail: the internal error is declared for every operation, and observed where one is for that.
#[test]
fn every_response_is_declared_and_every_declared_code_is_observed() {
    conformance::run_documented(DEPOT, |path, code| {
        matches!(code, "PE01-9001" | "2002") && !path.ends_with("/panic") && !path.ends_with("/private")
    });
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
    conformance::run_below_the_framework(DEPOT);
}

#[test]
fn a_database_that_fails_costs_answers_in_the_envelope_and_no_more() {
    conformance::run_database_faults(DEPOT);
}

#[test]
fn clients_that_stall_or_go_cost_nobody_else_an_answer() {
    conformance::run_client_faults(DEPOT);
}

#[test]
fn what_was_acknowledged_is_there_after_any_end() {
    conformance::run_interrupted(DEPOT);
}

#[test]
fn a_mix_of_everything_leaves_nothing_behind() {
    conformance::run_soak(DEPOT);
}
