//! [`Catalog`]: a book as data.

use std::collections::BTreeMap;

use errorbook::{Book, ErrorKind};

use crate::catalog_code::CatalogCode;
use crate::envelope::CatalogEnvelope;
use crate::operation::CatalogOperation;
use crate::statuses::CatalogUnlisted;

/// A book as data: the rows of a [`Book`], or what a file says of a book of any system.
///
/// [`Display`](std::fmt::Display) and serde's `Serialize` write it as the [file](crate#the-file), [`Catalog::from_json`] and
/// serde's `Deserialize` read it.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_model::Catalog;
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Catalog {
    /// The book's name.
    pub name: String,
    /// The envelope of the bodies, if it is known.
    pub envelope: Option<CatalogEnvelope>,
    /// The URI before the code in a problem's `type`. It is `about:blank` if there is none.
    pub type_base: Option<String>,
    /// The form of all identifiers: `#` is a digit, other characters stand for themselves.
    pub pattern: Option<String>,
    /// The first and the last number that an identifier can be, if all are numbers.
    pub range: Option<(u64, u64)>,
    /// The team to ask about the codes.
    pub owner: Option<String>,
    /// The query parameter by which the book promises to suppress statuses, if it makes this promise.
    pub suppression: Option<String>,
    /// The identifier of the code for each [`ErrorKind`] that the book maps to a code of its own, by the kind's name.
    pub error_kinds: BTreeMap<String, String>,
    /// The identifier of the code for each status that comes without a code, where the book has one of its own.
    pub statuses: BTreeMap<u16, String>,
    /// How the book maps all other statuses that come without a code.
    pub unlisted_statuses: CatalogUnlisted,
    /// The identifiers that were codes once and must never be used again.
    pub retired: Vec<String>,
    /// The codes: in the order of the book, or sorted if they come from a file that this crate wrote.
    pub codes: Vec<CatalogCode>,
    /// The operations of the service and the codes of each, if an OpenAPI document is known.
    pub operations: Option<Vec<CatalogOperation>>,
}

impl Catalog {
    /// Returns the catalog of a book.
    pub fn of(book: &Book) -> Catalog {
        let is_own = |code: &errorbook::Code| std::ptr::eq(code.book(), book);
        let kinds = ErrorKind::ALL.iter().map(|kind| (kind.name().to_owned(), book.code_for(*kind)));
        Catalog {
            name: book.name().to_owned(),
            envelope: Some(CatalogEnvelope::of(book.envelope())),
            type_base: book.type_base().map(str::to_owned),
            pattern: book.pattern().map(str::to_owned),
            range: book.range().map(std::ops::RangeInclusive::into_inner),
            owner: book.owner().map(str::to_owned),
            suppression: book.suppression().map(str::to_owned),
            error_kinds: kinds
                .filter(|(_, code)| is_own(code))
                .map(|(kind, code)| (kind, code.id().to_owned()))
                .collect(),
            statuses: CatalogUnlisted::listed_of(book),
            unlisted_statuses: CatalogUnlisted::of(book),
            retired: book.retired().iter().map(|id| (*id).to_owned()).collect(),
            codes: book.codes().map(CatalogCode::from).collect(),
            operations: None,
        }
    }

    /// Creates a catalog without codes.
    ///
    /// ```
    /// use errorbook_model::Catalog;
    ///
    /// assert_eq!(Catalog::new("cart").to_string(), "{\n  \"errorbook\": 1,\n  \"name\": \"cart\",\n  \"codes\": [\n  ]\n}\n");
    /// ```
    pub fn new(name: impl Into<String>) -> Catalog {
        Catalog { name: name.into(), ..Catalog::default() }
    }

    /// Returns the code with this identifier. Letter case matters.
    pub fn get(&self, id: &str) -> Option<&CatalogCode> {
        self.codes.iter().find(|code| code.code == id)
    }

    /// Returns the team to ask about a code: the one that its row names, else the one that the catalog names.
    ///
    /// ```
    /// use errorbook_model::Catalog;
    ///
    /// let catalog = Catalog::from_json(br#"{
    ///     "name": "cart",
    ///     "owner": "team-cart",
    ///     "codes": [{"code": "CART-1", "status": 409}, {"code": "CART-2", "status": 402, "owner": "team-payments"}]
    /// }"#)?;
    /// let owners: Vec<Option<&str>> = catalog.codes.iter().map(|code| catalog.owner_of(code)).collect();
    /// assert_eq!(owners, [Some("team-cart"), Some("team-payments")]);
    /// # Ok::<(), errorbook_model::CatalogError>(())
    /// ```
    pub fn owner_of<'a>(&'a self, code: &'a CatalogCode) -> Option<&'a str> {
        code.owner.as_deref().or(self.owner.as_deref())
    }
}

/// Makes the [`Catalog::of`] a book.
impl From<&Book> for Catalog {
    fn from(book: &Book) -> Catalog {
        Catalog::of(book)
    }
}
