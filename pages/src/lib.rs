//! [`Pages`]: the books as pages, for people and for programs.

use std::collections::BTreeMap;
use std::fmt;

use crate::header::of_pages::{ACCEPT, IF_NONE_MATCH};
use crate::{Book, Code, Error, ErrorKind};

mod entry;
mod etag;
mod example;
mod filter;
mod format;
mod html;
mod json;
mod markdown;
mod page;
mod prose;

use entry::Entry;
use filter::Filter;
use format::Format;
use page::Kept;

pub use page::Page;

/// The pages of one or several books: one that lists every code, and one for each of them.
///
/// An adapter routes `GET` and `HEAD` of [`Pages::path`] and of one segment below it to [`Pages::get`], and decides
/// nothing itself. With its adapter, a service mounts them in one line; a problem's `type` leads to them when its book
/// says so:
///
/// ```
/// mod cart {
///     use errorbook::envelope;
///
///     errorbook::codes! {
///         /// The codes of the cart.
///         book "cart" {
///             envelope: envelope::PROBLEM,
///             type_base: "https://cart.example/errors/",
///         }
///
///         /// The cart holds nothing that could be ordered.
///         ///
///         /// # What to do
///         /// Put something into the cart first.
///         EMPTY = "CART-1001", 409, "The cart is empty";
///     }
/// }
/// use errorbook::Pages;
///
/// let pages = Pages::new("/errors", &[&cart::BOOK]);
/// let accept = |name: &'static str| (name == "accept").then_some(b"application/json".as_slice());
/// let page = pages.get(Some("CART-1001"), None, accept)?;
/// assert_eq!(page.status().as_u16(), 200);
/// assert_eq!(page.header("content-type"), Some("application/json"));
/// assert_eq!(
///     std::str::from_utf8(page.body())?,
///     r#"{"book":"cart","code":"CART-1001","status":409,"message":"The cart is empty","meaning":"The cart holds nothing that could be ordered.","advice":"Put something into the cart first.","parameters":[],"headers":[],"retry":null,"retry_after":null,"since":null,"replacement":null,"link":"CART-1001","example":{"type":"https://cart.example/errors/CART-1001","title":"The cart is empty","status":409,"code":"CART-1001"},"related":[]}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Addresses
/// - [`Pages::path`] is the list: `?q=` leaves the codes that hold each of its words in what is shown of them,
///   `?status=4xx` those of a class of statuses. Other parameters are ignored.
/// - One segment below it, percent-encoded where need be, is the identifier of a code: its meaning, what to do about it,
///   an example as it is sent, plain and suppressed, and related codes.
///
/// Each answers HTML, JSON or Markdown, as `accept` asks; links are relative, so that neither a prefix nor a proxy
/// matters. Meaning and advice are the doc comment of the code's row. In HTML they are rendered, and raw HTML in them is
/// text; in JSON and Markdown they are the Markdown that was written.
pub struct Pages {
    path: &'static str,
    books: Vec<&'static Book>,
    entries: BTreeMap<&'static str, Entry>,
    list: Kept,
}

impl Pages {
    /// The pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// If there is no book, if an identifier is listed twice (it leads to one page) or is `.` or `..` (which no address
    /// can end in), or if the path is anything but segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        let is_plain = |segment: &str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain)
        };
        assert!(
            path.strip_prefix('/').is_some_and(|segments| segments.split('/').all(is_plain)),
            "the path of the pages must be plain segments, each after a `/`, and not {path:?}",
        );
        assert!(!books.is_empty(), "the pages need a book");
        let mut entries = BTreeMap::new();
        for code in books.iter().flat_map(|book| book.codes()) {
            assert!(!matches!(code.id(), "." | ".."), "no address can end in the identifier {:?}", code.id());
            let twice = entries.insert(code.id(), Entry::new(code));
            assert!(twice.is_none(), "the identifier {:?} is listed twice: it leads to one page", code.id());
        }
        Pages { path, books: books.to_vec(), entries, list: Kept::default() }
    }

    /// The path of the list, below which each code has a segment of its own.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// The answer to a `GET`: to that of the list, or of the page of the code that the segment below it names,
    /// percent-decoded. Of the request's headers it asks for all values of a name, in lower case.
    ///
    /// ```
    /// use errorbook::{Pages, ayanova, primaerp};
    ///
    /// let pages = Pages::new("/errors", &[&primaerp::BOOK, &ayanova::BOOK]);
    /// let page = pages.get(None, Some("q=token&status=4xx"), |_| None)?;
    /// assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    ///
    /// let etag = page.header("etag").map(str::as_bytes);
    /// let page = pages.get(None, Some("q=token&status=4xx"), |name| etag.filter(|_| name == "if-none-match"))?;
    /// assert_eq!((page.status().as_u16(), page.body().len()), (304, 0));
    /// # Ok::<(), errorbook::Error>(())
    /// ```
    ///
    /// A client that accepts none of the three representations gets a bare 406, which a layer puts into the envelope of
    /// its book.
    ///
    /// # Errors
    /// [`ErrorKind::ObjectNotFound`] for a code that no book lists, [`ErrorKind::InvalidParameter`] for a `q` or a `status`
    /// that cannot be read.
    pub fn get<'h, V>(
        &self,
        code: Option<&str>,
        query: Option<&str>,
        headers: impl Fn(&'static str) -> V,
    ) -> Result<Page, Error>
    where
        V: IntoIterator<Item = &'h [u8]>,
    {
        let wanted = match code {
            Some(id) => Wanted::Code(self.entries.get(id).ok_or_else(not_listed)?),
            None => Wanted::List(Filter::read(query)?),
        };
        let Some(format) = Format::choose(headers(ACCEPT)) else { return Ok(Page::not_acceptable()) };
        let page = match &wanted {
            Wanted::Code(entry) => entry.kept.get_or_render(format, || self.render_code(entry, format))?,
            Wanted::List(filter) if filter.takes_all() => {
                self.list.get_or_render(format, || self.render_list(filter, format))?
            }
            Wanted::List(filter) => self.render_list(filter, format)?,
        };
        let is_known = page.header(crate::header::ETAG).is_some_and(|etag| etag::matches(headers(IF_NONE_MATCH), etag));
        Ok(if is_known { page.not_modified() } else { page })
    }

    fn render_list(&self, filter: &Filter, format: Format) -> Result<Page, Error> {
        match format {
            Format::Html => html::list(self, filter),
            Format::Json => json::list(self, filter),
            Format::Markdown => markdown::list(self, filter),
        }
    }

    fn render_code(&self, entry: &Entry, format: Format) -> Result<Page, Error> {
        match format {
            Format::Html => html::code(self, entry),
            Format::Json => json::code(self, entry),
            Format::Markdown => markdown::code(self, entry),
        }
    }

    /// What a link from a code's page or to one needs of the path: its last segment.
    fn last_segment(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The codes of a book, in its order.
    fn entries_of(&self, book: &Book) -> impl Iterator<Item = &Entry> {
        book.codes().filter_map(|code| self.entries.get(code.id()))
    }

    /// The books with the codes that the filter takes; a book of which it takes none is left out.
    fn chapters<'a>(&'a self, filter: &Filter) -> Vec<(&'static Book, Vec<&'a Entry>)> {
        let taken = |book: &'static Book| self.entries_of(book).filter(|entry| filter.takes(entry)).collect::<Vec<_>>();
        self.books.iter().map(|book| (*book, taken(book))).filter(|(_, entries)| !entries.is_empty()).collect()
    }

    /// The code that is to be used instead of a deprecated one.
    fn replacement(&self, entry: &Entry) -> Option<&Entry> {
        self.entries.get(entry.code.replacement()?.id())
    }

    /// The codes that the texts of this one name, then others of its status in its book.
    fn related<'a>(&'a self, entry: &Entry) -> Vec<&'a Entry> {
        /// With more of one status, a reader is better served by the list.
        const OF_ONE_STATUS: usize = 4;

        let named = entry.texts().flat_map(prose::code_spans);
        let mut related: Vec<Code> = Vec::new();
        for code in named.filter_map(|id| self.entries.get(id.as_str())).map(|named| named.code) {
            if code != entry.code && !related.contains(&code) {
                related.push(code);
            }
        }
        let of_its_status = |code: &Code| code.status() == entry.code.status() && *code != entry.code;
        let others: Vec<Code> = entry.code.book().codes().filter(of_its_status).collect();
        let others = others.into_iter().filter(|code| !related.contains(code)).take(OF_ONE_STATUS).collect::<Vec<_>>();
        related.into_iter().chain(others).filter_map(|code| self.entries.get(code.id())).collect()
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("path", &self.path).field("books", &self.books).finish_non_exhaustive()
    }
}

enum Wanted<'a> {
    List(Filter),
    Code(&'a Entry),
}

fn not_listed() -> Error {
    Error::from(ErrorKind::ObjectNotFound).with_description("no book lists this code")
}
