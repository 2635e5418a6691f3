//! The pages as Markdown.

use askama::Template;
use errorbook::Error;
use errorbook_model::{Catalog, CatalogExample};

use crate::entry::Entry;
use crate::filter::Filter;
use crate::format::Format;
use crate::index::Index;
use crate::page::Page;

#[derive(Template)]
#[template(path = "list.md")]
struct ListTemplate<'a> {
    service: &'a str,
    folder: &'a str,
    chapters: Vec<(&'a Catalog, Vec<&'a Entry>)>,
}

#[derive(Template)]
#[template(path = "code.md")]
struct CodeTemplate<'a> {
    list: &'a str,
    entry: &'a Entry,
    replacement: Option<&'a Entry>,
    example: Option<CatalogExample>,
    related: Vec<&'a Entry>,
}

pub(crate) fn list(index: &Index, filter: &Filter) -> Result<Page, Error> {
    let (service, folder) = (index.service(), index.links().folder());
    page(&ListTemplate { service, folder, chapters: index.chapters(filter) })
}

pub(crate) fn code(index: &Index, entry: &Entry) -> Result<Page, Error> {
    page(&CodeTemplate {
        list: index.links().list(),
        entry,
        replacement: index.replacement(entry),
        example: index.catalog_of(entry).example(&entry.row),
        related: index.related(entry),
    })
}

fn page(template: &impl Template) -> Result<Page, Error> {
    Ok(Page::new(Format::Markdown, template.render().map_err(Error::internal)?))
}
