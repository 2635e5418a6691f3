//! The versions that this module is for. Its other files do not name them, so that they serve the next versions too.

#[cfg(feature = "reqwest-middleware05")]
pub(super) use ::reqwest_middleware05 as reqwest_middleware;
pub(super) use ::reqwest013 as reqwest;
