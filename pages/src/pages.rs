//! [`Pages`]: books as web pages, for any framework.

use std::fmt;
use std::sync::Arc;

use errorbook::{Book, Error, ErrorKind, header};
use errorbook_model::Catalog;

use crate::entry::Entry;
use crate::filter::Filter;
use crate::format::Format;
use crate::header::IF_NONE_MATCH;
use crate::index::Index;
use crate::links::Links;
use crate::page::Page;
use crate::page_cache::PageCache;
use crate::pages_error::PagesError;
use crate::{etag, html, json, markdown};

/// The pages of one or several books: a list of all codes, and a page for each code.
///
/// The [crate's documentation](crate) has an example. Clones share the pages.
#[derive(Clone)]
pub struct Pages(Arc<Shared>);

#[derive(Clone)]
struct Shared {
    index: Index,
    list: PageCache,
}

impl Pages {
    /// Creates the pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// Panics if [`Pages::of_catalogs`] returns an error.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        let catalogs = books.iter().map(|book| Catalog::of(book)).collect();
        Pages::of_catalogs(path, catalogs).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Creates the pages of catalogs, for example of catalogs that were read from files.
    ///
    /// ```
    /// use errorbook_model::Catalog;
    /// use errorbook_pages::Pages;
    ///
    /// let catalog = Catalog::from_json(br#"{"name":"shop","codes":[{"code":"SHOP-1","status":404}]}"#)?;
    /// let pages = Pages::of_catalogs("/errors", vec![catalog])?;
    /// assert_eq!(pages.get(Some("SHOP-1"), None, |_| None)?.status().as_u16(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if
    /// - there are no catalogs,
    /// - two codes have the same identifier, because each code needs its own address,
    /// - an identifier is `.` or `..`, because an address cannot end with these,
    /// - the path is not made of segments of letters, digits, `-`, `.`, `_` and `~`, each after a `/`.
    pub fn of_catalogs(path: &'static str, catalogs: Vec<Catalog>) -> Result<Pages, PagesError> {
        let index = Index::new(Links::service(path)?, catalogs)?;
        Ok(Pages(Arc::new(Shared { index, list: PageCache::default() })))
    }

    /// Sets the name of the service, which the pages show in their headings: "Error codes of Shop".
    ///
    /// The name defaults to the names of the books.
    ///
    /// ```
    /// use errorbook::primaerp;
    /// use errorbook_pages::Pages;
    ///
    /// let pages = Pages::new("/errors", &[&primaerp::BOOK]).service("Shop");
    /// let page = pages.get(None, Some("format=markdown"), |_| None)?;
    /// assert!(page.body().starts_with(b"# Error codes of Shop\n"));
    /// # Ok::<(), errorbook::Error>(())
    /// ```
    #[must_use]
    pub fn service(self, name: impl Into<String>) -> Pages {
        let mut index = Arc::unwrap_or_clone(self.0).index;
        index.set_service(name.into());
        Pages(Arc::new(Shared { index, list: PageCache::default() }))
    }

    /// Returns the path of the list. The path of a code is one segment longer.
    pub fn path(&self) -> &'static str {
        self.0.index.links().path()
    }

    /// Returns the response to a `GET` or a `HEAD` request: the list, or the page of one code.
    ///
    /// `code` is the percent-decoded segment below [`Pages::path`], or `None` for the list. `headers` receives the name of a
    /// request header in lower case and returns all its values. The layer or the server strips the body for a `HEAD`.
    ///
    /// ```
    /// use errorbook::{ayanova, primaerp};
    /// use errorbook_pages::Pages;
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
    /// The response is a 406 without a body if the client accepts none of the three formats. A layer adds the envelope.
    ///
    /// # Errors
    /// - [`ErrorKind::ObjectNotFound`] if no book has the code.
    /// - [`ErrorKind::InvalidParameter`] if the code is not UTF-8, or if `q`, `status` or `format` has an invalid value.
    pub fn get<'h, V>(
        &self,
        code: Option<&str>,
        query: Option<&str>,
        headers: impl Fn(&'static str) -> V,
    ) -> Result<Page, Error>
    where
        V: IntoIterator<Item = &'h [u8]>,
    {
        let requested = match code {
            Some(id) => Requested::Code(self.0.index.find(id).ok_or_else(|| not_listed(id))?),
            None => Requested::List(Filter::read(query)?),
        };
        let format = Format::requested(query)?.or_else(|| Format::choose(headers(header::ACCEPT)));
        let Some(format) = format else { return Ok(Page::not_acceptable()) };
        let page = self.render(&requested, format)?;
        let is_known = page.header(header::ETAG).is_some_and(|etag| etag::matches(headers(IF_NONE_MATCH), etag));
        Ok(if is_known { page.not_modified() } else { page })
    }

    fn render(&self, requested: &Requested<'_>, format: Format) -> Result<Page, Error> {
        let Shared { index, list } = &*self.0;
        match requested {
            Requested::Code(entry) => entry.cache.get_or_render(format, || match format {
                Format::Html => html::code(index, entry),
                Format::Json => json::code(index, entry),
                Format::Markdown => markdown::code(index, entry),
            }),
            Requested::List(filter) => {
                let render = || match format {
                    Format::Html => html::list(index, filter),
                    Format::Json => json::list(index, filter),
                    Format::Markdown => markdown::list(index, filter),
                };
                if filter.accepts_all() { list.get_or_render(format, render) } else { render() }
            }
        }
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shared { index, .. } = &*self.0;
        let books: Vec<&str> = index.catalogs().iter().map(|catalog| catalog.name.as_str()).collect();
        f.debug_struct("Pages").field("path", &index.links().path()).field("books", &books).finish_non_exhaustive()
    }
}

enum Requested<'a> {
    List(Filter),
    Code(&'a Entry),
}

fn not_listed(id: &str) -> Error {
    // Some frameworks replace bytes that are not UTF-8 with this character.
    if id.contains(char::REPLACEMENT_CHARACTER) {
        return Error::invalid_parameter("code", "expected UTF-8");
    }
    Error::from(ErrorKind::ObjectNotFound).with_description("no book lists this code")
}
