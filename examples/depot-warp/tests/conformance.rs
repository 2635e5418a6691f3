//! The contract, on the depot of warp.

conformance::depot_tests!("depot-warp");
