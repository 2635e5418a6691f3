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
    /// The template of the route that served the request, if the adapter knows it: `/parts/{id}`, or `/parts/<id>` on Rocket.
    pub route: Option<&'a str>,
    /// The book of the error. Without an error: the book of the innermost layer around the handler.
    pub book: &'static Book,
    /// The identifier of the error's code. It is `None` for a success and for an error that is not in an envelope of errorbook.
    pub code: Option<&'static str>,
    /// The status before suppression.
    pub status: u16,
    /// True if the request asked for status 200, and the response is sent with it.
    pub is_suppressed: bool,
    /// The id of the log event with the private details. A private cause, a panic and every status of 500 or more without a code
    /// have one.
    pub error_id: Option<&'a str>,
    /// The trace id of the request, if [`Policy::trace_id`](crate::Policy::trace_id) reads it: 32 hexadecimal digits.
    pub trace_id: Option<&'a str>,
}

/// A function that is called once for every response below a layer.
pub type Observer = &'static (dyn Fn(&ObservedResponse<'_>) + Send + Sync);
