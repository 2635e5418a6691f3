//! [`Entry`]: a code with what its pages need of it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::page::Kept;
use super::prose;
use crate::prose::unindent;
use crate::{Code, Parameter};

/// A code with what its pages need of it.
pub(super) struct Entry {
    pub(super) code: Code,
    /// The identifier as the last segment of an address.
    pub(super) segment: String,
    /// Without the indent of the doc comment.
    pub(super) meaning: String,
    pub(super) advice: Option<String>,
    /// What a search looks at, in lower case: what the list shows, as the script of the page reads it there.
    pub(super) searched: String,
    pub(super) kept: Kept,
}

impl Entry {
    pub(super) fn new(code: Code) -> Entry {
        let meaning = unindent(code.meaning());
        let shown = [code.book().name(), code.id(), code.message(), "Status", &code.status().to_string()].join(" ");
        Entry {
            code,
            segment: segment(code.id()),
            searched: format!("{shown} {}", prose::plain(&meaning)).to_lowercase(),
            meaning,
            advice: code.advice().map(unindent),
            kept: Kept::default(),
        }
    }

    /// `4xx`
    pub(super) fn class(&self) -> String {
        format!("{}xx", self.code.status().as_u16() / 100)
    }

    /// What else the row says, each with its name, in words.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
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

    /// The author's texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        [Some(self.meaning.as_str()), self.advice.as_deref()].into_iter().flatten()
    }
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let joined = texts.collect::<Vec<_>>().join(", ");
    (!joined.is_empty()).then_some(joined)
}

/// A text as one segment of an address, or as the id of an element.
pub(super) fn segment(text: &str) -> String {
    /// All but what RFC 3986 calls unreserved: nothing can be taken for a scheme, a path or a query.
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    utf8_percent_encode(text, RESERVED).to_string()
}
