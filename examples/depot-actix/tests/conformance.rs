//! Runs the contract against the depot on actix-web.

conformance::depot_tests!("depot-actix");
