//! [`Recording`]: the recorded responses of a service.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The recorded responses of a service, from a test or from a proxy.
///
/// The file of a recording has one JSON object on each line:
///
/// ```
/// use errorbook_catalog::Recording;
///
/// let file = concat!(
///     r#"{"method":"GET","path":"/primaerp/v1/projects/7","status":404,"book":"primaerp","code":"PE01-1101"}"#, "\n",
///     r#"{"method":"GET","path":"/health","status":200}"#, "\n",
/// );
/// let recording = Recording::from_json_lines(file)?;
/// assert_eq!(recording.responses[0].code.as_deref(), Some("PE01-1101"));
/// assert_eq!(recording.to_string(), file);
/// # Ok::<(), errorbook_catalog::RecordingError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct Recording {
    /// The responses in the order in which they were sent.
    pub responses: Vec<RecordedResponse>,
}

/// A recorded response.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordedResponse {
    /// The method of the request.
    pub method: String,
    /// The path of the request without the query, percent-encoded as it was sent.
    pub path: String,
    /// The status. For a suppressed response it is the status without suppression.
    pub status: u16,
    /// The name of the code's book, if the response has a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book: Option<String>,
    /// The identifier of the code, if the response has a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl RecordedResponse {
    /// Creates a response without a code.
    pub fn new(method: impl Into<String>, path: impl Into<String>, status: u16) -> RecordedResponse {
        RecordedResponse { method: method.into(), path: path.into(), status, book: None, code: None }
    }

    /// Sets the code and the name of its book.
    ///
    /// ```
    /// use errorbook_catalog::RecordedResponse;
    ///
    /// let response = RecordedResponse::new("GET", "/carts/7", 404).with_code("cart", "CART-1001");
    /// assert_eq!((response.book.as_deref(), response.code.as_deref()), (Some("cart"), Some("CART-1001")));
    /// ```
    #[must_use]
    pub fn with_code(mut self, book: impl Into<String>, code: impl Into<String>) -> RecordedResponse {
        self.book = Some(book.into());
        self.code = Some(code.into());
        self
    }
}

impl From<Vec<RecordedResponse>> for Recording {
    fn from(responses: Vec<RecordedResponse>) -> Recording {
        Recording { responses }
    }
}

impl Recording {
    /// Reads a file of JSON lines. Empty lines and unknown members are ignored.
    ///
    /// # Errors
    /// Returns an error with the number of the first line that is not a response.
    ///
    /// ```
    /// # use errorbook_catalog::Recording;
    /// let error = Recording::from_json_lines("\n{\"method\":\"GET\"}\n").unwrap_err();
    /// assert_eq!(error.to_string(), "line 2: missing field `path` at column 16");
    /// ```
    pub fn from_json_lines(text: &str) -> Result<Recording, RecordingError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let read = |(at, line)| serde_json::from_str(line).map_err(|error| RecordingError::new(at + 1, &error));
        lines.map(read).collect::<Result<Vec<RecordedResponse>, _>>().map(Recording::from)
    }
}

/// Writes the JSON lines. Each line ends with a line feed.
impl fmt::Display for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.responses.iter().try_for_each(|response| {
            let line = serde_json::to_string(response).map_err(|_| fmt::Error)?;
            writeln!(f, "{line}")
        })
    }
}

/// A line of a recording is not a response.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {mistake}")]
pub struct RecordingError {
    line: usize,
    mistake: String,
}

impl RecordingError {
    /// Replaces the line number of serde_json, which is always 1 because serde_json reads each line by itself.
    fn new(line: usize, error: &serde_json::Error) -> RecordingError {
        RecordingError { line, mistake: error.to_string().replace(" at line 1 column ", " at column ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_means_absent_and_unknown_members_are_ignored() {
        let text = "{\"status\":404,\"path\":\"/a\",\"method\":\"GET\",\"code\":null,\"book\":null,\"ms\":3}\r\n\n";
        let recording = Recording::from_json_lines(text).unwrap();
        assert_eq!(recording.responses, [RecordedResponse::new("GET", "/a", 404)]);
        assert_eq!(recording.to_string(), "{\"method\":\"GET\",\"path\":\"/a\",\"status\":404}\n");
        let error = Recording::from_json_lines("{}\nnonsense").unwrap_err();
        assert_eq!(error.to_string(), "line 1: missing field `method` at column 2");
    }
}
