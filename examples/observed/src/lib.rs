//! Recipes for [`Policy::observer`](errorbook::Policy::observer): the codes of a book in traces, in metrics and in Sentry.
//!
//! Each module is a few lines to copy. The page [Observability] shows them, with a dashboard and alerts. The tests run them on four
//! frameworks, with exporters that keep everything in memory.
//!
//! [Observability]: https://github.com/errorbook/errorbook/blob/main/docs/observability.md

// The manual shows these modules unchanged. There `crate` is the reader's own crate.
extern crate self as observed;

pub mod opentelemetry;
pub mod prometheus;
pub mod rocket;
pub mod sentry;

#[cfg(doctest)]
#[doc = include_str!("../../../docs/observability.md")]
struct Observability;
