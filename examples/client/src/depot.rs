//! [`Depot`]: the service, as its client sees it.

use std::time::Duration;

use errorbook::{ayanova, primaerp, standard};
use errorbook_client::Reader;
use errorbook_client::reqwest013::{ClientError, ResponseExt, RetryByBook};
use reqwest::{Client, Method};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Reads the three books of the depot: one for each of its mounts, and one for everything else.
pub static READER: Reader = Reader::new(&primaerp::BOOK).and(&ayanova::BOOK).and(&standard::BOOK);

/// A depot. A request is sent again when its books say so.
#[derive(Debug, Clone)]
pub struct Depot {
    origin: String,
    client: ClientWithMiddleware,
    reader: Reader,
}

impl Depot {
    /// Makes a client of the depot at an origin such as `http://127.0.0.1:3000`. A request that asks for a delay longer than
    /// `longest_delay` is not sent again.
    ///
    /// # Errors
    /// If the client cannot be made.
    pub fn at(origin: &str, longest_delay: Duration) -> Result<Depot, ClientError> {
        // The depot is on this machine.
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        let retry = RetryByBook::new(READER).longest_delay(longest_delay);
        Ok(Depot {
            origin: origin.trim_end_matches('/').to_owned(),
            client: ClientBuilder::new(client).with(retry).build(),
            reader: READER,
        })
    }

    /// Returns the same depot, with responses that are read by other books.
    #[must_use]
    pub fn reading(mut self, reader: impl Into<Reader>) -> Depot {
        self.reader = reader.into();
        self
    }

    /// Gets what is at a path.
    ///
    /// # Errors
    /// If the depot sends an error, nothing at all, or a success of another type.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        let response = self.client.get(format!("{}{path}", self.origin)).send().await?;
        response.errorbook(self.reader).await
    }

    /// Sends JSON to a path.
    ///
    /// # Errors
    /// See [`Depot::get`].
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let response = self.client.request(method, format!("{}{path}", self.origin)).json(body).send().await?;
        response.errorbook(self.reader).await
    }

    /// Deletes what is at a path.
    ///
    /// # Errors
    /// See [`Depot::get`].
    pub async fn delete(&self, path: &str) -> Result<(), ClientError> {
        let response = self.client.delete(format!("{}{path}", self.origin)).send().await?;
        response.errorbook(self.reader).await
    }
}

/// A project of the primaERP mount, as far as the tour needs it.
#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the contract lists all members")]
pub struct Project {
    /// The id, which the depot assigns.
    pub id: i64,
    /// The version, 1 at first.
    pub version: i64,
    /// The name, which is unique.
    pub name: String,
}
