//! [`Snapshot`]: a book as it was published at some time.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::problem::{Problem, SnapshotError};
use super::report::Report;
use super::{compare, json};
use crate::Book;

/// A book as it was published at some time: the present one, one from a lock file, or one from JSON.
///
/// As text it is a lock file ([`Display`](std::fmt::Display), [`FromStr`](std::str::FromStr)), and as JSON
/// ([`Serialize`](serde::Serialize), [`from_json`](Snapshot::from_json)) a catalogue, its own or another system's.
///
/// ```
/// use errorbook::lock::Snapshot;
///
/// let old = Snapshot::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":409}]}"#)?;
/// let new = Snapshot::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":422}]}"#)?;
/// assert!(old.compare(&new).is_breaking());
/// assert!(old.compare(&old).is_empty());
/// # Ok::<(), errorbook::lock::SnapshotError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub(super) name: String,
    /// One map for both, so that no identifier can be retired and in use at once.
    pub(super) places: BTreeMap<String, Place>,
}

/// What an identifier stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Retired,
    Code(Entry),
}

impl Snapshot {
    pub(super) fn new(name: String) -> Snapshot {
        Snapshot { name, places: BTreeMap::new() }
    }

    /// The book as it is now.
    ///
    /// ```
    /// use errorbook::{lock::Snapshot, primaerp};
    ///
    /// assert_eq!(Snapshot::of(&primaerp::BOOK).codes().count(), 28);
    /// ```
    pub fn of(book: &Book) -> Snapshot {
        let retired = book.retired().iter().map(|id| ((*id).to_owned(), Place::Retired));
        let codes = book.codes().map(|code| (code.id().to_owned(), Place::Code(Entry::of(code))));
        Snapshot { name: book.name().to_owned(), places: retired.chain(codes).collect() }
    }

    /// The book of a catalogue in JSON.
    ///
    /// A book has a `name` and `codes`, a code has a `code` (a string or a whole number) and a `status`. All else may be
    /// left out or null, and members of other names are ignored, so that the catalogues of other systems load.
    ///
    /// ```
    /// use errorbook::{Retry, lock::Snapshot};
    /// use std::time::Duration;
    ///
    /// let book = Snapshot::from_json(br#"{
    ///     "name": "cart",
    ///     "retired": ["CART-1000"],
    ///     "codes": [
    ///         {"code": "CART-1001", "status": 409},
    ///         {
    ///             "code": "CART-1002",
    ///             "status": 503,
    ///             "message": "Not enough in stock",
    ///             "retry": "after",
    ///             "retry_after": 30,
    ///             "parameters": [{"name": "part", "kind": "integer"}],
    ///             "since": "1.2",
    ///             "replacement": "CART-1001"
    ///         }
    ///     ]
    /// }"#)?;
    /// assert_eq!(book.retired().collect::<Vec<_>>(), ["CART-1000"]);
    /// assert_eq!(book.get("CART-1001").unwrap().message(), None);
    /// assert_eq!(book.get("CART-1002").unwrap().retry(), Some(Retry::After(Duration::from_secs(30))));
    /// # Ok::<(), errorbook::lock::SnapshotError>(())
    /// ```
    ///
    /// # Errors
    /// Bytes that are no such JSON, a status outside of 100..=599, a `retry` other than `never`, `at_once` and `after`,
    /// and whatever stands twice, each with its place:
    ///
    /// ```
    /// # use errorbook::lock::Snapshot;
    /// let twice = br#"{"name": "cart", "codes": [{"code": 7, "status": 409}, {"code": "7", "status": 409}]}"#;
    /// assert_eq!(Snapshot::from_json(twice).unwrap_err().to_string(), r#"codes[1]: "7" stands twice: keep one of the two"#);
    /// ```
    pub fn from_json(json: &[u8]) -> Result<Snapshot, SnapshotError> {
        json::read(json)
    }

    /// The book's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every code by its identifier, sorted by it.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.places.iter().filter_map(|(id, place)| match place {
            Place::Code(entry) => Some((id.as_str(), entry)),
            Place::Retired => None,
        })
    }

    /// The code with this identifier, letter for letter.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        match self.places.get(id)? {
            Place::Code(entry) => Some(entry),
            Place::Retired => None,
        }
    }

    /// The identifiers that must never be used again, sorted.
    pub fn retired(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter(|(_, place)| matches!(place, Place::Retired)).map(|(id, _)| id.as_str())
    }

    /// What became of this book in a newer one.
    pub fn compare(&self, new: &Snapshot) -> Report {
        compare::compare(self, new)
    }

    /// Adds what is not there yet.
    pub(super) fn insert(&mut self, id: String, place: Place) -> Result<(), Problem> {
        if id.is_empty() {
            return Err(Problem::Nameless);
        }
        match (self.places.get(&id), &place) {
            (None, _) => {
                self.places.insert(id, place);
                Ok(())
            }
            (Some(Place::Retired), Place::Code(_)) | (Some(Place::Code(_)), Place::Retired) => {
                Err(Problem::RetiredInUse(id))
            }
            _ => Err(Problem::Twice(id)),
        }
    }
}
