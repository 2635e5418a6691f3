//! The pages as Markdown.

use askama::Template;

use super::Pages;
use super::entry::Entry;
use super::example::Example;
use super::filter::Filter;
use super::format::Format;
use super::page::Page;
use crate::{Book, Error};

#[derive(Template)]
#[template(path = "list.md")]
struct List<'a> {
    last_segment: &'a str,
    chapters: Vec<(&'static Book, Vec<&'a Entry>)>,
}

#[derive(Template)]
#[template(path = "code.md")]
struct Code<'a> {
    last_segment: &'a str,
    entry: &'a Entry,
    replacement: Option<&'a Entry>,
    facts: Vec<(&'static str, String)>,
    example: Example,
    related: Vec<&'a Entry>,
}

pub(super) fn list(pages: &Pages, filter: &Filter) -> Result<Page, Error> {
    page(&List { last_segment: pages.last_segment(), chapters: pages.chapters(filter) })
}

pub(super) fn code(pages: &Pages, entry: &Entry) -> Result<Page, Error> {
    page(&Code {
        last_segment: pages.last_segment(),
        entry,
        replacement: pages.replacement(entry),
        facts: entry.facts(),
        example: Example::of(entry.code),
        related: pages.related(entry),
    })
}

fn page(template: &impl Template) -> Result<Page, Error> {
    Ok(Page::new(Format::Markdown, template.render().map_err(Error::internal)?))
}
