//! [`depot_tests!`](crate::depot_tests): all tests of a program that serves the depot.

/// Declares the tests of a depot, by the name of its program, which must be a program of the package that uses this.
///
/// The package needs the feature `documented`.
#[macro_export]
macro_rules! depot_tests {
    ($program:literal) => {
        const DEPOT: &str = env!(concat!("CARGO_BIN_EXE_", $program));

        #[test]
        fn every_response_is_as_the_contract_says() {
            $crate::run_contract(DEPOT);
        }

        #[test]
        fn every_response_is_the_same_on_postgresql() {
            $crate::run_contract_on_postgres(DEPOT);
        }

        /// No case makes the depot itself fail: the internal error is declared for every operation, and observed where one is for
        /// that.
        #[test]
        fn every_response_is_declared_and_every_declared_code_is_observed() {
            $crate::run_documented(DEPOT, |path, code| {
                matches!(code, "PE01-9001" | "2002") && !path.ends_with("/panic") && !path.ends_with("/private")
            });
        }

        #[test]
        fn a_private_detail_is_in_the_log_and_nowhere_else() {
            $crate::run_log(DEPOT);
        }

        #[test]
        fn no_client_gets_the_response_of_another() {
            $crate::run_load(DEPOT);
        }

        #[test]
        fn the_server_below_the_framework_refuses_as_the_manual_says() {
            $crate::run_below_the_framework(DEPOT);
        }

        #[test]
        fn a_database_that_fails_costs_enveloped_errors_and_no_more() {
            $crate::run_database_faults(DEPOT);
        }

        #[test]
        fn a_postgresql_that_fails_costs_enveloped_errors_and_no_more() {
            $crate::run_postgres_faults(DEPOT);
        }

        #[test]
        fn a_client_that_stalls_or_leaves_costs_no_other_client_a_response() {
            $crate::run_client_faults(DEPOT);
        }

        #[test]
        fn an_acknowledged_write_is_there_after_any_end() {
            $crate::run_interrupted(DEPOT);
        }

        #[test]
        fn a_mix_of_everything_leaves_nothing_behind() {
            $crate::run_soak(DEPOT);
        }
    };
}
