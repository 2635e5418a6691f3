//! [`Index`]: the books that the pages show, with their codes by identifier.

use std::collections::BTreeMap;

use errorbook::{Book, Code};

use crate::entry::Entry;
use crate::filter::Filter;
use crate::prose;

/// The books that the pages show, with their codes by identifier.
pub(crate) struct Index {
    path: &'static str,
    books: Vec<&'static Book>,
    entries: BTreeMap<&'static str, Entry>,
}

impl Index {
    /// # Panics
    /// If an address would lead to no page or to two, as [`Pages::new`](crate::Pages::new) documents it.
    pub(crate) fn new(path: &'static str, books: &[&'static Book]) -> Index {
        assert!(
            path.strip_prefix('/').is_some_and(|segments| segments.split('/').all(is_plain_segment)),
            "the path of the pages must be plain segments, each after a `/`, and not {path:?}",
        );
        assert!(!books.is_empty(), "the pages need a book");
        let mut entries = BTreeMap::new();
        for code in books.iter().flat_map(|book| book.codes()) {
            assert!(!matches!(code.id(), "." | ".."), "no address can end in the identifier {:?}", code.id());
            let duplicate = entries.insert(code.id(), Entry::new(code));
            assert!(duplicate.is_none(), "the identifier {:?} is listed twice: it leads to one page", code.id());
        }
        Index { path, books: books.to_vec(), entries }
    }

    pub(crate) fn path(&self) -> &'static str {
        self.path
    }

    /// Returns the last segment of the path. A relative link between the list and a code's page needs no more of the path.
    pub(crate) fn last_segment(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn books(&self) -> &[&'static Book] {
        &self.books
    }

    /// Returns the code with this identifier.
    pub(crate) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Returns the codes of all books, sorted by identifier.
    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.values()
    }

    /// Returns the codes of a book, in its order.
    pub(crate) fn entries_of(&self, book: &Book) -> impl Iterator<Item = &Entry> {
        book.codes().filter_map(|code| self.find(code.id()))
    }

    /// Returns the books with the codes that the filter accepts. It leaves out a book without any.
    pub(crate) fn chapters(&self, filter: &Filter) -> Vec<(&'static Book, Vec<&Entry>)> {
        let accepted = |book| self.entries_of(book).filter(|entry| filter.accepts(entry)).collect::<Vec<_>>();
        self.books.iter().map(|book| (*book, accepted(book))).filter(|(_, entries)| !entries.is_empty()).collect()
    }

    /// Returns the code to use instead of a deprecated one.
    pub(crate) fn replacement(&self, entry: &Entry) -> Option<&Entry> {
        self.find(entry.code.replacement()?.id())
    }

    /// Returns the codes that the texts of this one name, then others of its status in its book.
    pub(crate) fn related(&self, entry: &Entry) -> Vec<&Entry> {
        /// If there are more of one status, the list serves a reader better.
        const OF_ONE_STATUS: usize = 4;

        let mut related: Vec<Code> = Vec::new();
        let named = entry.texts().flat_map(prose::code_spans);
        for code in named.filter_map(|id| self.find(&id)).map(|named| named.code) {
            if code != entry.code && !related.contains(&code) {
                related.push(code);
            }
        }
        let is_other =
            |code: &Code| code.status() == entry.code.status() && *code != entry.code && !related.contains(code);
        let others: Vec<Code> = entry.code.book().codes().filter(is_other).take(OF_ONE_STATUS).collect();
        related.extend(others);
        related.into_iter().filter_map(|code| self.find(code.id())).collect()
    }
}

fn is_plain_segment(segment: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain)
}
