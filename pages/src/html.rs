//! The pages as HTML, with their content security policy.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use errorbook::Error;
use errorbook_model::CatalogExample;
use pulldown_cmark::HeadingLevel;
use sha2::{Digest as _, Sha256};

use crate::entry::{self, Entry};
use crate::filter::Filter;
use crate::format::Format;
use crate::header::CONTENT_SECURITY_POLICY;
use crate::index::Index;
use crate::page::Page;
use crate::prose::{self, Surroundings};

mod json_layout;

use json_layout::lay_out;

const STYLE: &str = include_str!("../templates/page.css");
const SCRIPT: &str = include_str!("../templates/search.js");

static LIST_POLICY: LazyLock<String> =
    LazyLock::new(|| format!("{}; script-src {}; form-action 'self'", *POLICY, source(SCRIPT)));
static CODE_POLICY: LazyLock<String> = LazyLock::new(|| format!("{}; form-action 'none'", *POLICY));
static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src {}", source(STYLE))
});

/// Returns the source expression that allows an inline script or style.
fn source(bytes: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(bytes)))
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListTemplate<'a> {
    service: &'a str,
    formats: [String; 2],
    list: &'a str,
    folder: &'a str,
    text: &'a str,
    limit: u8,
    classes: Vec<Class>,
    is_any_class: bool,
    chapters: Vec<Chapter<'a>>,
    shown: usize,
    total: usize,
}

struct Class {
    name: String,
    is_chosen: bool,
}

struct Chapter<'a> {
    name: &'a str,
    anchor: String,
    shown: usize,
    rows: Vec<ListRow<'a>>,
}

struct ListRow<'a> {
    entry: &'a Entry,
    is_shown: bool,
    meaning: String,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodeTemplate<'a> {
    service: &'a str,
    formats: [String; 2],
    list: &'a str,
    anchor: String,
    book: &'a str,
    entry: &'a Entry,
    meaning: String,
    advice: Option<String>,
    replacement: Option<&'a Entry>,
    example: Option<CatalogExample>,
    related: Vec<&'a Entry>,
}

/// Renders the list. The codes that the filter rejects are hidden, not left out, so that the page's script can show them again.
pub(crate) fn list(index: &Index, filter: &Filter) -> Result<Page, Error> {
    let surroundings = Surroundings { heading: HeadingLevel::H3, links: false, address: &|_| None };
    let row = |entry| ListRow {
        entry,
        is_shown: filter.accepts(entry),
        meaning: prose::render(entry.meaning(), &surroundings),
    };
    let chapters = index.catalogs().iter().map(|catalog| {
        let rows: Vec<ListRow<'_>> = index.entries_of(catalog).map(row).collect();
        let shown = rows.iter().filter(|row| row.is_shown).count();
        Chapter { name: &catalog.name, anchor: anchor(&catalog.name), shown, rows }
    });
    let chapters: Vec<Chapter<'_>> = chapters.collect();
    let mut classes: Vec<String> = index.entries().map(Entry::class).chain(filter.class.clone()).collect();
    classes.sort();
    classes.dedup();
    let is_chosen = |name: &String| filter.class.as_ref() == Some(name);
    let list = ListTemplate {
        service: index.service(),
        formats: index.links().formats_of_list(),
        list: index.links().list(),
        folder: index.links().folder(),
        text: &filter.text,
        limit: Filter::LIMIT,
        classes: classes.into_iter().map(|name| Class { is_chosen: is_chosen(&name), name }).collect(),
        is_any_class: filter.class.is_none(),
        shown: chapters.iter().map(|chapter| chapter.shown).sum(),
        total: index.entries().len(),
        chapters,
    };
    page(&list, &LIST_POLICY)
}

pub(crate) fn code(index: &Index, entry: &Entry) -> Result<Page, Error> {
    let address = |id: &str| {
        let named = index.find(id).filter(|named| named.id() != entry.id())?;
        Some(named.link.clone())
    };
    let surroundings = Surroundings { heading: HeadingLevel::H2, links: true, address: &address };
    let catalog = index.catalog_of(entry);
    let code = CodeTemplate {
        service: index.service(),
        formats: index.links().formats_of_code(&entry.segment),
        list: index.links().list(),
        anchor: anchor(&catalog.name),
        book: &catalog.name,
        entry,
        meaning: prose::render(entry.meaning(), &surroundings),
        advice: entry.advice().map(|advice| prose::render(advice, &surroundings)),
        replacement: index.replacement(entry),
        example: catalog.example(&entry.row),
        related: index.related(entry),
    };
    page(&code, &CODE_POLICY)
}

fn page(template: &impl Template, policy: &'static str) -> Result<Page, Error> {
    let html = template.render().map_err(Error::internal)?;
    Ok(Page::new(Format::Html, html).with_header(CONTENT_SECURITY_POLICY, policy))
}

/// Returns the id of a book's section. The id contains a colon, so it never equals the id of a code's row.
fn anchor(book: &str) -> String {
    format!("book:{}", entry::segment(book))
}
