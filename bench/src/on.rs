//! The same responses and the same services on each framework.

pub mod actix;
pub mod axum;
pub mod rocket;
pub mod warp;

use clap::ValueEnum;
use serde::Serialize;

/// The layer around the routes of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "these are all that are measured")]
pub enum Around {
    /// No layer.
    Nothing,
    /// A layer that does nothing. It shows the framework's own cost of any layer.
    Identity,
    /// The layer of the [`http`](errorbook::standard) book.
    #[value(name = "layer")]
    ErrorBook,
    /// The same layer around the whole service. Only axum's own method would put it around each route instead.
    Outside,
}

/// The route that succeeds.
pub const FINE: &str = "/fine";
/// The route that fails with a bare code.
pub const CODE: &str = "/code";
/// The route that sends the same bytes, written by hand.
pub const STATIC: &str = "/static";

/// The route that responds with 1 KiB of JSON.
pub const PARTS: &str = "/parts";

/// A part of the JSON.
#[derive(Debug, Clone, Copy, Serialize)]
struct Part {
    id: u32,
    name: &'static str,
    quantity: u32,
}

const PART: Part = Part { id: 1_000, name: "Fuse, 16 A", quantity: 12 };

const ADDRESS: (&str, u16) = ("127.0.0.1", 0);

/// Returns a runtime with one thread, so that the work is compared and not its distribution.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
