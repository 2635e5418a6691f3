//! [`depot_tests!`](crate::depot_tests): all tests of a program that serves the depot.

/// Declares all tests of a depot. The argument is the name of its program, which must belong to the calling package.
///
/// The package needs the feature `documented`.
#[macro_export]
macro_rules! depot_tests {
    ($program:literal) => {
        const DEPOT: &str = env!(concat!("CARGO_BIN_EXE_", $program));

        #[test]
        fn every_response_follows_the_contract() {
            $crate::run_contract(DEPOT);
        }

        #[test]
        fn every_response_is_the_same_on_postgresql() {
            $crate::run_contract_on_postgres(DEPOT);
        }

        /// No case makes the depot itself fail. So the internal error, which every operation declares, is expected only from
        /// the routes that cause it on purpose.
        #[test]
        fn every_response_is_declared_and_every_declared_code_is_sent() {
            $crate::run_documented(DEPOT, |path, code| {
                matches!(code, "PE01-9001" | "2002") && !path.ends_with("/panic") && !path.ends_with("/private")
            });
        }

        #[test]
        fn a_private_detail_is_in_the_log_and_nowhere_else() {
            $crate::run_log(DEPOT);
        }

        #[test]
        fn no_client_gets_the_response_of_another_client() {
            $crate::run_load(DEPOT);
        }

        #[test]
        fn requests_below_the_framework_are_rejected_as_the_manual_states() {
            $crate::run_below_the_framework(DEPOT);
        }

        #[test]
        fn a_failing_database_causes_only_enveloped_errors() {
            $crate::run_database_faults(DEPOT);
        }

        #[test]
        fn a_failing_postgresql_causes_only_enveloped_errors() {
            $crate::run_postgres_faults(DEPOT);
        }

        #[test]
        fn a_client_that_stalls_or_leaves_does_not_affect_other_clients() {
            $crate::run_client_faults(DEPOT);
        }

        #[test]
        fn an_acknowledged_write_is_kept_however_the_server_ends() {
            $crate::run_interrupted(DEPOT);
        }

        #[test]
        fn memory_and_descriptors_do_not_grow_under_a_mix_of_requests() {
            $crate::run_soak(DEPOT);
        }
    };
}
