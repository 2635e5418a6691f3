//! The pages as HTML, and the policy under which a browser shows them.

use std::sync::LazyLock;

use askama::Template;
use askama::filters::{Escaper as _, Html};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pulldown_cmark::HeadingLevel;
use sha2::{Digest as _, Sha256};

use super::Pages;
use super::entry::{self, Entry};
use super::example::Example;
use super::filter::Filter;
use super::format::Format;
use super::page::Page;
use super::prose::{self, Place};
use crate::Error;
use crate::header::of_pages::CONTENT_SECURITY_POLICY;

const STYLE: &str = include_str!("../../templates/page.css");
const SCRIPT: &str = include_str!("../../templates/search.js");

static LIST_POLICY: LazyLock<String> =
    LazyLock::new(|| format!("{}; script-src {}; form-action 'self'", *POLICY, source(SCRIPT)));
static CODE_POLICY: LazyLock<String> = LazyLock::new(|| format!("{}; form-action 'none'", *POLICY));
static POLICY: LazyLock<String> = LazyLock::new(|| {
    format!("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src {}", source(STYLE))
});

/// An inline script or style, as the policy lets it in.
fn source(bytes: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(bytes)))
}

#[derive(Template)]
#[template(path = "list.html")]
struct List<'a> {
    last_segment: &'a str,
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
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    entry: &'a Entry,
    is_shown: bool,
    meaning: String,
}

#[derive(Template)]
#[template(path = "code.html")]
struct Code<'a> {
    last_segment: &'a str,
    anchor: String,
    entry: &'a Entry,
    meaning: String,
    advice: Option<String>,
    replacement: Option<&'a Entry>,
    facts: Vec<(&'static str, String)>,
    example: Example,
    related: Vec<&'a Entry>,
}

/// Every code is in the page, so that the script of the page can show it again; what the filter leaves out is hidden.
pub(super) fn list(pages: &Pages, filter: &Filter) -> Result<Page, Error> {
    let place = Place { under: HeadingLevel::H3, links: false, address: &|_| None };
    let row = |entry| Row { entry, is_shown: filter.takes(entry), meaning: prose::html(&entry.meaning, &place) };
    let chapters = pages.books.iter().map(|book| {
        let rows: Vec<Row<'_>> = pages.entries_of(book).map(row).collect();
        let shown = rows.iter().filter(|row| row.is_shown).count();
        Chapter { name: book.name(), anchor: anchor(book.name()), shown, rows }
    });
    let chapters: Vec<Chapter<'_>> = chapters.collect();
    let mut classes: Vec<String> = pages.entries.values().map(Entry::class).chain(filter.class.clone()).collect();
    classes.sort();
    classes.dedup();
    let is_chosen = |name: &String| filter.class.as_ref() == Some(name);
    let list = List {
        last_segment: pages.last_segment(),
        text: &filter.text,
        limit: Filter::LIMIT,
        classes: classes.into_iter().map(|name| Class { is_chosen: is_chosen(&name), name }).collect(),
        is_any_class: filter.class.is_none(),
        shown: chapters.iter().map(|chapter| chapter.shown).sum(),
        total: pages.entries.len(),
        chapters,
    };
    page(&list, &LIST_POLICY)
}

pub(super) fn code(pages: &Pages, entry: &Entry) -> Result<Page, Error> {
    let address = |id: &str| {
        let named = pages.entries.get(id).filter(|named| named.code != entry.code)?;
        Some(named.segment.clone())
    };
    let place = Place { under: HeadingLevel::H2, links: true, address: &address };
    let code = Code {
        last_segment: pages.last_segment(),
        anchor: anchor(entry.code.book().name()),
        entry,
        meaning: prose::html(&entry.meaning, &place),
        advice: entry.advice.as_deref().map(|advice| prose::html(advice, &place)),
        replacement: pages.replacement(entry),
        facts: entry.facts(),
        example: Example::of(entry.code),
        related: pages.related(entry),
    };
    page(&code, &CODE_POLICY)
}

fn page(template: &impl Template, policy: &'static str) -> Result<Page, Error> {
    let html = template.render().map_err(Error::internal)?;
    Ok(Page::new(Format::Html, html).with_header(CONTENT_SECURITY_POLICY, policy))
}

/// The id of a book's section, which can be no code's: theirs have no colon.
fn anchor(book: &str) -> String {
    format!("book:{}", entry::segment(book))
}

/// A JSON body of one line, in which elements alone make the lines that a reader sees: its text stays what is sent.
fn json(body: &str) -> String {
    let mut out = String::with_capacity(2 * body.len());
    let mut depth = 0_usize;
    let (mut in_string, mut escaped) = (false, false);
    let mut letters = body.chars().peekable();
    while let Some(letter) = letters.next() {
        if in_string {
            escape(&mut out, letter);
            in_string = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '{' | '[' => {
                out.push(letter);
                match letters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        out.push_str("<span>");
                    }
                }
            }
            ',' if depth > 0 => out.push_str(",</span><span>"),
            '}' | ']' if depth > 0 => {
                depth -= 1;
                out.push_str("</span>");
                out.push(letter);
            }
            letter => {
                in_string = letter == '"';
                escape(&mut out, letter);
            }
        }
    }
    out.extend(std::iter::repeat_n("</span>", depth));
    out
}

fn escape(out: &mut String, letter: char) {
    // Writing to a `String` does not fail.
    let _ = Html.write_escaped_char(out, letter);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn json_is_laid_out_by_elements() {
        let cases = [
            (r#"{"a":1,"b":[]}"#, r#"{<span>&#34;a&#34;:1,</span><span>&#34;b&#34;:[]</span>}"#),
            (r#"[{"a":"{,\"}"}]"#, r#"[<span>{<span>&#34;a&#34;:&#34;{,\&#34;}&#34;</span>}</span>]"#),
            (r#"{"<":null}"#, r"{<span>&#34;&#60;&#34;:null</span>}"),
            ("a,b}", "a,b}"),
            ("{[", "{<span>[<span></span></span>"),
        ];
        for (body, expected) in cases {
            assert_eq!(json(body), expected);
        }
    }

    proptest! {
        #[test]
        fn the_text_of_json_stays_what_is_sent(pieces in proptest::collection::vec("[\\[\\]{},:\"\\\\<>&a]|\\PC", 0..40)) {
            let body = pieces.concat();
            let laid_out = json(&body);
            prop_assert_eq!(laid_out.matches("<span>").count(), laid_out.matches("</span>").count());
            let text = laid_out.replace("<span>", "").replace("</span>", "");
            prop_assert!(!text.contains(['<', '>']));
            let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&");
            prop_assert_eq!(text, body);
        }
    }
}
