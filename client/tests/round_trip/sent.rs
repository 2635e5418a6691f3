//! [`Sent`]: a response in memory, as a layer sends it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use errorbook::adapter::Script;
use errorbook::adapter::{Exchange, Response, ResponseHead};
use errorbook::{ErrorResponse, Policy, Status};

/// A response with its whole body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Sent {
    /// Returns the error in the form that a layer with this policy sends.
    pub(crate) fn error(response: &ErrorResponse, policy: Policy, method: &str, query: Option<&str>) -> Sent {
        let mut exchange = Exchange::new(policy, method, query);
        exchange.note(response);
        let headers = response.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent =
            Sent { status: response.status().into(), headers: headers.collect(), body: response.body().to_vec() };
        sent.finish(exchange)
    }

    /// Returns this response in the form that a layer sends.
    pub(crate) fn finish(self, exchange: Exchange) -> Sent {
        let mut finish = pin!(exchange.finish(self));
        loop {
            if let Poll::Ready(sent) = finish.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return sent;
            }
        }
    }

    /// Returns the first header with a name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

impl ResponseHead for Sent {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.into();
    }

    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.value(name).map(str::as_bytes)
    }

    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        self.headers.push((name.to_owned(), value.into_owned()));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| given != name);
    }
}

impl Response for Sent {
    type Chunk = Vec<u8>;
    type BodyError = Infallible;

    fn body_length(&self) -> Option<u64> {
        u64::try_from(self.body.len()).ok()
    }

    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>, Infallible>>> {
        let body = std::mem::take(&mut self.body);
        Poll::Ready((!body.is_empty()).then_some(Ok(body)))
    }

    fn unread_chunk(&mut self, chunk: Vec<u8>) {
        self.body.splice(..0, chunk);
    }

    fn set_body(&mut self, body: Cow<'static, [u8]>) {
        self.body = body.into_owned();
    }

    fn set_script(&mut self, script: Script) {
        self.body = script.whole(&self.body);
    }

    fn strip_body(&mut self, _: Option<u64>) {
        self.body.clear();
    }
}
