//! [`Entry`]: a code with its row of the catalog and its pages.

use errorbook::Code;
use errorbook_model::{CatalogCode, CatalogParameter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page_cache::PageCache;
use crate::prose;

/// A code with its row of the catalog and its pages.
pub(crate) struct Entry {
    pub(crate) code: Code,
    pub(crate) row: CatalogCode,
    /// The identifier as the last segment of an address.
    pub(crate) segment: String,
    /// The text that a search looks at, in lower case: all that the list shows of the code.
    pub(crate) searched: String,
    pub(crate) cache: PageCache,
}

impl Entry {
    pub(crate) fn new(code: Code) -> Entry {
        let row = CatalogCode::from(code);
        // The script of the list searches the text of the row, which is the same.
        let shown = [code.book().name(), code.id(), code.message(), "Status", &code.status().to_string()].join(" ");
        let meaning = prose::words(row.meaning.as_deref().unwrap_or_default());
        Entry {
            code,
            row,
            segment: segment(code.id()),
            searched: format!("{shown} {meaning}").to_lowercase(),
            cache: PageCache::default(),
        }
    }

    /// Returns the class of the status, such as `4xx`.
    pub(crate) fn class(&self) -> String {
        format!("{}xx", self.code.status().as_u16() / 100)
    }

    /// Returns the other attributes of the row in words, each with its name.
    pub(crate) fn facts(&self) -> Vec<(&'static str, String)> {
        let row = &self.row;
        let parameter = |CatalogParameter { name, kind, .. }: &_| format!("{name} ({kind})");
        let facts = [
            ("Try again", row.retry.map(|retry| retry.to_string())),
            ("Values for programs", joined(row.parameters.iter().map(parameter))),
            ("Headers", joined(row.headers.iter().cloned())),
            ("Since", row.since.clone()),
        ];
        facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
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
