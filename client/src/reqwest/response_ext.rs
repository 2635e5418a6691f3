//! [`ResponseExt`]: a response becomes a value or a typed error.

use std::future::Future;

use serde::de::DeserializeOwned;

use super::client_error::{ClientError, UnexpectedBody};
use super::peeked_response::{PeekedResponse, lookup};
use super::version::reqwest::Response;
use crate::Reader;
use crate::received_head::{Class, ReceivedHead};

/// Reads a response by a book: into a value, into bytes, or as a success to be read on. Anything else is a [`ClientError`].
///
/// Each method takes a book, or a [`Reader`] with several books or a limit of its own.
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
    /// An empty body is `null`: after a `DELETE` the value is `()`. The JSON can be the argument of a function, as with
    /// JSONP.
    ///
    /// # Errors
    /// If the response is an error, if the body of a success is not JSON of this type, or if not all of it arrived.
    fn errorbook<T: DeserializeOwned>(
        self,
        reader: impl Into<Reader> + Send,
    ) -> impl Future<Output = Result<T, ClientError>> + Send;

    /// Reads the body of a success, as [`Reader::read`] returns it.
    ///
    /// # Errors
    /// If the response is an error, or if not all of it arrived.
    fn errorbook_bytes(
        self,
        reader: impl Into<Reader> + Send,
    ) -> impl Future<Output = Result<Vec<u8>, ClientError>> + Send;

    /// Returns the response itself if it is a success, with its whole body still to be read, as
    /// [`error_for_status`](Response::error_for_status) does.
    ///
    /// A body that could be an error is awaited up to the reader's limit. A body that cannot, by its content type, its length
    /// or its first byte, is not awaited.
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
    /// If the response is an error.
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
                // The head says that it is an error. The part of the body that arrived is kept.
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
