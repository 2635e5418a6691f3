//! [`Finish`]: the pipeline, from a framework's response to the response that is sent.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::book_layer::BookLayer;
use super::rendered::{Rendered, suppressed_status};
use super::{BodyPrefix, Exchange, Response, is_watched, polled};
use crate::jsonp::Script;
use crate::policy::BodyAction;
use crate::trace::TraceParent;
use crate::{Book, Error, ErrorResponse, ObservedResponse, Observer, header, media_type};

/// The future of a response that is put into its envelope and given the form that the request asked for.
///
/// [`Exchange::finish`] returns it.
#[must_use = "a future does nothing unless it is polled"]
pub struct Finish<R> {
    exchange: Exchange,
    /// `None` once the future is ready.
    response: Option<R>,
    step: Step,
    /// True if a plain text, which would be the description, was stripped from the response to a HEAD before it came here.
    has_lost_text: bool,
    watched: Watched,
}

/// The facts for an observer, collected from layer to layer.
#[derive(Default)]
struct Watched {
    rendered: Option<Rendered>,
    /// The innermost book.
    book: Option<&'static Book>,
    route: Option<String>,
    /// The observer of the outermost layer that has one.
    observer: Option<Observer>,
    has_trace_header: bool,
}

enum Step {
    /// The response has not been read yet.
    Start,
    /// The response is an error with a JSON type. It is in its envelope unless its body is empty.
    Peek,
    /// The response is outside of any envelope, and the beginning of its body is being read.
    Wrap(BodyPrefix),
    /// The response is in its envelope: the layers give it its form, the innermost first.
    Finalize,
    /// The body is being read, to be sent as a script of known length, which this layer asked for.
    Script { layer: Box<BookLayer>, script: Script, json: Vec<u8> },
}

impl Exchange {
    /// Puts an error into its envelope and gives the response the form that the request asked for.
    pub fn finish<R: Response>(self, response: R) -> Finish<R> {
        Finish {
            exchange: self,
            response: Some(response),
            step: Step::Start,
            has_lost_text: false,
            watched: Watched::default(),
        }
    }
}

impl<R: Response> Finish<R> {
    /// Takes the next step. Returns true at the end.
    fn step(&mut self, response: &mut R, cx: &mut Context<'_>) -> Poll<bool> {
        match &mut self.step {
            Step::Start => {
                // The server chooses the framing. With a `content-length` beside this header some servers send nothing at all.
                response.remove_header(header::TRANSFER_ENCODING);
                if let Some(status) = self.exchange.rendered_status(response) {
                    response.set_status(status);
                }
                self.step = if response.status() < 400 {
                    Step::Finalize
                } else if !response.header(header::CONTENT_TYPE).is_some_and(media_type::is_json)
                    || self.is_empty(response)
                {
                    let stated = response.header(header::CONTENT_LENGTH);
                    self.has_lost_text = self.exchange.is_head
                        && response.status() < 500
                        && response.body_length() == Some(0)
                        && stated.is_some_and(|length| length != b"0");
                    Step::Wrap(BodyPrefix::default())
                } else if response.body_length().is_none() && !self.exchange.is_head {
                    Step::Peek
                } else {
                    Step::Finalize
                };
            }
            Step::Peek => match ready!(response.poll_chunk(cx)) {
                Some(Ok(chunk)) if chunk.as_ref().is_empty() => {}
                Some(Ok(chunk)) => {
                    response.unread_chunk(chunk);
                    self.step = Step::Finalize;
                }
                Some(Err(_)) | None => self.wrap(response, &BodyPrefix::default()),
            },
            Step::Wrap(prefix) => match ready!(response.poll_chunk(cx)) {
                Some(Ok(chunk)) if prefix.push(chunk.as_ref()) => {}
                // The text before the failure of the body is kept.
                _ => {
                    let prefix = std::mem::take(prefix);
                    self.wrap(response, &prefix);
                }
            },
            Step::Finalize => match self.exchange.next_layer() {
                None => {
                    if self.exchange.is_head {
                        if response.status() == 204 {
                            // RFC 9110, section 8.6: a 204 has none. axum's router adds one for a HEAD.
                            response.remove_header(header::CONTENT_LENGTH);
                        }
                        response.strip_body(self.head_length(response));
                    }
                    if is_watched() {
                        self.observe(response);
                    }
                    return Poll::Ready(true);
                }
                Some(layer) => self.finalize(layer, response),
            },
            Step::Script { layer, script, json } => match ready!(response.poll_chunk(cx)) {
                Some(Ok(chunk)) => json.extend_from_slice(chunk.as_ref()),
                Some(Err(error)) => {
                    let error = Error::internal(error.to_string()).to_response_in(layer.policy.book());
                    self.restart(response, error);
                }
                None => {
                    response.set_body(script.clone().whole(json).into());
                    self.step = Step::Finalize;
                }
            },
        }
        Poll::Ready(false)
    }

    /// Puts the response into the envelope, with the beginning of its body. A body that an envelope left empty stays empty.
    fn wrap(&mut self, response: &mut R, prefix: &BodyPrefix) {
        if let Some(layer) = self.exchange.innermost() {
            if prefix.as_bytes().is_empty() && layer.made(response) {
                response.remove_header(header::CONTENT_TYPE);
                response.set_body(Cow::Borrowed(b""));
                self.step = Step::Finalize;
                return;
            }
            let error = layer.policy.wrap(response, prefix);
            self.exchange.note(&error);
            replace(response, error);
        }
        self.step = Step::Finalize;
    }

    /// Replaces a response whose body failed, and gives the new response its form.
    fn restart(&mut self, response: &mut R, error: ErrorResponse) {
        if let Step::Script { layer, .. } = std::mem::replace(&mut self.step, Step::Finalize) {
            self.exchange.put_back(*layer);
        }
        self.exchange.note(&error);
        self.watched.rendered = None;
        replace(response, error);
    }

    /// Gives the response the form that was asked for. The JSON of a short script is read first.
    fn finalize(&mut self, mut layer: BookLayer, response: &mut R) {
        let made = response.status() >= 300 && layer.made(response);
        let made_by_code = made && response.status() < 400;
        if matches!(layer.options.callback, Some(Err(_))) {
            // An inner layer has refused the callback: its response stays.
            if layer.is_refused() {
                layer.options.callback = None;
            }
            polled::note_refusal();
        }
        let length = self.length(response);
        let mut rendered = self.watched.rendered.take().or_else(|| layer.take_rendered(response, length));
        let action = layer.policy.finalize(&layer.options, made_by_code, length, &mut rendered, response);
        if let (true, Some(code)) = (layer.policy.has_code_header, rendered.as_ref().and_then(|rendered| rendered.code))
        {
            response.set_header(header::X_ERROR_CODE, Cow::Borrowed(code));
        }
        self.watched.rendered = rendered;
        self.watched.add(&mut layer);
        match action {
            BodyAction::Keep => {}
            BodyAction::Replace(body) => response.set_body(body),
            BodyAction::Script(script) if script.is_short() => {
                self.step = Step::Script { layer: Box::new(layer), script, json: Vec::new() };
                return;
            }
            BodyAction::Script(script) => response.set_script(script),
        }
        if made && response.status() != 200 {
            polled::note_made(layer);
        }
    }

    /// Adds the trace to an error and calls the observer. If an outer layer has an observer, that layer gets the facts instead.
    fn observe(&mut self, response: &mut R) {
        let Watched { rendered, book, route, observer, has_trace_header } = std::mem::take(&mut self.watched);
        let request = self.exchange.request.take();
        let suppressed = suppressed_status(response);
        let status = rendered.as_ref().map(|rendered| rendered.status).or(suppressed);
        let status = status.unwrap_or_else(|| response.status());
        let code = rendered.as_ref().and_then(|rendered| rendered.code);
        let trace = request.as_ref().and_then(|request| request.trace);
        if has_trace_header && (status >= 400 || code.is_some()) && response.header(header::TRACEPARENT).is_none() {
            if let Some(trace) = &trace {
                response.set_header(header::TRACEPARENT, trace.as_str().to_owned().into());
            }
        }
        let route = route.or_else(|| request.as_ref()?.route.clone());
        let book = book.unwrap_or(self.exchange.book());
        let sent = rendered.clone().map(|rendered| rendered.sent_as(response, self.length(response)));
        let is_observed_further_out = polled::note_sent(sent, book, route.clone());
        let Some(observer) = observer.filter(|_| !is_observed_further_out) else { return };
        let observed = ObservedResponse {
            method: request.as_ref().map_or("", |request| &request.method),
            path: request.as_ref().map_or("", |request| &request.path),
            route: route.as_deref(),
            book: rendered.as_ref().map_or(book, |rendered| rendered.book),
            code,
            status,
            is_suppressed: suppressed.is_some(),
            error_id: response.header(header::X_ERROR_ID).and_then(|id| std::str::from_utf8(id).ok()),
            trace_id: trace.as_ref().map(TraceParent::trace_id),
        };
        // The observer is the service's own code. A panic in it must not cost the response.
        let _ = catch_unwind(AssertUnwindSafe(|| observer(&observed)));
    }

    /// Returns true if the body is empty, and not only stripped because of a HEAD.
    fn is_empty(&self, response: &R) -> bool {
        let stated = || response.header(header::CONTENT_LENGTH);
        response.body_length() == Some(0) && !(self.exchange.is_head && stated().is_some_and(|length| length != b"0"))
    }

    /// Returns the length of the body in the response to a GET, if it is known.
    fn length(&self, response: &R) -> Option<u64> {
        let length = response.body_length().filter(|_| !self.has_lost_text)?;
        if !self.exchange.is_head || length > 0 {
            return Some(length);
        }
        // An inner router may have stripped the body. It has then set its length, if it knew it.
        match response.header(header::CONTENT_LENGTH) {
            Some(stated) => (stated == b"0").then_some(0),
            None => response.header(header::CONTENT_TYPE).is_none().then_some(0),
        }
    }

    /// Returns the `content-length` for the response to a HEAD, if it has one.
    fn head_length(&self, response: &R) -> Option<u64> {
        if matches!(response.status(), 0..=199 | 204 | 304) { None } else { self.length(response) }
    }
}

impl Watched {
    /// Adds the facts from a layer. The innermost layers come first.
    fn add(&mut self, layer: &mut BookLayer) {
        let inner = layer.take_inner();
        self.book.get_or_insert(inner.as_ref().map_or(layer.policy.book(), |(book, _)| book));
        self.route = self.route.take().or_else(|| inner?.1);
        self.observer = layer.policy.observer.or(self.observer);
        self.has_trace_header |= layer.policy.has_trace_header;
    }
}

/// Replaces the response. Its other headers stay.
pub(super) fn replace(response: &mut impl Response, error: ErrorResponse) {
    let body = error.write_over(response);
    response.set_body(body);
}

impl<R: Response + Unpin> Future for Finish<R> {
    type Output = R;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        let this = &mut *self;
        let Some(mut response) = this.response.take() else { panic!("the future is polled after it was ready") };
        let _trace = this.exchange.trace_scope();
        loop {
            // The body is the service's own code, and can panic.
            match catch_unwind(AssertUnwindSafe(|| this.step(&mut response, cx))) {
                Ok(Poll::Ready(true)) => return Poll::Ready(response),
                Ok(Poll::Ready(false)) => {}
                Ok(Poll::Pending) => {
                    this.response = Some(response);
                    return Poll::Pending;
                }
                Err(panic) => {
                    let book = match &this.step {
                        Step::Script { layer, .. } => layer.policy.book(),
                        _ => this.exchange.book(),
                    };
                    let error = Error::panicked(&*panic).to_response_in(book);
                    this.restart(&mut response, error);
                }
            }
        }
    }
}

impl<R> fmt::Debug for Finish<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finish").field("exchange", &self.exchange).finish_non_exhaustive()
    }
}
