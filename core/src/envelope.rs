//! [`Envelope`]: the JSON shape of an error body. It writes a [`Report`] and reads a [`ParsedError`].

use std::fmt;
use std::panic::RefUnwindSafe;

use crate::media_type;
use crate::{Code, ParameterValue, Status, Target, Violation};

mod ayanova;
mod by_field;
mod flat;
mod parsed_error;
mod pointer;
mod primaerp;
mod problem;
mod schema;

pub use ayanova::AyaNova;
pub use by_field::ByField;
pub use flat::Flat;
pub use parsed_error::{Certainty, ParsedError};
pub use primaerp::PrimaErp;
pub use problem::Problem;
pub use schema::{Member, Schema, Shape};

/// primaERP's envelope: always the same five members.
pub static PRIMAERP: PrimaErp = PrimaErp;
/// AyaNova's envelope: one member `error`.
pub static AYANOVA: AyaNova = AyaNova;
/// The envelope of RFC 9457.
pub static PROBLEM: Problem = Problem;
/// The flat envelope: `{"error":"No such part","code":"SHOP-1001"}`.
pub static FLAT: Flat = Flat;
/// The envelope that groups errors by field: `{"errors":{"email":["is taken"]},"code":"SHOP-1002","message":"…"}`.
pub static BY_FIELD: ByField = ByField;

/// The JSON shape of an error body.
///
/// An envelope of your own writes compact JSON, always with the same order of members:
///
/// ```
/// use errorbook::envelope::{Envelope, Report};
///
/// struct Terse;
///
/// impl Envelope for Terse {
///     fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
///         // A vector takes all that is written: there is no error to meet.
///         let _ = serde_json::to_writer(body, &(report.code, report.message));
///     }
/// }
///
/// let mut body = Vec::new();
/// Terse.write(&Report::of(errorbook::standard::NOT_FOUND), &mut body);
/// assert_eq!(body, br#"["not_found","Not Found"]"#);
/// ```
/// # Errors without a body
/// An envelope can write nothing for some errors, such as a 401 whose body older clients expect to be empty:
///
/// ```
/// use errorbook::envelope::{Envelope, PROBLEM, Report};
/// use errorbook::{Error, standard};
///
/// struct Quiet;
///
/// impl Envelope for Quiet {
///     fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
///         if report.status.as_u16() != 401 {
///             PROBLEM.write(report, body);
///         }
///     }
/// }
///
/// mod door {
///     errorbook::codes! {
///         /// The codes of the door.
///         book "door" { envelope: super::Quiet }
///
///         /// Nobody has signed in.
///         SIGNED_OUT = "DOOR-1", 401, "Sign in";
///     }
/// }
/// # fn main() {
/// let response = Error::from(door::SIGNED_OUT).to_response();
/// assert_eq!((response.status().as_u16(), response.body()), (401, &b""[..]));
/// assert_eq!(response.header("content-type"), None);
/// assert_eq!(response.header("www-authenticate"), Some("Bearer"));
/// # }
/// ```
///
/// Such a response has no content type, and a layer leaves it unchanged. Only its status shows that it is an error: suppressed, it
/// is recognised only by `x-suppressed-status`, and a script calls the function with `null`. Use this only for errors whose clients
/// read statuses.
pub trait Envelope: Sync + RefUnwindSafe {
    /// Returns the body's media type, which must be a JSON type.
    fn content_type(&self) -> &'static str {
        media_type::JSON
    }

    /// Writes the body: compact JSON in UTF-8.
    fn write(&self, report: &Report<'_>, body: &mut Vec<u8>);

    /// Reads a body of this shape. Returns `None` if the body has another shape.
    ///
    /// `errorbook-client` calls it with the JSON of any response, so it must accept any JSON. The default implementation returns
    /// `None`: such an envelope is written, but not read.
    ///
    /// ```
    /// use errorbook::envelope::{Envelope, ParsedError, Report};
    ///
    /// struct Terse;
    ///
    /// impl Envelope for Terse {
    ///     fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
    ///         // Writing to a vector cannot fail.
    ///         let _ = serde_json::to_writer(body, &(report.code, report.message));
    ///     }
    ///
    ///     fn read(&self, json: &serde_json::Value) -> Option<ParsedError> {
    ///         let [code, message] = json.as_array()?.as_slice() else { return None };
    ///         let mut parsed = ParsedError::default();
    ///         parsed.code = code.as_str().map(str::to_owned);
    ///         parsed.message = message.as_str().map(str::to_owned);
    ///         Some(parsed)
    ///     }
    /// }
    ///
    /// let parsed = Terse.read(&serde_json::json!(["not_found", "Not Found"])).unwrap();
    /// assert_eq!(parsed.code.as_deref(), Some("not_found"));
    /// assert!(Terse.read(&serde_json::json!({})).is_none());
    /// ```
    fn read(&self, json: &serde_json::Value) -> Option<ParsedError> {
        let _ = json;
        None
    }

    /// Describes the bodies, for OpenAPI and TypeScript. Returns `None` if they can have any shape.
    fn schema(&self) -> Option<Schema> {
        None
    }
}

/// The details of an error body. All of them are public.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Report<'a> {
    /// The status of the code. Without a code: the status that was sent.
    pub status: Status,
    /// The identifier of the code.
    pub code: Option<&'a str>,
    /// The short message of the code.
    pub message: &'a str,
    /// The URI before the code in a problem's `type`.
    pub type_base: Option<&'a str>,
    /// The description of this occurrence.
    pub description: Option<&'a str>,
    /// The violations, each of one part of the request.
    pub violations: &'a [Violation],
    /// The part of the request that the whole error is about.
    pub target: Option<&'a Target>,
    /// A URI of this occurrence of the error.
    pub instance: Option<&'a str>,
    /// The machine-readable values with their names.
    pub parameters: &'a [(&'static str, ParameterValue)],
}

impl<'a> Report<'a> {
    /// Returns the report of a code without details.
    pub fn of(code: Code) -> Report<'a> {
        Report { type_base: code.book().type_base(), ..Report::new(code.status(), Some(code.id()), code.message()) }
    }

    /// Returns a report with a status, a message and the identifier of a code, if there is one.
    ///
    /// ```
    /// use errorbook::Status;
    /// use errorbook::envelope::{Envelope, FLAT, Report};
    ///
    /// let mut body = Vec::new();
    /// FLAT.write(&Report::new(Status::INTERNAL_SERVER_ERROR, Some("SHOP-9"), "It failed"), &mut body);
    /// assert_eq!(body, br#"{"error":"It failed","code":"SHOP-9"}"#);
    /// ```
    pub fn new(status: Status, code: Option<&'a str>, message: &'a str) -> Report<'a> {
        Report {
            status,
            code,
            message,
            type_base: None,
            description: None,
            violations: &[],
            target: None,
            instance: None,
            parameters: &[],
        }
    }

    /// Returns the approximate size in bytes of the largest body, if nothing has to be escaped.
    pub(crate) fn size_hint(&self) -> usize {
        let text = |text: Option<&str>| text.map_or(0, str::len);
        let violations: usize = self
            .violations
            .iter()
            .map(|violation| {
                let target = violation.target().as_str().map_or(64, str::len);
                let texts = target + text(violation.message()).max(32) + violation.entity_type().len();
                128 + 2 * texts + violation.entity_path().len()
            })
            .sum();
        let parameters: usize = self.parameters.iter().map(|(name, value)| name.len() + value.size_hint()).sum();
        160 + parameters
            + self.message.len()
            + text(self.description)
            + text(self.type_base)
            + text(self.instance)
            + violations
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("description", &self.description)
            .finish_non_exhaustive()
    }
}

/// Writes the items, separated by commas.
fn join<T>(body: &mut Vec<u8>, items: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            body.push(b',');
        }
        write(body, item);
    }
}
