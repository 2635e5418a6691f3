//! The pages as Markdown.

use askama::Template;
use errorbook::{Book, Error};

use crate::entry::Entry;
use crate::example::Example;
use crate::filter::Filter;
use crate::format::Format;
use crate::index::Index;
use crate::page::Page;

#[derive(Template)]
#[template(path = "list.md")]
struct ListTemplate<'a> {
    last_segment: &'a str,
    chapters: Vec<(&'static Book, Vec<&'a Entry>)>,
}

#[derive(Template)]
#[template(path = "code.md")]
struct CodeTemplate<'a> {
    last_segment: &'a str,
    entry: &'a Entry,
    replacement: Option<&'a Entry>,
    facts: Vec<(&'static str, String)>,
    example: Example,
    related: Vec<&'a Entry>,
}

pub(crate) fn list(index: &Index, filter: &Filter) -> Result<Page, Error> {
    page(&ListTemplate { last_segment: index.last_segment(), chapters: index.chapters(filter) })
}

pub(crate) fn code(index: &Index, entry: &Entry) -> Result<Page, Error> {
    page(&CodeTemplate {
        last_segment: index.last_segment(),
        entry,
        replacement: index.replacement(entry),
        facts: entry.facts(),
        example: Example::of(entry.code),
        related: index.related(entry),
    })
}

fn page(template: &impl Template) -> Result<Page, Error> {
    Ok(Page::new(Format::Markdown, template.render().map_err(Error::internal)?))
}
