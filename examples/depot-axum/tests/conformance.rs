//! The contract, on the depot of axum.

conformance::depot_tests!("depot-axum");
