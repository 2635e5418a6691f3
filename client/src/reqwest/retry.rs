//! [`RetryByBook`]: requests are sent again that met what the book calls retryable.

use std::time::Duration;

use async_trait::async_trait;
use http::Extensions;
use reqwest::{Request, Response};
use reqwest_middleware::{Middleware, Next};
use tokio::time::{Instant, sleep};

use super::looked::Looked;
use crate::Retry;
use crate::client::{Reader, ReceivedError};

/// A middleware that sends a request again when the book says of its error that it may succeed, after the delay that the
/// answer asks for, or else the book.
///
/// ```
/// use std::time::Duration;
/// use errorbook::integration::reqwest::RetryByBook;
/// use errorbook::primaerp;
/// use reqwest_middleware::ClientBuilder;
///
/// let retry = RetryByBook::new(&primaerp::BOOK).tries(5).longest_delay(Duration::from_secs(10));
/// let client = ClientBuilder::new(reqwest::Client::new()).with(retry).build();
/// ```
///
/// It goes by [`ReceivedError::retry`]: a delay from `retry-after`, from the body, or from the code's row; an error on status
/// 200 is one. A code whose row says `never`, and what no one says anything of, is not tried again; neither is what never got
/// an answer, for which there are middlewares of other crates.
///
/// | bound | default | what happens there |
/// |---|---|---|
/// | [`tries`](RetryByBook::tries) | 3 | the last answer is handed on |
/// | [`longest_delay`](RetryByBook::longest_delay) | 30 seconds | an answer that asks for more is handed on at once |
/// | [`longest_time`](RetryByBook::longest_time) | 60 seconds | an answer whose delay ends later than that is handed on at once |
///
/// Only a request whose method is idempotent (RFC 9110, section 9.2.2: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`) is
/// sent twice, unless [`any_method`](RetryByBook::any_method) allows all of them, and only one whose body can be cloned, which
/// a stream cannot.
///
/// The answer that is handed on is the service's own, byte for byte. To look at a body it is read up to the reader's
/// [limit](Reader::limit); one that is longer, or that is none of JSON, is handed on as the stream that it is.
///
/// With the feature `tracing` each answer that is not handed on is logged, at the level `debug`.
#[derive(Debug, Clone)]
pub struct RetryByBook {
    reader: Reader,
    tries: u32,
    longest_delay: Duration,
    longest_time: Duration,
    any_method: bool,
}

impl RetryByBook {
    /// Goes by this book, or by a [`Reader`] of several and with a limit of its own.
    pub fn new(reader: impl Into<Reader>) -> RetryByBook {
        RetryByBook {
            reader: reader.into(),
            tries: 3,
            longest_delay: Duration::from_secs(30),
            longest_time: Duration::from_secs(60),
            any_method: false,
        }
    }

    /// Sets how often a request is sent at the most, the first time included. It is sent once in any case.
    #[must_use]
    pub fn tries(mut self, number: u32) -> RetryByBook {
        self.tries = number;
        self
    }

    /// Sets how long one delay is at the most.
    #[must_use]
    pub fn longest_delay(mut self, delay: Duration) -> RetryByBook {
        self.longest_delay = delay;
        self
    }

    /// Sets how long after the first time a request is sent for the last time. How long an answer takes is for reqwest's own
    /// timeouts.
    #[must_use]
    pub fn longest_time(mut self, time: Duration) -> RetryByBook {
        self.longest_time = time;
        self
    }

    /// Sends requests of any method again.
    ///
    /// A `POST` that was refused for now can have been carried out all the same: this is for services that refuse before
    /// they begin, or that know a request again.
    #[must_use]
    pub fn any_method(mut self) -> RetryByBook {
        self.any_method = true;
        self
    }

    /// How long to wait before the request is sent again, if it is.
    fn delay(&self, error: &ReceivedError, start: Instant) -> Option<Duration> {
        let delay = match error.retry()? {
            Retry::Never => return None,
            Retry::AtOnce => Duration::ZERO,
            Retry::After(delay) => delay,
        };
        let time = start.elapsed().checked_add(delay)?;
        (delay <= self.longest_delay && time <= self.longest_time).then_some(delay)
    }
}

#[async_trait]
impl Middleware for RetryByBook {
    async fn handle(
        &self,
        mut request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let start = Instant::now();
        let is_repeatable = self.any_method || request.method().is_idempotent();
        for _ in 1..self.tries {
            let Some(again) = request.try_clone().filter(|_| is_repeatable) else { break };
            let looked = Looked::at(next.clone().run(request, extensions).await?, &self.reader).await;
            let Some(error) = looked.error(&self.reader) else { return Ok(looked.into_response()) };
            let Some(delay) = self.delay(&error, start) else { return Ok(looked.into_response()) };
            #[cfg(feature = "tracing")]
            tracing::debug!(target: "errorbook", ?delay, error = ?error.to_string(), "a request is sent again");
            // Nothing of the old answer is held while there is nothing to do but wait.
            drop(looked);
            if !delay.is_zero() {
                sleep(delay).await;
            }
            request = again;
        }
        next.run(request, extensions).await
    }
}
