//! Runs the contract against the depot on warp.

conformance::depot_tests!("depot-warp");
