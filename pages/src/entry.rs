//! [`Entry`]: a code with the texts that its pages show.

use errorbook::{Code, Parameter};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::page_cache::PageCache;
use crate::prose;

/// A code with the texts that its pages show.
pub(crate) struct Entry {
    pub(crate) code: Code,
    /// The identifier as the last segment of an address.
    pub(crate) segment: String,
    /// The meaning, as Markdown.
    pub(crate) meaning: String,
    /// The advice, as Markdown.
    pub(crate) advice: Option<String>,
    /// The text that a search looks at, in lower case: all that the list shows of the code.
    pub(crate) searched: String,
    pub(crate) cache: PageCache,
}

impl Entry {
    pub(crate) fn new(code: Code) -> Entry {
        let meaning = prose::unindent(code.meaning());
        // The script of the list searches the text of the row, which is the same.
        let shown = [code.book().name(), code.id(), code.message(), "Status", &code.status().to_string()].join(" ");
        Entry {
            code,
            segment: segment(code.id()),
            searched: format!("{shown} {}", prose::words(&meaning)).to_lowercase(),
            meaning,
            advice: code.advice().map(prose::unindent),
            cache: PageCache::default(),
        }
    }

    /// Returns the class of the status, such as `4xx`.
    pub(crate) fn class(&self) -> String {
        format!("{}xx", self.code.status().as_u16() / 100)
    }

    /// Returns the other attributes of the row in words, each with its name.
    pub(crate) fn facts(&self) -> Vec<(&'static str, String)> {
        let code = self.code;
        let parameter = |parameter: &Parameter| format!("{} ({})", parameter.name(), parameter.kind());
        let facts = [
            ("Try again", code.retry().map(|retry| retry.to_string())),
            ("Values for programs", joined(code.parameters().iter().map(parameter))),
            ("Headers", joined(code.headers().iter().map(|name| (*name).to_owned()))),
            ("Since", code.since().map(str::to_owned)),
        ];
        facts.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
    }

    /// Returns the author's texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.meaning.as_str()), self.advice.as_deref()].into_iter().flatten()
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
