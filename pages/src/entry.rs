//! [`Entry`]: a code with its pages.

use errorbook::Status;
use errorbook_model::{Catalog, CatalogCode, CatalogParameter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page_cache::PageCache;
use crate::prose;

/// A code with its pages.
pub(crate) struct Entry {
    /// The place of the code's catalog among those of the index.
    pub(crate) catalog: usize,
    pub(crate) row: CatalogCode,
    /// The identifier as the last segment of an address, and as the id of an element.
    pub(crate) segment: String,
    /// The address of the code's page, relative to that of another code.
    pub(crate) link: String,
    /// The text that a search looks at, in lower case: all that the list shows of the code.
    pub(crate) searched: String,
    /// The other attributes of the row in words, each with its name.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) cache: PageCache,
}

impl Entry {
    pub(crate) fn new(place: usize, catalog: &Catalog, row: &CatalogCode, link: impl Fn(&str) -> String) -> Entry {
        let row = row.clone();
        let message = row.message.as_deref().unwrap_or_default();
        // The script of the list searches the text of the row, which is the same.
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

    /// Returns the meaning, as Markdown.
    pub(crate) fn meaning(&self) -> &str {
        self.row.meaning.as_deref().unwrap_or_default()
    }

    /// Returns the advice, as Markdown.
    pub(crate) fn advice(&self) -> Option<&str> {
        self.row.advice.as_deref()
    }

    /// Returns the author's texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.meaning()), self.advice()].into_iter().flatten()
    }
}

fn facts(catalog: &Catalog, row: &CatalogCode) -> Vec<(&'static str, String)> {
    let parameter = |CatalogParameter { name, kind, .. }: &_| format!("{name} ({kind})");
    let operations = catalog.operations.iter().flatten();
    let operations = operations.filter(|operation| operation.codes().contains(&row.code.as_str()));
    let facts = [
        ("Try again", row.retry.map(|retry| retry.to_string())),
        ("Values for programs", joined(row.parameters.iter().map(parameter))),
        ("Headers", joined(row.headers.iter().cloned())),
        ("Since", row.since.clone()),
        ("Owner", catalog.owner_of(row).map(str::to_owned)),
        ("Operations", joined(operations.map(ToString::to_string))),
    ];
    facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let joined = texts.collect::<Vec<_>>().join(", ");
    (!joined.is_empty()).then_some(joined)
}

/// Returns a text as one segment of an address, or as the id of an element.
pub(crate) fn segment(text: &str) -> String {
    /// All characters but those that RFC 3986 calls unreserved: nothing looks like a scheme, a path or a query.
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    utf8_percent_encode(text, RESERVED).to_string()
}
