//! The contract, on the depot of actix-web.

conformance::depot_tests!("depot-actix");
