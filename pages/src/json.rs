//! The pages as JSON.

use errorbook::{Error, Retry};
use errorbook_model::CatalogParameter;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::entry::Entry;
use crate::example::Example;
use crate::filter::Filter;
use crate::format::Format;
use crate::index::Index;
use crate::page::Page;

#[derive(Serialize)]
struct ListPage<'a> {
    books: Vec<ListedBook<'a>>,
}

/// A book that [`Catalog::from_json`](errorbook_model::Catalog::from_json) reads.
#[derive(Serialize)]
struct ListedBook<'a> {
    name: &'a str,
    codes: Vec<CodeMembers<'a>>,
}

#[derive(Serialize)]
struct CodePage<'a> {
    book: &'a str,
    #[serde(flatten)]
    code: CodeMembers<'a>,
    /// The body, byte for byte. It is null if the envelope is not JSON.
    example: Option<Box<RawValue>>,
    related: Vec<RelatedCode<'a>>,
}

#[derive(Serialize)]
struct RelatedCode<'a> {
    code: &'a str,
    link: &'a str,
}

/// The members of a code's row in a catalog, where the catalog's file leaves out unset ones. The pages send all of them.
#[derive(Serialize)]
struct CodeMembers<'a> {
    code: &'a str,
    status: u16,
    message: Option<&'a str>,
    meaning: Option<&'a str>,
    advice: Option<&'a str>,
    parameters: &'a [CatalogParameter],
    headers: &'a [String],
    retry: Option<&'static str>,
    retry_after: Option<u64>,
    since: Option<&'a str>,
    replacement: Option<&'a str>,
    /// The address of the code's page, relative to that of this page.
    link: String,
}

impl<'a> CodeMembers<'a> {
    fn new(entry: &'a Entry, link: String) -> CodeMembers<'a> {
        let row = &entry.row;
        CodeMembers {
            code: &row.code,
            status: row.status.as_u16(),
            message: row.message.as_deref(),
            meaning: row.meaning.as_deref(),
            advice: row.advice.as_deref(),
            parameters: &row.parameters,
            headers: &row.headers,
            retry: row.retry.map(Retry::name),
            retry_after: row.retry_after(),
            since: row.since.as_deref(),
            replacement: row.replacement.as_deref(),
            link,
        }
    }
}

pub(crate) fn list(index: &Index, filter: &Filter) -> Result<Page, Error> {
    let link = |entry: &'_ Entry| format!("{}/{}", index.last_segment(), entry.segment);
    let books = index.chapters(filter).into_iter().map(|(book, entries)| ListedBook {
        name: book.name(),
        codes: entries.into_iter().map(|entry| CodeMembers::new(entry, link(entry))).collect(),
    });
    page(&ListPage { books: books.collect() })
}

pub(crate) fn code(index: &Index, entry: &Entry) -> Result<Page, Error> {
    let related = index.related(entry).into_iter();
    page(&CodePage {
        book: entry.code.book().name(),
        code: CodeMembers::new(entry, entry.segment.clone()),
        example: RawValue::from_string(Example::of(entry.code).plain.text().into_owned()).ok(),
        related: related.map(|entry| RelatedCode { code: entry.code.id(), link: &entry.segment }).collect(),
    })
}

fn page(value: &impl Serialize) -> Result<Page, Error> {
    Ok(Page::new(Format::Json, serde_json::to_string(value).map_err(Error::internal)?))
}
