//! The bodies of successful responses that contain no data of the service.

use serde::Serialize;

/// A successful response of the AyaNova mount. The data is in the member `data`.
///
/// ```json
/// {"data":{"state":"open"}}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Data<T> {
    /// The data.
    pub data: T,
}

impl<T> From<T> for Data<T> {
    fn from(data: T) -> Data<T> {
        Data { data }
    }
}

/// The response of `GET /health`.
///
/// ```json
/// {"status":"ok"}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Health {
    status: &'static str,
}

/// The service responds, so it is healthy.
pub const HEALTH: Health = Health { status: "ok" };
