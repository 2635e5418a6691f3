//! [`CatalogCode`]: one code of a catalog.

use std::time::Duration;

use errorbook::{Code, Retry, Status};
use serde::{Deserialize, Serialize, Serializer};

use crate::prose::unindent;

/// One code of a [`Catalog`](crate::Catalog).
///
/// Its JSON is the line of the code in the [file](crate#the-file). Unset and empty members are left out.
///
/// ```
/// use errorbook::standard;
/// use errorbook_model::CatalogCode;
///
/// assert_eq!(
///     serde_json::to_string(&CatalogCode::from(standard::GONE))?,
///     r#"{"code":"gone","status":410,"message":"Gone","meaning":"The resource is no longer available, and probably never will be again.","advice":"Remove links to the resource, and do not ask for it again."}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CatalogCode {
    /// The identifier.
    pub code: String,
    /// The HTTP status.
    pub status: Status,
    /// The short public message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The meaning, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// The advice to client developers, in Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The parameters of the code: values for programs that a response can contain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<CatalogParameter>,
    /// The names of the extra headers that a response with this code can have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<String>,
    /// The retry rule, if the code has one. A delay is in whole seconds.
    #[serde(flatten, serialize_with = "serialize_retry")]
    pub retry: Option<Retry>,
    /// The first version of the service with this code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The identifier of the code to use instead, if this code is deprecated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
    /// The team that owns the code, if it is not the owner of the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A parameter of a code: a named value that a response can contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CatalogParameter {
    /// The name.
    pub name: String,
    /// The kind of the value. Books use the kinds of [`ParameterKind`](errorbook::ParameterKind). Other systems can have other
    /// kinds.
    pub kind: String,
}

impl CatalogCode {
    /// Creates a code with only an identifier and a status.
    pub fn new(code: impl Into<String>, status: Status) -> CatalogCode {
        CatalogCode {
            code: code.into(),
            status,
            message: None,
            meaning: None,
            advice: None,
            parameters: Vec::new(),
            headers: Vec::new(),
            retry: None,
            since: None,
            replacement: None,
            owner: None,
        }
    }

    /// Returns the delay before a retry in seconds, if the code has a delay.
    pub fn retry_after(&self) -> Option<u64> {
        self.retry.and_then(Retry::delay).map(|delay| delay.as_secs())
    }
}

impl From<Code> for CatalogCode {
    fn from(code: Code) -> CatalogCode {
        let parameters = code.parameters().iter();
        CatalogCode {
            code: code.id().to_owned(),
            status: code.status(),
            message: Some(code.message().to_owned()),
            meaning: Some(unindent(code.meaning())),
            advice: code.advice().map(unindent),
            parameters: parameters
                .map(|parameter| CatalogParameter {
                    name: parameter.name().to_owned(),
                    kind: parameter.kind().name().to_owned(),
                })
                .collect(),
            headers: code.headers().iter().map(|name| (*name).to_owned()).collect(),
            retry: code.retry().map(in_whole_seconds),
            since: code.since().map(str::to_owned),
            replacement: code.replacement().map(|code| code.id().to_owned()),
            owner: code.owner().filter(|owner| code.book().owner() != Some(owner)).map(str::to_owned),
        }
    }
}

/// Rounds a delay up to whole seconds, as the header `retry-after` does.
fn in_whole_seconds(retry: Retry) -> Retry {
    match retry {
        Retry::After(delay) => {
            Retry::After(Duration::from_secs(delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0))))
        }
        Retry::Never | Retry::AtOnce => retry,
    }
}

fn serialize_retry<S: Serializer>(retry: &Option<Retry>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Members {
        #[serde(skip_serializing_if = "Option::is_none")]
        retry: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after: Option<u64>,
    }
    let delay = retry.and_then(Retry::delay);
    Members { retry: retry.map(Retry::name), retry_after: delay.map(|delay| delay.as_secs()) }.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delay_is_rounded_up_to_whole_seconds() {
        let after = |millis| in_whole_seconds(Retry::After(Duration::from_millis(millis)));
        for (millis, seconds) in [(0, 0), (1, 1), (1_000, 1), (1_500, 2)] {
            assert_eq!(after(millis), Retry::After(Duration::from_secs(seconds)), "{millis}");
        }
        assert_eq!(in_whole_seconds(Retry::After(Duration::MAX)), Retry::After(Duration::from_secs(u64::MAX)));
        assert_eq!(in_whole_seconds(Retry::Never), Retry::Never);
    }
}
