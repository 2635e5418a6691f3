//! [`ResponseExt`]: reads a response into a value or an error.

use std::future::Future;

use serde::de::DeserializeOwned;

use super::client_error::{ClientError, UnexpectedBody};
use super::peeked_response::{PeekedResponse, lookup};
use super::version::reqwest::Response;
use crate::Reader;
use crate::received_head::{Class, ReceivedHead};

/// Reads a response with a book. Returns a value, bytes or the response itself for a success, and a [`ClientError`] otherwise.
///
/// Each method takes a book, or a [`Reader`] with several books or another limit.
///
/// ```
#[doc = concat!("# use ", this_version!(), " as reqwest;")]
/// use errorbook::{primaerp, standard};
/// use errorbook_client::Reader;
#[doc = concat!("use errorbook_client::", this_version!(), "::{ClientError, ResponseExt};")]
///
/// static READER: Reader = Reader::new(&primaerp::BOOK).and(&standard::BOOK).limit(64 << 10);
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let respond = |status: u16, body: &'static str| {
/// #     let response = http::Response::builder().status(status).header("content-type", "application/json");
/// #     reqwest::Response::from(response.body(body).unwrap())
/// # };
/// // A response with status 200 and this body:
/// # let response = respond(200, r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#);
/// // {"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}
/// let result: Result<Vec<String>, ClientError> = response.errorbook(&READER).await;
/// let error = result.unwrap_err();
/// assert!(error.is(primaerp::OBJECT_NOT_FOUND));
/// assert_eq!(error.to_string(), "primaerp PE01-1101 Object not found: no project 7 (status 200 for 404)");
///
/// # let response = respond(200, r#"["Alpha","Beta"]"#);
/// // And with the body ["Alpha","Beta"]:
/// let names: Vec<String> = response.errorbook(READER).await.unwrap();
/// assert_eq!(names, ["Alpha", "Beta"]);
/// # }
/// ```
pub trait ResponseExt: sealed::Sealed + Sized {
    /// Reads the JSON of a success into a value.
    ///
    /// An empty body counts as `null`, so `()` is the value for a `DELETE`. The JSON can be in a JSONP call.
    ///
    /// # Errors
    /// Returns an error if the response is an error, if the body of a success is not JSON of this type, or if the body did not
    /// arrive completely.
    fn errorbook<T: DeserializeOwned>(
        self,
        reader: impl Into<Reader> + Send,
    ) -> impl Future<Output = Result<T, ClientError>> + Send;

    /// Returns the body of a success in the same form as [`Reader::read`].
    ///
    /// # Errors
    /// Returns an error if the response is an error, or if the body did not arrive completely.
    fn errorbook_bytes(
        self,
        reader: impl Into<Reader> + Send,
    ) -> impl Future<Output = Result<Vec<u8>, ClientError>> + Send;

    /// Returns the response itself if it is a success, like [`error_for_status`](Response::error_for_status). Its body can be
    /// read from the beginning.
    ///
    /// If the body could be an error, this method waits for the body, up to the limit of the reader. It does not wait if the
    /// content type, the length or the first byte shows that the body is not an error.
    ///
    /// ```
    #[doc = concat!("# use ", this_version!(), " as reqwest;")]
    /// use errorbook::primaerp;
    #[doc = concat!("use errorbook_client::", this_version!(), "::{ClientError, ResponseExt};")]
    ///
    /// async fn length_of_export(client: &reqwest::Client) -> Result<usize, ClientError> {
    ///     let response = client.get("https://api.example/export").send().await?;
    ///     let mut response = response.errorbook_response(&primaerp::BOOK).await?;
    ///     let mut length = 0;
    ///     while let Some(chunk) = response.chunk().await? {
    ///         length += chunk.len();
    ///     }
    ///     Ok(length)
    /// }
    /// ```
    ///
    /// # Errors
    /// Returns an error if the response is an error.
    fn errorbook_response(
        self,
        reader: impl Into<Reader> + Send,
    ) -> impl Future<Output = Result<Response, ClientError>> + Send;
}

impl ResponseExt for Response {
    async fn errorbook<T: DeserializeOwned>(self, reader: impl Into<Reader> + Send) -> Result<T, ClientError> {
        let status = self.status().as_u16();
        let body = self.errorbook_bytes(reader).await?;
        let json = if body.trim_ascii().is_empty() { b"null" } else { body.as_slice() };
        match serde_json::from_slice(json) {
            Ok(value) => Ok(value),
            Err(error) => Err(UnexpectedBody::new(status, body, error).into()),
        }
    }

    async fn errorbook_bytes(mut self, reader: impl Into<Reader> + Send) -> Result<Vec<u8>, ClientError> {
        let (reader, status) = (reader.into(), self.status().as_u16());
        let is_error = ReceivedHead::new(status, lookup(self.headers())).classify() == Class::Error;
        let mut body = Vec::new();
        while !is_error || body.len() <= reader.limit {
            match self.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                // The status or a header shows that the response is an error. The received part of the body is kept.
                Err(_) if is_error => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(reader.read(status, lookup(self.headers()), body)?)
    }

    async fn errorbook_response(self, reader: impl Into<Reader> + Send) -> Result<Response, ClientError> {
        let reader = reader.into();
        let peeked = PeekedResponse::read(self, &reader).await;
        match peeked.error(&reader) {
            Some(error) => Err(error.into()),
            None => Ok(peeked.into_response()),
        }
    }
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Response {}
}
