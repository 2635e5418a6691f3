//! The same responses and the same programs on each framework.

pub mod actix;
pub mod axum;
pub mod rocket;
pub mod warp;

use clap::ValueEnum;
use serde::Serialize;

/// What the program that is served or called has around its routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "a measurement is of just these")]
pub enum Around {
    /// Nothing.
    Nothing,
    /// A layer that does nothing: what the framework itself takes for any.
    Identity,
    /// The layer of the [`http`](errorbook::standard) book.
    #[value(name = "layer")]
    ErrorBook,
    /// The same around the whole, where a framework would put it around each of the routes: that is axum.
    Outside,
}

/// The route that succeeds.
pub const FINE: &str = "/fine";
/// The route that fails with a bare code.
pub const CODE: &str = "/code";
/// The route that responds with the same bytes, written by hand.
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

/// One thread, so that what is compared is the work and not its distribution.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
