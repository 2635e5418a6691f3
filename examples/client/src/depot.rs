//! [`Depot`]: a service, as its client sees it.

use std::time::Duration;

use errorbook::client::Reader;
use errorbook::integration::reqwest::{ClientError, ResponseExt, RetryByBook};
use errorbook::{ayanova, standard, primaerp};
use reqwest::{Client, Method};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The depot has three books, one for each of its mounts and one for everything else.
pub static READER: Reader = Reader::new(&primaerp::BOOK).and(&ayanova::BOOK).and(&standard::BOOK);

/// A depot that is called, and called again when its books say so.
#[derive(Debug, Clone)]
pub struct Depot {
    origin: String,
    client: ClientWithMiddleware,
    reader: Reader,
}

impl Depot {
    /// The depot at an origin such as `http://127.0.0.1:3000`; it is not waited for longer than `longest_delay` at a time.
    ///
    /// # Errors
    ///
    /// The client cannot be made.
    pub fn at(origin: &str, longest_delay: Duration) -> Result<Depot, ClientError> {
        // A depot is on this machine, which no proxy reaches.
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        let retry = RetryByBook::new(READER).longest_delay(longest_delay);
        Ok(Depot {
            origin: origin.trim_end_matches('/').to_owned(),
            client: ClientBuilder::new(client).with(retry).build(),
            reader: READER,
        })
    }

    /// The same depot, whose answers are read by other books.
    #[must_use]
    pub fn reading(mut self, reader: impl Into<Reader>) -> Depot {
        self.reader = reader.into();
        self
    }

    /// What there is at a path.
    ///
    /// # Errors
    ///
    /// The depot answers with an error, or not at all, or with something else than was expected.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        let response = self.client.get(format!("{}{path}", self.origin)).send().await?;
        response.errorbook(self.reader).await
    }

    /// What becomes of what is sent to a path.
    ///
    /// # Errors
    ///
    /// As [`Depot::get`].
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let response = self.client.request(method, format!("{}{path}", self.origin)).json(body).send().await?;
        response.errorbook(self.reader).await
    }

    /// Deletes what there is at a path.
    ///
    /// # Errors
    ///
    /// As [`Depot::get`].
    pub async fn delete(&self, path: &str) -> Result<(), ClientError> {
        let response = self.client.delete(format!("{}{path}", self.origin)).send().await?;
        response.errorbook(self.reader).await
    }
}

/// A project of the primaERP mount, as far as the tour needs it.
#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "the contract lists all members")]
pub struct Project {
    /// Given by the depot.
    pub id: i64,
    /// The version that is read, 1 at first.
    pub version: i64,
    /// Unique.
    pub name: String,
}
