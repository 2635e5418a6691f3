#![doc = include_str!("../README.md")]

mod below;
mod broken;
mod case;
mod client;
mod depot_tests;
#[cfg(feature = "documented")]
mod documented;
mod each;
mod envelope;
mod faults;
mod figures;
pub mod layer;
mod load;
mod log;
pub mod manual;
mod mariadb;
mod pattern;
mod postgres;
mod programs;
mod raw;
pub mod reliability;
mod report;
mod rules;
mod scenario;
mod server;
mod soak;
mod tally;
mod variants;

pub use crate::below::run_below_the_framework;
pub use crate::broken::run_broken_requests;
#[cfg(feature = "documented")]
pub use crate::documented::run_documented;
pub use crate::faults::{
    Clients, Endured, run_client_faults, run_database_faults, run_interrupted, run_postgres_faults,
};
pub use crate::load::run_load;
pub use crate::log::run_log;
pub use crate::mariadb::MariaDb;
pub use crate::postgres::{Postgres, PostgresError, Session, Stop};
pub use crate::programs::{SERVERS, each_server, not_run, program};
pub use crate::scenario::{compare_servers, run_cases, run_contract, run_contract_at, run_contract_on_postgres};
pub use crate::server::{Server, ServerError};
pub use crate::soak::run_soak;

/// The code of the project's README is run here, where all adapters can be had.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../core/derive/README.md")]
struct Derive;

// And so is that of its manual.

#[cfg(doctest)]
#[doc = include_str!("../../docs/adapters.md")]
struct Adapters;

#[cfg(doctest)]
#[doc = include_str!("../../docs/envelopes.md")]
struct Envelopes;

#[cfg(doctest)]
#[doc = include_str!("../../docs/gateways.md")]
struct Gateways;

#[cfg(doctest)]
#[doc = include_str!("../../docs/jsonp.md")]
struct Jsonp;

#[cfg(doctest)]
#[doc = include_str!("../../docs/layers.md")]
struct Layers;

#[cfg(doctest)]
#[doc = include_str!("../../docs/limits.md")]
struct Limits;

#[cfg(doctest)]
#[doc = include_str!("../../docs/migrating.md")]
struct Migrating;

#[cfg(doctest)]
#[doc = include_str!("../../docs/other-envelopes.md")]
struct OtherEnvelopes;

#[cfg(doctest)]
#[doc = include_str!("../../docs/promises.md")]
struct Promises;

#[cfg(doctest)]
#[doc = include_str!("../../docs/suppression.md")]
struct Suppression;

#[cfg(doctest)]
#[doc = include_str!("../../docs/your-own-book.md")]
struct YourOwnBook;
