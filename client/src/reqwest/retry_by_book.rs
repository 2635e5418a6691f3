//! [`RetryByBook`]: a middleware that retries requests if the book allows it.

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

/// A middleware that retries requests if the book allows it.
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
/// [`ReceivedError::retry`] decides about a retry. The delay comes from the header `retry-after`, from the body, or from the code.
/// An error with status 200 counts too. A request is not retried if the rule of the code is `never`, or if the response has no delay
/// and the code has no rule. It is not retried either if there was no response. Use another middleware for this case.
///
/// | limit | default | beyond the limit |
/// |---|---|---|
/// | [`tries`](RetryByBook::tries) | 3 | the last response is returned |
/// | [`longest_delay`](RetryByBook::longest_delay) | 30 seconds | the response is returned at once |
/// | [`longest_time`](RetryByBook::longest_time) | 60 seconds | the response is returned at once if its delay would end later |
///
/// Only requests with an idempotent method (RFC 9110, section 9.2.2: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`) are
/// retried, unless [`any_method`](RetryByBook::any_method) allows every method. A request with a stream as its body is not
/// retried, because a stream cannot be cloned.
///
/// The returned response is unchanged. To recognise an error, the middleware reads the body up to the [limit](Reader::limit) of
/// the reader. The rest of a longer body, and a body that is not JSON, stay streams.
///
/// With the feature `tracing`, each retry is logged at the level `debug`.
#[derive(Debug, Clone)]
pub struct RetryByBook {
    reader: Reader,
    tries: u32,
    longest_delay: Duration,
    longest_time: Duration,
    any_method: bool,
}

impl RetryByBook {
    /// Creates a middleware for services with this book, or for a [`Reader`] with several books or another limit.
    pub fn new(reader: impl Into<Reader>) -> RetryByBook {
        RetryByBook {
            reader: reader.into(),
            tries: 3,
            longest_delay: Duration::from_secs(30),
            longest_time: Duration::from_secs(60),
            any_method: false,
        }
    }

    /// Sets the maximum number of times that a request is sent, including the first time. A request is always sent once.
    #[must_use]
    pub fn tries(mut self, number: u32) -> RetryByBook {
        self.tries = number;
        self
    }

    /// Sets the maximum delay before a retry.
    #[must_use]
    pub fn longest_delay(mut self, delay: Duration) -> RetryByBook {
        self.longest_delay = delay;
        self
    }

    /// Sets the maximum time between the first request and the beginning of the last retry. Use the timeouts of reqwest to limit
    /// the time of each request.
    #[must_use]
    pub fn longest_time(mut self, time: Duration) -> RetryByBook {
        self.longest_time = time;
        self
    }

    /// Allows retries of requests with any method.
    ///
    /// A service can execute a `POST` and still return an error. Use this setting only if the service rejects requests before it
    /// executes them, or recognises repeated requests.
    #[must_use]
    pub fn any_method(mut self) -> RetryByBook {
        self.any_method = true;
        self
    }

    /// Returns the delay before a retry. Returns `None` if the request must not be retried.
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
            // Release the old response before the wait.
            drop((peeked, error));
            if !delay.is_zero() {
                sleep(delay).await;
            }
            request = again;
        }
        next.run(request, extensions).await
    }
}

/// Converts a reqwest error to [`ClientError::Transport`], and any other error to [`ClientError::Middleware`].
impl From<reqwest_middleware::Error> for ClientError {
    fn from(error: reqwest_middleware::Error) -> ClientError {
        match error {
            reqwest_middleware::Error::Reqwest(error) => ClientError::Transport(error),
            other => ClientError::Middleware(Box::new(other)),
        }
    }
}
