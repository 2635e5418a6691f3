//! [`RetryByBook`]: a middleware that sends a request again if the book calls its error retryable.

use std::time::Duration;

use async_trait::async_trait;
use errorbook::Retry;
use http::Extensions;
use tokio::time::{Instant, sleep};

use super::client_error::ClientError;
use super::peeked_response::PeekedResponse;
use super::version::reqwest::{Request, Response};
use super::version::reqwest_middleware::{self, Middleware, Next};
use crate::{Reader, ReceivedError};

/// A middleware that sends a request again if the book calls its error retryable. It waits as long as the response asks for,
/// or else the book.
///
/// ```
#[doc = concat!("# use {", this_middleware!(), " as reqwest_middleware, ", this_version!(), " as reqwest};")]
/// use std::time::Duration;
/// use errorbook::primaerp;
#[doc = concat!("use errorbook_client::", this_version!(), "::RetryByBook;")]
/// use reqwest_middleware::ClientBuilder;
///
/// let retry = RetryByBook::new(&primaerp::BOOK).tries(5).longest_delay(Duration::from_secs(10));
/// let client = ClientBuilder::new(reqwest::Client::new()).with(retry).build();
/// ```
///
/// [`ReceivedError::retry`] decides: the delay comes from `retry-after`, from the body, or from the code's row. An error with
/// status 200 counts too. A request is not sent again if the row says `never`, if neither the response nor the book has a
/// delay, or if there was no response at all. Middleware of other crates handles the last case.
///
/// | bound | default | beyond it |
/// |---|---|---|
/// | [`tries`](RetryByBook::tries) | 3 | the last response is returned |
/// | [`longest_delay`](RetryByBook::longest_delay) | 30 seconds | the response is returned at once |
/// | [`longest_time`](RetryByBook::longest_time) | 60 seconds | a response whose delay would end later is returned at once |
///
/// Only a request with an idempotent method (RFC 9110, section 9.2.2: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`) is
/// sent twice, unless [`any_method`](RetryByBook::any_method) allows every method. Its body must be one that can be cloned: a
/// stream cannot.
///
/// The returned response is the service's own, byte for byte. Its body is read up to the reader's [limit](Reader::limit). A
/// body that is longer, or not JSON, is returned as the stream that it is.
///
/// With the feature `tracing`, each request that is sent again is logged at the level `debug`.
#[derive(Debug, Clone)]
pub struct RetryByBook {
    reader: Reader,
    tries: u32,
    longest_delay: Duration,
    longest_time: Duration,
    any_method: bool,
}

impl RetryByBook {
    /// Makes a middleware for services with this book, or for a [`Reader`] with several books or a limit of its own.
    pub fn new(reader: impl Into<Reader>) -> RetryByBook {
        RetryByBook {
            reader: reader.into(),
            tries: 3,
            longest_delay: Duration::from_secs(30),
            longest_time: Duration::from_secs(60),
            any_method: false,
        }
    }

    /// Sets how often a request is sent at most, the first time included. It is always sent once.
    #[must_use]
    pub fn tries(mut self, number: u32) -> RetryByBook {
        self.tries = number;
        self
    }

    /// Sets the longest delay before a request is sent again.
    #[must_use]
    pub fn longest_delay(mut self, delay: Duration) -> RetryByBook {
        self.longest_delay = delay;
        self
    }

    /// Sets how long after the first time a request may be sent for the last time. The time that a response takes is limited
    /// by reqwest's own timeouts.
    #[must_use]
    pub fn longest_time(mut self, time: Duration) -> RetryByBook {
        self.longest_time = time;
        self
    }

    /// Sends requests of any method again.
    ///
    /// A `POST` that was refused can have been carried out all the same. Use this for services that refuse before they begin,
    /// or that recognise a repeated request.
    #[must_use]
    pub fn any_method(mut self) -> RetryByBook {
        self.any_method = true;
        self
    }

    /// Returns the delay before the request is sent again. Returns `None` if it is not.
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
            let response = next.clone().run(request, extensions).await?;
            let peeked = PeekedResponse::read(response, &self.reader).await;
            let delay = peeked.error(&self.reader).and_then(|error| Some((self.delay(&error, start)?, error)));
            let Some((delay, error)) = delay else { return Ok(peeked.into_response()) };
            #[cfg(feature = "tracing")]
            tracing::debug!(target: "errorbook", ?delay, error = ?error.to_string(), "a request is sent again");
            // The old response is not held during the wait.
            drop((peeked, error));
            if !delay.is_zero() {
                sleep(delay).await;
            }
            request = again;
        }
        next.run(request, extensions).await
    }
}

/// An error of the transport stays one, whatever middleware it came through.
impl From<reqwest_middleware::Error> for ClientError {
    fn from(error: reqwest_middleware::Error) -> ClientError {
        match error {
            reqwest_middleware::Error::Reqwest(error) => ClientError::Transport(error),
            other => ClientError::Middleware(Box::new(other)),
        }
    }
}
