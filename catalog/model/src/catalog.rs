//! [`Catalog`]: a book as data.

use std::collections::BTreeMap;

use errorbook::{Book, ErrorKind};

use crate::catalog_code::CatalogCode;
use crate::envelope::CatalogEnvelope;
use crate::operation::CatalogOperation;
use crate::statuses::CatalogUnlisted;

/// A book as data. It comes from a [`Book`], or from a file, which can describe the codes of any system.
///
/// [`Display`](std::fmt::Display) and serde's `Serialize` write the [file](crate#the-file). [`Catalog::from_json`] and serde's
/// `Deserialize` read it.
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
    /// The envelope of the bodies, if known.
    pub envelope: Option<CatalogEnvelope>,
    /// The URI before the code in a problem's `type`. If it is unset, every `type` is `about:blank`.
    pub type_base: Option<String>,
    /// The pattern of all identifiers. `#` stands for a digit, any other character for itself.
    pub pattern: Option<String>,
    /// The smallest and the largest allowed identifier, if all identifiers are numbers.
    pub range: Option<(u64, u64)>,
    /// The team that owns the codes.
    pub owner: Option<String>,
    /// The query parameter that suppresses statuses, if the book promises suppression.
    pub suppression: Option<String>,
    /// The codes for the [`ErrorKind`]s: from the name of the kind to the identifier. A kind that is not here has a code of the
    /// `http` book.
    pub error_kinds: BTreeMap<String, String>,
    /// The codes for responses that have a status but no code: from the status to the identifier.
    pub statuses: BTreeMap<u16, String>,
    /// The rule for statuses that `statuses` does not list.
    pub unlisted_statuses: CatalogUnlisted,
    /// The retired identifiers. They were codes once and must never be used again.
    pub retired: Vec<String>,
    /// The codes. Their order is the order of the book or of the file, and this crate writes files sorted by identifier.
    pub codes: Vec<CatalogCode>,
    /// The operations of the service with their codes, if an OpenAPI document declared them.
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

    /// Returns the team that owns a code. The owner of the code takes precedence over the owner of the catalog.
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

/// Same as [`Catalog::of`].
impl From<&Book> for Catalog {
    fn from(book: &Book) -> Catalog {
        Catalog::of(book)
    }
}
