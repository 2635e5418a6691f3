//! [`ObservedResponse`]: the facts about a response that an observer counts, traces or records.

use crate::Book;

/// The facts about one response below a layer. [`Policy::observer`](crate::Policy::observer) has an example.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ObservedResponse<'a> {
    /// The method of the request. It is empty if the framework cannot read it.
    pub method: &'a str,
    /// The path of the request, as the layer sees it. It is empty below a warp filter that is not served as the book's service.
    pub path: &'a str,
    /// The template of the route that has served the request, if the adapter knows it: `/parts/{id}`, or `/parts/<id>` on Rocket.
    pub route: Option<&'a str>,
    /// The book of the error, or the innermost book that the request is below.
    pub book: &'static Book,
    /// The identifier of the error's code. A success has none, nor has an error that is not in an envelope of errorbook.
    pub code: Option<&'static str>,
    /// The status of the response, or the one that it would have if it were not suppressed.
    pub status: u16,
    /// True if the response is sent with another status, because the request asked for that.
    pub is_suppressed: bool,
    /// The id under which the log has what the response does not say. A private cause, a panic and every status of 500 or more
    /// without a code have one.
    pub error_id: Option<&'a str>,
    /// The trace id of the request, if [`Policy::trace_id`](crate::Policy::trace_id) reads it: 32 hexadecimal digits.
    pub trace_id: Option<&'a str>,
}

/// A function that is called once for every response below a layer.
pub type Observer = &'static (dyn Fn(&ObservedResponse<'_>) + Send + Sync);
