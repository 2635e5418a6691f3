//! [`Catalog`]: a book as data.

use errorbook::Book;
use serde::{Deserialize, Serialize};

use crate::catalog_code::CatalogCode;

/// A book as data: the rows of a [`Book`], or what a file says of a book of any system.
///
/// [`Display`](std::fmt::Display) and serde's `Serialize` write it as the [file](crate#the-file), [`Catalog::from_json`] and
/// serde's `Deserialize` read it.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_catalog::Catalog;
///
/// let catalog = Catalog::of(&primaerp::BOOK);
/// assert_eq!(catalog.name, "primaerp");
/// assert_eq!(catalog.codes.len(), 28);
///
/// let code = catalog.get("PE01-1101").ok_or("the code is listed")?;
/// assert_eq!(code.status, primaerp::OBJECT_NOT_FOUND.status());
/// assert_eq!(code.message.as_deref(), Some("Object not found"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Catalog {
    /// The book's name.
    pub name: String,
    /// The envelope of the bodies, if it is known.
    pub envelope: Option<CatalogEnvelope>,
    /// The query parameter by which the book promises to suppress statuses, if it makes this promise.
    pub suppression: Option<String>,
    /// The identifiers that were codes once and must never be used again.
    pub retired: Vec<String>,
    /// The codes: in the order of the book, or sorted if they come from a file that this crate wrote.
    pub codes: Vec<CatalogCode>,
}

/// The envelope of the bodies of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CatalogEnvelope {
    /// The media type of the bodies.
    pub content_type: String,
    /// The name of the [`Schema`](errorbook::envelope::Schema), if the envelope describes itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
}

impl Catalog {
    /// Returns the catalog of a book.
    pub fn of(book: &Book) -> Catalog {
        let envelope = book.envelope();
        Catalog {
            name: book.name().to_owned(),
            envelope: Some(CatalogEnvelope {
                content_type: envelope.content_type().to_owned(),
                schema: envelope.schema().map(|schema| schema.name().to_owned()),
            }),
            suppression: book.suppression().map(str::to_owned),
            retired: book.retired().iter().map(|id| (*id).to_owned()).collect(),
            codes: book.codes().map(CatalogCode::from).collect(),
        }
    }

    /// Returns the code with this identifier. Letter case matters.
    pub fn get(&self, id: &str) -> Option<&CatalogCode> {
        self.codes.iter().find(|code| code.code == id)
    }
}
