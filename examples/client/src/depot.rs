//! [`Depot`]: a client for the service.

use std::time::Duration;

use errorbook::{ayanova, primaerp, standard};
use errorbook_client::Reader;
use errorbook_client::reqwest013::{ClientError, ResponseExt, RetryByBook};
use reqwest::{Client, Method};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The reader of the depot's three books: one for each mount, and one for all other paths.
pub static READER: Reader = Reader::new(&primaerp::BOOK).and(&ayanova::BOOK).and(&standard::BOOK);

/// A client for a depot. It repeats a request if the error's book allows that.
#[derive(Debug, Clone)]
pub struct Depot {
    origin: String,
    client: ClientWithMiddleware,
    reader: Reader,
}

impl Depot {
    /// Creates a client for the depot at an origin such as `http://127.0.0.1:3000`. It does not repeat a request if the response
    /// asks for a longer delay than `longest_delay`.
    ///
    /// # Errors
    ///
    /// Fails if the client cannot be created.
    pub fn at(origin: &str, longest_delay: Duration) -> Result<Depot, ClientError> {
        // The depot runs on this machine, so no proxy is needed.
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        let retry = RetryByBook::new(READER).longest_delay(longest_delay);
        Ok(Depot {
            origin: origin.trim_end_matches('/').to_owned(),
            client: ClientBuilder::new(client).with(retry).build(),
            reader: READER,
        })
    }

    /// Returns a client for the same depot that reads responses with other books.
    #[must_use]
    pub fn reading(mut self, reader: impl Into<Reader>) -> Depot {
        self.reader = reader.into();
        self
    }

    /// Sends a `GET` request for a path.
    ///
    /// # Errors
    ///
    /// Fails if the depot sends an error, no response, or a success of another type.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        let response = self.client.get(format!("{}{path}", self.origin)).send().await?;
        response.errorbook(self.reader).await
    }

    /// Sends a request with a JSON body.
    ///
    /// # Errors
    ///
    /// Fails as [`Depot::get`] does.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let response = self.client.request(method, format!("{}{path}", self.origin)).json(body).send().await?;
        response.errorbook(self.reader).await
    }

    /// Sends a `DELETE` request for a path.
    ///
    /// # Errors
    ///
    /// Fails as [`Depot::get`] does.
    pub async fn delete(&self, path: &str) -> Result<(), ClientError> {
        let response = self.client.delete(format!("{}{path}", self.origin)).send().await?;
        response.errorbook(self.reader).await
    }
}

/// A project of the primaERP mount, with the members that the tour needs.
#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the contract lists all members")]
pub struct Project {
    /// The id. The depot assigns it.
    pub id: i64,
    /// The version. It starts at 1.
    pub version: i64,
    /// The name. It is unique.
    pub name: String,
}
