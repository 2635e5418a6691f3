//! The contract, on the depot of Rocket.

conformance::depot_tests!("depot-rocket");
