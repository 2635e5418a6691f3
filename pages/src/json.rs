//! The pages as JSON.

use errorbook::{Error, Retry};
use errorbook_model::{CatalogHead, CatalogOperation, CatalogParameter};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::entry::Entry;
use crate::filter::Filter;
use crate::format::Format;
use crate::index::Index;
use crate::page::Page;

#[derive(Serialize)]
struct ListPage<'a> {
    books: Vec<ListedBook<'a>>,
}

/// A book in the JSON of the list. [`Catalog::from_json`](errorbook_model::Catalog::from_json) can read it.
#[derive(Serialize)]
struct ListedBook<'a> {
    name: &'a str,
    /// It is left out if the list is filtered, because other members can refer to codes that the filter removed.
    #[serde(flatten)]
    head: Option<CatalogHead<'a>>,
    codes: Vec<CodeMembers<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<&'a [CatalogOperation]>,
}

#[derive(Serialize)]
struct CodePage<'a> {
    book: &'a str,
    #[serde(flatten)]
    code: CodeMembers<'a>,
    /// The body byte for byte. It is null if the envelope is not known or the body is not JSON.
    example: Option<Box<RawValue>>,
    related: Vec<RelatedCode<'a>>,
}

#[derive(Serialize)]
struct RelatedCode<'a> {
    code: &'a str,
    link: &'a str,
}

/// The members of a code. The pages also write unset members as null, except the owner, which few books have. The file of a
/// catalog leaves out all unset members.
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
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    /// The address of the code's page, relative to the address of this page.
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
            owner: row.owner.as_deref(),
            link,
        }
    }
}

pub(crate) fn list(index: &Index, filter: &Filter) -> Result<Page, Error> {
    let link = |entry: &'_ Entry| format!("{}/{}", index.links().folder(), entry.link);
    let books = index.chapters(filter).into_iter().map(|(catalog, entries)| ListedBook {
        name: &catalog.name,
        head: filter.accepts_all().then(|| CatalogHead::from(catalog)),
        codes: entries.into_iter().map(|entry| CodeMembers::new(entry, link(entry))).collect(),
        operations: catalog.operations.as_deref().filter(|_| filter.accepts_all()),
    });
    page(&ListPage { books: books.collect() })
}

pub(crate) fn code(index: &Index, entry: &Entry) -> Result<Page, Error> {
    let catalog = index.catalog_of(entry);
    let example = catalog.example(&entry.row).map(|example| example.plain.text().into_owned());
    let related = index.related(entry).into_iter();
    page(&CodePage {
        book: &catalog.name,
        code: CodeMembers::new(entry, entry.link.clone()),
        example: example.and_then(|body| RawValue::from_string(body).ok()),
        related: related.map(|entry| RelatedCode { code: entry.id(), link: &entry.link }).collect(),
    })
}

fn page(value: &impl Serialize) -> Result<Page, Error> {
    Ok(Page::new(Format::Json, serde_json::to_string(value).map_err(Error::internal)?))
}
