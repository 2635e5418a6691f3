//! The depot: one small service, served by four programs.
//!
//! This package has everything that does not depend on a web framework: the data ([`Project`], [`Part`], [`WorkOrder`],
//! [`ServerState`]) and its rules, its storage in SQLite or PostgreSQL, the errors and their codes ([`error`]), the access
//! rights ([`me`], [`operator`]), the options and the start. A program has only the routes and extractors of its framework:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     depot::run("depot-none", |listener, depot, shutdown| async move {
//!         // A route calls `depot` and sends the result. The errors implement `errorbook::IntoError`:
//!         let project = depot.project(1).await?;
//!         assert_eq!(project.name, "Alpha");
//!         shutdown.requested().await;
//!         Ok(())
//!     })
//! }
//! ```
//!
//! Three [`Mount`]s share the service, each with its own book of errors: `/primaerp`, `/ayanova`, and the rest.
//!
//! # Absent, null and wrong
//!
//! The inputs ([`NewProject`], [`PartChange`], …) accept more than the rules allow. The JSON extractor rejects values of a
//! wrong type before this code runs. Values that are absent, null or out of bounds break rules, and one response lists all
//! broken rules. [`Member`] distinguishes absent and null.

pub mod error;

mod access;
mod database;
mod depot;
mod document;
mod member;
mod mount;
mod options;
mod part;
mod project;
mod rules;
mod server_state;
mod shutdown;
mod start;
mod storage;
mod success;
pub mod trial;
mod try_page;
mod work_order;

pub use access::{Me, me, operator};
pub use database::Database;
pub use depot::Depot;
pub use document::{Handler, Promises, document, promise};
pub use member::Member;
pub use mount::{BOOKS, ERRORS, Mount};
pub use options::{NoOptions, Options};
pub use part::{NewPart, Part, PartChange};
pub use project::{NewProject, Page, PageQuery, Project, ProjectChange};
pub use server_state::{CurrentState, ServerState, StateChange};
pub use shutdown::Shutdown;
pub use start::{Served, StartError, announce, bind, complain, log_to_stderr, run, run_at, warn_of_open_connections};
pub use storage::OpenError;
pub use success::{Data, HEALTH, Health};
pub use try_page::{Html, try_elsewhere, try_page};
pub use work_order::{NewUsedPart, NewWorkOrder, UsedPart, WorkOrder};

/// The maximum size of a JSON body in bytes, with a `content-length` or chunked.
pub const BODY_LIMIT: usize = 65_536;
