//! Runs the contract against the depot on Rocket.

conformance::depot_tests!("depot-rocket");
