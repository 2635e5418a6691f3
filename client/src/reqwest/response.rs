//! [`ResponseExt`]: the answer of a service becomes a value or the typed error.

use std::future::Future;

use reqwest::Response;
use serde::de::DeserializeOwned;

use super::looked::Looked;
use super::{ClientError, UnexpectedBody, header};
use crate::client::Reader;

/// What an answer is by a book: a value, bytes or a success to be read on, or a [`ClientError`].
///
/// Each method takes a book, or a [`Reader`] of several and with a limit of its own.
///
/// ```
/// use errorbook::client::Reader;
/// use errorbook::integration::reqwest::{ClientError, ResponseExt};
/// use errorbook::{standard, primaerp};
///
/// static READER: Reader = Reader::new(&primaerp::BOOK).and(&standard::BOOK).limit(64 << 10);
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # let answer = |status: u16, body: &'static str| {
/// #     let answer = ::http::Response::builder().status(status).header("content-type", "application/json");
/// #     reqwest::Response::from(answer.body(body).unwrap())
/// # };
/// // An answer with status 200 and this body:
/// # let response = answer(200, r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#);
/// // {"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}
/// let result: Result<Vec<String>, ClientError> = response.errorbook(&READER).await;
/// let error = result.unwrap_err();
/// assert!(error.is(primaerp::OBJECT_NOT_FOUND));
/// assert_eq!(error.to_string(), "primaerp PE01-1101 Object not found: no project 7 (status 200 for 404)");
///
/// # let response = answer(200, r#"["Alpha","Beta"]"#);
/// // And with the body ["Alpha","Beta"]:
/// let names: Vec<String> = response.errorbook(READER).await.unwrap();
/// assert_eq!(names, ["Alpha", "Beta"]);
/// # }
/// ```
pub trait ResponseExt: sealed::Sealed + Sized {
    /// The value that the JSON of a success is.
    ///
    /// An empty body is `null`: after a `DELETE` the value is `()`. JSON can be the argument of a function, as JSONP sends
    /// it.
    ///
    /// # Errors
    /// The answer is an error, the body of a success is no JSON of this type, or not all of it arrived.
    fn errorbook<T: DeserializeOwned>(
        self,
        reader: impl Into<Reader>,
    ) -> impl Future<Output = Result<T, ClientError>> + Send;

    /// The body of a success, as [`Reader::read`] gives it.
    ///
    /// # Errors
    /// The answer is an error, or not all of it arrived.
    fn errorbook_bytes(self, reader: impl Into<Reader>) -> impl Future<Output = Result<Vec<u8>, ClientError>> + Send;

    /// The answer itself if it is a success, all of its body still to be read, as
    /// [`error_for_status`](Response::error_for_status) gives it.
    ///
    /// A body that could be an error's is waited for up to the reader's limit. What by its content type, by its length or by
    /// its first byte is none is not.
    ///
    /// ```
    /// use errorbook::integration::reqwest::{ClientError, ResponseExt};
    /// use errorbook::primaerp;
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
    /// The answer is an error.
    fn errorbook_response(
        self,
        reader: impl Into<Reader>,
    ) -> impl Future<Output = Result<Response, ClientError>> + Send;
}

impl ResponseExt for Response {
    fn errorbook<T: DeserializeOwned>(
        self,
        reader: impl Into<Reader>,
    ) -> impl Future<Output = Result<T, ClientError>> + Send {
        let (status, bytes) = (self.status().as_u16(), bytes(self, reader.into()));
        async move {
            let body = bytes.await?;
            let json = if body.trim_ascii().is_empty() { b"null" } else { body.as_slice() };
            match serde_json::from_slice(json) {
                Ok(value) => Ok(value),
                Err(error) => Err(UnexpectedBody::new(status, body, error).into()),
            }
        }
    }

    fn errorbook_bytes(self, reader: impl Into<Reader>) -> impl Future<Output = Result<Vec<u8>, ClientError>> + Send {
        bytes(self, reader.into())
    }

    fn errorbook_response(
        self,
        reader: impl Into<Reader>,
    ) -> impl Future<Output = Result<Response, ClientError>> + Send {
        let reader = reader.into();
        async move {
            let looked = Looked::at(self, &reader).await;
            match looked.error(&reader) {
                Some(error) => Err(error.into()),
                None => Ok(looked.into_response()),
            }
        }
    }
}

async fn bytes(mut response: Response, reader: Reader) -> Result<Vec<u8>, ClientError> {
    let status = response.status().as_u16();
    let is_error = reader.glance(status, header(response.headers())) == Some(true);
    let mut body = Vec::new();
    while !is_error || body.len() <= reader.most() {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            // The head has said that it is an error: what came of the body is told with it.
            Err(_) if is_error => break,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(reader.read(status, header(response.headers()), body)?)
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for reqwest::Response {}
}
