//! [`Entry`]: a code and its page.

use errorbook::Status;
use errorbook_model::{Catalog, CatalogCode, CatalogParameter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page_cache::PageCache;
use crate::prose;

/// A code and its page.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The position of the code's catalog in the index.
    pub(crate) catalog: usize,
    pub(crate) row: CatalogCode,
    /// The percent-encoded identifier: the last segment of the page's address and the id of the row's element.
    pub(crate) segment: String,
    /// The address of the code's page, relative to the page of another code.
    pub(crate) link: String,
    /// The text that the search looks through, in lower case: everything that the list shows about the code.
    pub(crate) searched: String,
    /// The other attributes of the code.
    pub(crate) facts: Vec<Fact>,
    pub(crate) cache: PageCache,
}

/// An attribute of a code, such as its owner, with one or several values.
#[derive(Clone)]
pub(crate) struct Fact {
    pub(crate) name: &'static str,
    pub(crate) values: Vec<String>,
}

impl Fact {
    fn new(name: &'static str, values: impl IntoIterator<Item = String>) -> Fact {
        Fact { name, values: values.into_iter().collect() }
    }

    /// Returns all values on one line.
    pub(crate) fn line(&self) -> String {
        self.values.join(", ")
    }
}

impl Entry {
    pub(crate) fn new(place: usize, catalog: &Catalog, row: &CatalogCode, link: impl Fn(&str) -> String) -> Entry {
        let row = row.clone();
        let message = row.message.as_deref().unwrap_or_default();
        // This must be the text of the row in the list, because the script of the page searches that text.
        let shown = [catalog.name.as_str(), &row.code, message, "Status", &row.status.to_string()].join(" ");
        let meaning = prose::words(row.meaning.as_deref().unwrap_or_default());
        let segment = segment(&row.code);
        Entry {
            catalog: place,
            link: link(&segment),
            segment,
            searched: format!("{shown} {meaning}").to_lowercase(),
            facts: facts(catalog, &row),
            cache: PageCache::default(),
            row,
        }
    }

    /// Returns the identifier.
    pub(crate) fn id(&self) -> &str {
        &self.row.code
    }

    /// Returns the message. It is empty if the catalog has none.
    pub(crate) fn message(&self) -> &str {
        self.row.message.as_deref().unwrap_or_default()
    }

    pub(crate) fn status(&self) -> Status {
        self.row.status
    }

    /// Returns the class of the status, such as `4xx`.
    pub(crate) fn class(&self) -> String {
        format!("{}xx", self.row.status.as_u16() / 100)
    }

    /// Returns the meaning in Markdown.
    pub(crate) fn meaning(&self) -> &str {
        self.row.meaning.as_deref().unwrap_or_default()
    }

    /// Returns the advice in Markdown.
    pub(crate) fn advice(&self) -> Option<&str> {
        self.row.advice.as_deref()
    }

    /// Returns the meaning and the advice.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.meaning()), self.advice()].into_iter().flatten()
    }
}

fn facts(catalog: &Catalog, row: &CatalogCode) -> Vec<Fact> {
    let parameter = |CatalogParameter { name, kind, .. }: &_| format!("{name} ({kind})");
    let operations = catalog.operations.iter().flatten();
    let operations = operations.filter(|operation| operation.codes().contains(&row.code.as_str()));
    let facts = [
        Fact::new("Try again", row.retry.map(|retry| retry.to_string())),
        Fact::new("Parameters", row.parameters.iter().map(parameter)),
        Fact::new("Headers", row.headers.iter().cloned()),
        Fact::new("Since", row.since.clone()),
        Fact::new("Owner", catalog.owner_of(row).map(str::to_owned)),
        Fact::new("Operations", operations.map(ToString::to_string)),
    ];
    facts.into_iter().filter(|fact| !fact.values.is_empty()).collect()
}

/// Encodes a text for use as one segment of an address or as the id of an element.
pub(crate) fn segment(text: &str) -> String {
    /// All characters except the unreserved ones of RFC 3986. Encoded, none of them can begin a scheme, a path or a query.
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    utf8_percent_encode(text, RESERVED).to_string()
}
