//! The bodies of successes that are no object of the domain.

use serde::Serialize;

/// AyaNova's success: the answer in a member `data`.
///
/// ```json
/// {"data":{"state":"open"}}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Data<T> {
    /// The answer.
    pub data: T,
}

impl<T> From<T> for Data<T> {
    fn from(data: T) -> Data<T> {
        Data { data }
    }
}

/// The answer to how the service is.
///
/// ```json
/// {"status":"ok"}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Health {
    status: &'static str,
}

/// The service answers, so it is well.
pub const HEALTH: Health = Health { status: "ok" };
