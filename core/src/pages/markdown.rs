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
    example: Example,
    related: Vec<&'a Entry>,
}

pub(super) fn list(pages: &Pages, filter: &Filter) -> Result<Page, Error> {
    page(&List { last_segment: pages.last_segment(), chapters: pages.chapters(filter) })
}

pub(super) fn code(pages: &Pages, entry: &Entry) -> Result<Page, Error> {
    let (example, related) = (Example::of(entry.code), pages.related(entry));
    page(&Code { last_segment: pages.last_segment(), entry, example, related })
}

fn page(template: &impl Template) -> Result<Page, Error> {
    Ok(Page::new(Format::Markdown, template.render().map_err(Error::unhandled)?))
}

/// A text of one line in which nothing is a mark.
fn text(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' | '|' | '!' => {
                escaped.extend(['\\', letter])
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// An identifier as code, or as text where it cannot be code.
fn id(id: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'`';
    if id.bytes().all(is_plain) { format!("`{id}`") } else { text(id) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_marks() {
        for (given, expected) in [
            ("You've reached your account's user limit", "You've reached your account's user limit"),
            ("a *b* _c_ `d` [e](f) <g> &amp;\n# h", "a \\*b\\* \\_c\\_ \\`d\\` \\[e\\](f) \\<g\\> \\&amp; \\# h"),
        ] {
            assert_eq!(text(given), expected);
        }
        assert_eq!((id("not_found"), id("a`<b>")), ("`not_found`".to_owned(), "a\\`\\<b\\>".to_owned()));
    }
}
