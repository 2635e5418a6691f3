//! The pages as JSON.

use errorbook::{Error, Retry};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::entry::Entry;
use crate::example::Example;
use crate::filter::Filter;
use crate::format::Format;
use crate::index::Index;
use crate::page::Page;

#[derive(Serialize)]
struct List<'a> {
    books: Vec<ListedBook<'a>>,
}

#[derive(Serialize)]
struct ListedBook<'a> {
    name: &'a str,
    codes: Vec<Code<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
    status: u16,
    message: &'a str,
    meaning: &'a str,
    advice: Option<&'a str>,
    parameters: Vec<Parameter>,
    headers: &'static [&'static str],
    retry: Option<&'static str>,
    /// In seconds.
    retry_after: Option<u64>,
    since: Option<&'static str>,
    replacement: Option<&'static str>,
    /// Relative to the address of the page.
    link: String,
}

#[derive(Serialize)]
struct Parameter {
    name: &'static str,
    kind: &'static str,
}

impl Parameter {
    fn new(parameter: &errorbook::Parameter) -> Parameter {
        Parameter { name: parameter.name(), kind: parameter.kind().name() }
    }
}

#[derive(Serialize)]
struct Single<'a> {
    book: &'a str,
    #[serde(flatten)]
    code: Code<'a>,
    /// The body, byte for byte; null for an envelope that is no JSON.
    example: Option<Box<RawValue>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    code: &'a str,
    link: &'a str,
}

impl<'a> Code<'a> {
    fn new(entry: &'a Entry, link: String) -> Code<'a> {
        Code {
            code: entry.code.id(),
            status: entry.code.status().as_u16(),
            message: entry.code.message(),
            meaning: &entry.meaning,
            advice: entry.advice.as_deref(),
            parameters: entry.code.parameters().iter().map(Parameter::new).collect(),
            headers: entry.code.headers(),
            retry: entry.code.retry().map(Retry::name),
            retry_after: entry.code.retry().and_then(Retry::delay).map(|delay| delay.as_secs()),
            since: entry.code.since(),
            replacement: entry.code.replacement().map(errorbook::Code::id),
            link,
        }
    }
}

pub(crate) fn list(index: &Index, filter: &Filter) -> Result<Page, Error> {
    let code = |entry: &'_ Entry| format!("{}/{}", index.last_segment(), entry.segment);
    let chapters = index.chapters(filter);
    let books = chapters.iter().map(|(book, entries)| ListedBook {
        name: book.name(),
        codes: entries.iter().map(|entry| Code::new(entry, code(entry))).collect(),
    });
    page(&List { books: books.collect() })
}

pub(crate) fn code(index: &Index, entry: &Entry) -> Result<Page, Error> {
    let related = index.related(entry);
    page(&Single {
        book: entry.code.book().name(),
        code: Code::new(entry, entry.segment.clone()),
        example: RawValue::from_string(Example::of(entry.code).plain.text().into_owned()).ok(),
        related: related.iter().map(|entry| Related { code: entry.code.id(), link: &entry.segment }).collect(),
    })
}

fn page(value: &impl Serialize) -> Result<Page, Error> {
    Ok(Page::new(Format::Json, serde_json::to_string(value).map_err(Error::internal)?))
}
