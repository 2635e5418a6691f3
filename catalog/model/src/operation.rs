//! [`CatalogOperation`]: an operation of a service and the codes that it can return.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An operation of a service and the codes that it can return, as an OpenAPI document declares them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CatalogOperation {
    /// The method, in upper case: `GET`.
    pub method: String,
    /// The path template below the server's base path: `/primaerp/v1/projects/{id}`.
    pub path: String,
    /// The responses by status: a number, a class such as `4XX`, or `default`.
    #[serde(default)]
    pub responses: BTreeMap<String, CatalogResponse>,
}

/// A declared response of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CatalogResponse {
    /// The identifiers of the codes that the response can have, sorted. If it is empty, the document does not restrict the codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// True if the response can also have unlisted codes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub others: bool,
}

impl CatalogOperation {
    /// Creates an operation without responses.
    pub fn new(method: impl Into<String>, path: impl Into<String>) -> CatalogOperation {
        CatalogOperation { method: method.into(), path: path.into(), responses: BTreeMap::new() }
    }

    /// Returns the declared response for a status. The number takes precedence over the class, and the class over `default`.
    ///
    /// ```
    /// use errorbook_model::{CatalogOperation, CatalogResponse};
    ///
    /// let mut operation = CatalogOperation::new("GET", "/parts/{id}");
    /// operation.responses.insert("404".to_owned(), CatalogResponse::of(["SHOP-1001"]));
    /// operation.responses.insert("5XX".to_owned(), CatalogResponse::default());
    /// assert_eq!(operation.response(404), Some(("404", &CatalogResponse::of(["SHOP-1001"]))));
    /// assert_eq!(operation.response(503).map(|(status, _)| status), Some("5XX"));
    /// assert_eq!(operation.response(409), None);
    /// ```
    pub fn response(&self, status: u16) -> Option<(&str, &CatalogResponse)> {
        let keys = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
        let found = keys.iter().find_map(|key| self.responses.get_key_value(key.as_str()))?;
        Some((found.0, found.1))
    }

    /// Returns the codes of all responses, sorted and without duplicates.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> =
            self.responses.values().flat_map(|response| &response.codes).map(String::as_str).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

/// Writes the method and the path: `GET /parts/{id}`.
impl fmt::Display for CatalogOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl CatalogResponse {
    /// Creates a response that can have only these codes.
    pub fn of<C: Into<String>>(codes: impl IntoIterator<Item = C>) -> CatalogResponse {
        let mut codes: Vec<String> = codes.into_iter().map(Into::into).collect();
        codes.sort();
        codes.dedup();
        CatalogResponse { codes, others: false }
    }

    /// Returns true if the document allows this code in the response.
    ///
    /// ```
    /// use errorbook_model::CatalogResponse;
    ///
    /// let response = CatalogResponse::of(["SHOP-1001"]);
    /// assert!(response.allows(Some("SHOP-1001")));
    /// assert!(!response.allows(Some("SHOP-1002")) && !response.allows(None));
    /// assert!(CatalogResponse::default().allows(None));
    /// ```
    pub fn allows(&self, code: Option<&str>) -> bool {
        self.is_open() || code.is_some_and(|code| self.codes.iter().any(|listed| listed == code))
    }

    /// Returns true if the response can have unlisted codes.
    pub fn is_open(&self) -> bool {
        self.others || self.codes.is_empty()
    }
}
