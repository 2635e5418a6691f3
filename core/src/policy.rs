//! [`Policy`]: the settings of a layer, and its decisions about each response.

use std::borrow::Cow;
use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};

use crate::adapter::{BodyPrefix, Rendered, ResponseHead};
use crate::jsonp::{Callback, InvalidCallback, Script};
use crate::response_options::ResponseOptions;
use crate::{Book, Error, ErrorResponse, Observer, Status, StatusMapping, header, log, media_type};

/// The settings of a layer. An adapter makes its `ErrorBook` from them.
///
/// ```
/// use errorbook::{Policy, primaerp};
///
/// const POLICY: Policy = Policy::new(&primaerp::BOOK).jsonp("callback").challenge("Bearer realm=\"projects\"");
/// assert_eq!(POLICY.book().name(), "primaerp");
/// ```
///
/// | setting | method | default |
/// |---|---|---|
/// | the book of errors without a code | [`Policy::new`] | |
/// | the parameter that suppresses statuses | [`Policy::suppression_parameter`], [`Policy::without_suppression`] | that of the book, if it [declares](Book::suppression) one |
/// | suppressed responses | [`Policy::suppress_errors_only`] | all |
/// | the parameter of JSONP | [`Policy::jsonp`] | JSONP is off |
/// | the challenge of a 401 | [`Policy::challenge`] | `Bearer` |
/// | the function that is called for every response | [`Policy::observer`] | none |
/// | the header with the code | [`Policy::error_code_header`] | not sent |
/// | the trace of a request for the log and the observer | [`Policy::trace_id`] | not read |
/// | the trace of a request in the response | [`Policy::trace_header`] | not sent |
#[derive(Clone, Copy)]
pub struct Policy {
    book: &'static Book,
    suppression: Option<&'static str>,
    errors_only: bool,
    challenge: Option<&'static str>,
    jsonp: Option<&'static str>,
    pub(crate) observer: Option<Observer>,
    pub(crate) has_code_header: bool,
    pub(crate) has_trace_id: bool,
    pub(crate) has_trace_header: bool,
}

/// The treatment of a response's body.
#[derive(Debug)]
#[must_use]
pub(crate) enum BodyAction {
    /// It is sent as it is.
    Keep,
    /// These bytes are sent instead.
    Replace(Cow<'static, [u8]>),
    /// It is sent as a script.
    Script(Script),
}

impl Policy {
    /// Returns the settings of a layer with this book. Errors without a code take theirs from it.
    ///
    /// The layer suppresses statuses if the book promises it: `primaerp` and `ayanova` do, [`standard`](crate::standard) does not,
    /// and a book of your own does if its head says so.
    pub const fn new(book: &'static Book) -> Policy {
        Policy {
            book,
            suppression: book.suppression(),
            errors_only: false,
            challenge: None,
            jsonp: None,
            observer: None,
            has_code_header: false,
            has_trace_id: false,
            has_trace_header: false,
        }
    }

    /// Turns suppression on with this query parameter, or names another parameter than the book.
    ///
    /// ```
    /// use errorbook::{Policy, standard};
    ///
    /// let policy = Policy::new(&standard::BOOK).suppression_parameter("suppress_response_code");
    /// ```
    ///
    /// # Panics
    /// Panics if the name is empty or contains anything but letters, digits, `-`, `.`, `_` and `~`.
    #[must_use]
    pub const fn suppression_parameter(mut self, name: &'static str) -> Policy {
        self.suppression = Some(parameter(name));
        self
    }

    /// Turns suppression off, even if the book promises it.
    #[must_use]
    pub const fn without_suppression(mut self) -> Policy {
        self.suppression = None;
        self
    }

    /// Suppresses only the status of errors: a 201 or a 204 keeps its status. It does not turn suppression on.
    #[must_use]
    pub const fn suppress_errors_only(mut self) -> Policy {
        self.errors_only = true;
        self
    }

    /// Sets the `www-authenticate` header of every 401 without one. It defaults to `Bearer`.
    ///
    /// # Panics
    /// Panics if the challenge contains anything but visible ASCII and spaces.
    #[must_use]
    pub const fn challenge(mut self, challenge: &'static str) -> Policy {
        let mut rest = challenge.as_bytes();
        while let [byte, tail @ ..] = rest {
            assert!(byte.is_ascii_graphic() || *byte == b' ', "a challenge is made of visible ASCII and spaces");
            rest = tail;
        }
        self.challenge = Some(challenge);
        self
    }

    /// Turns JSONP on. The response to a `GET` with this query parameter is a script that calls the function named there.
    ///
    /// Use it only for pages that cannot use CORS. Any page can then read what a `GET` returns to the user's cookies: read the
    /// guide's page about JSONP first.
    ///
    /// # Panics
    /// Panics if the name is empty or contains anything but letters, digits, `-`, `.`, `_` and `~`.
    #[must_use]
    pub const fn jsonp(mut self, name: &'static str) -> Policy {
        self.jsonp = Some(parameter(name));
        self
    }

    /// Calls this function once for every response below the layer, when its status and its headers are final.
    ///
    /// Use it for metrics, traces and recordings. The function runs while the response is made, so it must be quick. If it panics,
    /// the response is sent all the same. In nested layers only the outermost observer is called: set it on the layer around the
    /// whole service. On Rocket each mount calls its own observer.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// use errorbook::{ObservedResponse, Policy, primaerp};
    ///
    /// static NOT_FOUND: AtomicU64 = AtomicU64::new(0);
    ///
    /// fn count(response: &ObservedResponse<'_>) {
    ///     if response.code == Some("PE01-1101") {
    ///         NOT_FOUND.fetch_add(1, Ordering::Relaxed);
    ///     }
    /// }
    ///
    /// const POLICY: Policy = Policy::new(&primaerp::BOOK).observer(&count);
    /// ```
    #[must_use]
    pub const fn observer(mut self, observer: Observer) -> Policy {
        self.observer = Some(observer);
        self
    }

    /// Returns true if JSONP is on.
    #[cfg(feature = "openapi")]
    pub(crate) const fn has_jsonp(&self) -> bool {
        self.jsonp.is_some()
    }

    /// Returns true if the layer has an observer.
    pub const fn is_observed(&self) -> bool {
        self.observer.is_some()
    }

    /// Removes the observer. An adapter uses it where another exchange observes the whole request.
    #[must_use]
    pub const fn without_observer(mut self) -> Policy {
        self.observer = None;
        self
    }

    /// Sends the identifier of the code as `x-error-code`, for gateways, logs and tests that do not read bodies.
    ///
    /// Every response with a code has this header, whatever the form of its body: suppressed, a script, or the response to a
    /// `HEAD`.
    #[must_use]
    pub const fn error_code_header(mut self) -> Policy {
        self.has_code_header = true;
        self
    }

    /// Adds the trace id of a request to its log events, as the field `trace_id`, and gives it to the [observer](Policy::observer).
    ///
    /// The id comes from the request's `traceparent` header, which [Trace Context](https://www.w3.org/TR/trace-context/) defines.
    /// An invalid value is ignored. If the service's own tracing begins the trace, write its `traceparent` into the request outside
    /// of the layer: the manual has a recipe. In nested layers the setting of an outer layer also applies to the inner ones.
    ///
    /// ```
    /// use errorbook::{Policy, primaerp};
    ///
    /// const POLICY: Policy = Policy::new(&primaerp::BOOK).trace_id();
    /// ```
    #[must_use]
    pub const fn trace_id(mut self) -> Policy {
        self.has_trace_id = true;
        self
    }

    /// Sends the `traceparent` of a request back with every error, so that a client's report leads to its trace. It turns
    /// [`Policy::trace_id`] on.
    ///
    /// Trace Context defines this header for requests. Its draft for responses, `traceresponse`, names a span of the service, which
    /// only the service's own tracing knows. A `traceparent` that is already in the response stays.
    #[must_use]
    pub const fn trace_header(mut self) -> Policy {
        self.has_trace_header = true;
        self.trace_id()
    }

    /// Returns true if an adapter has to [describe](crate::adapter::Exchange::describe) the requests below the layer.
    #[inline]
    pub(crate) const fn watches(&self) -> bool {
        self.observer.is_some() || self.has_code_header || self.has_trace_id
    }

    /// Returns the book of errors without a code.
    pub const fn book(&self) -> &'static Book {
        self.book
    }

    /// Reads the wishes of a request from its method and its query. JSONP is for `GET` and its `HEAD` only.
    #[inline]
    pub(crate) fn response_options(&self, method: &str, query: Option<&str>) -> ResponseOptions {
        match query {
            Some(query) => {
                let jsonp = if matches!(method, "GET" | "HEAD") { self.jsonp } else { None };
                ResponseOptions::of(query, self.suppression, jsonp)
            }
            None => ResponseOptions::default(),
        }
    }

    /// Returns true if a response with this status is sent unchanged.
    #[inline]
    pub(crate) fn passes_through(&self, options: &ResponseOptions, status: u16) -> bool {
        status < 400 && self.jsonp.is_none() && !options.suppress && self.observer.is_none()
    }

    /// Makes the response that puts a status without a code into the envelope. The text of a 4xx becomes the description. The text
    /// of a 5xx goes to the log.
    pub(crate) fn wrap(&self, head: &impl ResponseHead, prefix: &BodyPrefix) -> ErrorResponse {
        // A framework may accept numbers that are not a status.
        let status = Status::new(head.status()).unwrap_or(Status::INTERNAL_SERVER_ERROR);
        let is_readable = status.is_client_error()
            && head.header(header::CONTENT_TYPE).is_none_or(media_type::is_utf8_text)
            && head.header(header::CONTENT_ENCODING).is_none();
        let description = if is_readable { prefix.description() } else { None };
        let mapping = self.book.for_status(status);
        let code = match mapping {
            StatusMapping::Coded(code) => Some(code.id()),
            StatusMapping::PassThrough { code, .. } => code,
        };
        let (sent_status, body) = mapping.render(self.book, status, description);
        let mut response = ErrorResponse::new(self.book, code, sent_status, body);
        if status.is_server_error() {
            response.set_error_id(log::dropped(status, prefix.as_bytes()));
        }
        response.add_challenge();
        response
    }

    /// Gives the head the form that the request asked for, and returns the treatment of the body. `length` is the length of the
    /// body in bytes, if it is known. A redirect is suppressed only if a code made it.
    pub(crate) fn finalize(
        &self,
        options: &ResponseOptions,
        made_by_code: bool,
        length: Option<u64>,
        rendered: &mut Option<Rendered>,
        head: &mut impl ResponseHead,
    ) -> BodyAction {
        if let (401, Some(challenge)) = (head.status(), self.challenge) {
            let default = Book::CHALLENGE.as_bytes();
            if head.header(header::WWW_AUTHENTICATE).is_none_or(|given| given == default) {
                head.set_header(header::WWW_AUTHENTICATE, challenge.into());
            }
        }
        let Some(jsonp) = self.jsonp else {
            return if options.suppress {
                self.suppress(made_by_code, self.errors_only, head)
            } else {
                BodyAction::Keep
            };
        };
        let action = match &options.callback {
            Some(Ok(callback)) if becomes_script(made_by_code, length, head) => {
                return self.script(callback, length, head);
            }
            Some(Err(InvalidCallback)) => self.refuse(jsonp, rendered, head),
            _ => BodyAction::Keep,
        };
        // A page of another origin must not be able to run this body as a script, unless it asked for one.
        if head.header(header::CONTENT_TYPE).is_some_and(media_type::is_json) {
            head.set_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff".into());
        }
        match if options.suppress { self.suppress(made_by_code, self.errors_only, head) } else { BodyAction::Keep } {
            BodyAction::Keep => action,
            emptied => emptied,
        }
    }

    /// Replaces a response by the error about a callback that is not the name of a function.
    fn refuse(
        &self,
        parameter: &'static str,
        rendered: &mut Option<Rendered>,
        head: &mut impl ResponseHead,
    ) -> BodyAction {
        head.remove_headers(&header::RESPONSE_HEADERS);
        let response = Error::invalid_parameter(parameter, InvalidCallback).to_response_in(self.book);
        *rendered = Some(Rendered::of(&response));
        BodyAction::Replace(response.write_over(head))
    }

    /// Turns a response into a call of the function.
    fn script(&self, callback: &Callback, length: Option<u64>, head: &mut impl ResponseHead) -> BodyAction {
        let suppressed = self.suppress(true, false, head);
        head.remove_headers(&header::REPRESENTATION_HEADERS);
        head.append_header(header::CONTENT_TYPE, media_type::JAVASCRIPT.into());
        head.set_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff".into());
        head.append_header(header::CONTENT_DISPOSITION, "attachment; filename=\"f.txt\"".into());
        let script = Script::of(callback.clone(), length);
        match suppressed {
            BodyAction::Keep => BodyAction::Script(script),
            _ => BodyAction::Replace(script.whole(b"").into()),
        }
    }

    /// Sets the status to 200 if the response is to be suppressed.
    fn suppress(&self, made_by_code: bool, errors_only: bool, head: &mut impl ResponseHead) -> BodyAction {
        let status = head.status();
        let is_error = match status {
            ..=199 | 206 => return BodyAction::Keep,
            200..=299 => false,
            300..=399 if !made_by_code => return BodyAction::Keep,
            _ => true,
        };
        if errors_only && !is_error {
            return BodyAction::Keep;
        }
        head.set_status(Status::OK);
        if status != Status::OK.as_u16() {
            let digits = Status::new(status).map(|status| Cow::Borrowed(status.digits()));
            head.set_header(header::X_SUPPRESSED_STATUS, digits.unwrap_or_else(|| status.to_string().into()));
        }
        if is_error {
            head.remove_headers(&header::CACHE_HEADERS);
            head.set_header(header::CACHE_CONTROL, header::NO_STORE.into());
            // RFC 9457 requires a problem's `status` to be the status of the response, which has just changed.
            if head.header(header::CONTENT_TYPE).is_some_and(media_type::is_problem) {
                head.set_header(header::CONTENT_TYPE, media_type::JSON.into());
            }
        }
        if matches!(status, 204 | 205) {
            head.remove_headers(&header::REPRESENTATION_HEADERS);
            head.append_header(header::CONTENT_LENGTH, "0".into());
            return BodyAction::Replace(Cow::Borrowed(b""));
        }
        BodyAction::Keep
    }
}

/// A panic of the observer is caught where it is called, and does not change the policy.
impl UnwindSafe for Policy {}
impl RefUnwindSafe for Policy {}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("book", &self.book)
            .field("suppression", &self.suppression)
            .field("errors_only", &self.errors_only)
            .field("challenge", &self.challenge)
            .field("jsonp", &self.jsonp)
            .field("observer", &self.observer.is_some())
            .field("error_code_header", &self.has_code_header)
            .field("trace_id", &self.has_trace_id)
            .field("trace_header", &self.has_trace_header)
            .finish()
    }
}

/// Returns true if a response becomes a script: an error, JSON, or an empty response.
fn becomes_script(made_by_code: bool, length: Option<u64>, head: &impl ResponseHead) -> bool {
    let is_json = || {
        head.header(header::CONTENT_TYPE).is_some_and(media_type::is_json)
            && head.header(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == b"identity")
    };
    match head.status() {
        ..=199 | 206 => false,
        204 | 205 => true,
        200..=299 => length == Some(0) || is_json(),
        300..=399 => made_by_code,
        // An error of the book is JSON, or empty if the envelope writes nothing.
        _ => length == Some(0) || is_json(),
    }
}

/// Checks the name of a query parameter. It must need no percent-encoding.
const fn parameter(name: &'static str) -> &'static str {
    let (mut rest, mut is_plain) = (name.as_bytes(), !name.is_empty());
    while let [byte, tail @ ..] = rest {
        is_plain &= byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        rest = tail;
    }
    assert!(is_plain, "the name of a parameter is made of letters, digits, `-`, `.`, `_` and `~`");
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "the name of a parameter")]
    fn a_parameter_needs_a_name_without_percent_encoding() {
        let _ = Policy::new(&crate::standard::BOOK).suppression_parameter("a b");
    }

    #[test]
    fn the_book_decides_about_suppression_unless_the_policy_overrides_it() {
        const PARAMETER: &str = "suppress_response_code";
        const OFF: Policy = Policy::new(&crate::standard::BOOK);
        const ON: Policy = Policy::new(&crate::primaerp::BOOK);
        assert_eq!([OFF.suppression, ON.suppression], [None, Some(PARAMETER)]);
        assert_eq!(Policy::new(&crate::ayanova::BOOK).suppression, Some(PARAMETER));
        assert_eq!(OFF.suppression_parameter("quiet").suppression, Some("quiet"));
        assert_eq!(ON.suppression_parameter("quiet").suppression, Some("quiet"));
        assert_eq!(ON.without_suppression().suppression, None);
        assert_eq!(OFF.suppress_errors_only().suppression, None);
    }
}
