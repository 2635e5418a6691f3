//! A book as Markdown.

use std::collections::BTreeMap;

use super::headings::lower;
use crate::prose::{code as word, plain, unindent};
use crate::{Book, Code};

/// The book as a page of Markdown: what its errors look like, a table of the codes, and a section for each.
///
/// ```
/// let page = errorbook::export::markdown(&errorbook::standard::BOOK);
/// assert!(page.starts_with("# http\n\nEvery error is `application/problem+json` and looks like this:\n\n```json\n{\"type\":"));
/// assert!(page.contains("\n| [`not_found`](#not_found) | 404 | Not Found |"));
/// assert!(page.contains("\n## `not_found`\n\n404 Not Found\n\n"));
/// ```
///
/// A message is text, in which nothing is a mark. The meaning and the advice are Markdown as the author wrote it, with their
/// headings moved below the one of their section. The links of the table lead to the headings as GitHub and GitLab name them.
pub fn markdown(book: &Book) -> String {
    let anchors = anchors(book);
    let mut page = vec![format!("# {}", plain(book.name()))];
    page.extend(example(book));
    page.push(table(
        &["code", "status", "message", "try again"],
        book.codes().zip(&anchors).map(|(code, anchor)| {
            [
                link(code, anchor),
                code.status().to_string(),
                plain(code.message()),
                code.retry().map_or(String::new(), |retry| retry.to_string()),
            ]
        }),
    ));
    for code in book.codes() {
        section(&mut page, code, &anchors);
    }
    if !book.retired().is_empty() {
        page.push("## Retired".to_owned());
        page.push("These were codes once and are never used again:".to_owned());
        page.push(book.retired().iter().map(|id| format!("- {}", word(id))).collect::<Vec<_>>().join("\n"));
    }
    page.join("\n\n") + "\n"
}

fn example(book: &Book) -> Option<String> {
    let body = book.codes().next()?.body();
    let content_type = word(book.envelope().content_type());
    Some(format!(
        "Every error is {content_type} and looks like this:\n\n```json\n{}\n```",
        String::from_utf8_lossy(body),
    ))
}

fn section(page: &mut Vec<String>, code: Code, anchors: &[String]) {
    page.push(format!("## {}", word(code.id())));
    page.push(format!("{} {}", code.status(), plain(code.message())));
    let facts = [
        code.retry().map(|retry| format!("- Try again: {retry}")),
        code.since().map(|since| format!("- Since: {}", plain(since))),
        code.replacement().map(|other| format!("- Deprecated in favour of {}", link_of(other, anchors))),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        page.push(facts.join("\n"));
    }
    page.push(lower(&unindent(code.meaning()), 2));
    if let Some(advice) = code.advice() {
        page.push("### What to do".to_owned());
        page.push(lower(&unindent(advice), 2));
    }
    if !code.parameters().is_empty() {
        let parameters = code.parameters().iter();
        page.push("### Parameters".to_owned());
        page.push(table(
            &["name", "kind"],
            parameters.map(|parameter| [word(parameter.name()), parameter.kind().name().to_owned()]),
        ));
    }
    if !code.headers().is_empty() {
        page.push("### Headers".to_owned());
        page.push(code.headers().iter().map(|name| format!("- {}", word(name))).collect::<Vec<_>>().join("\n"));
    }
}

fn link_of(code: Code, anchors: &[String]) -> String {
    let anchor = code.book().codes().zip(anchors).find(|(other, _)| *other == code).map(|(_, anchor)| anchor);
    anchor.map_or_else(|| word(code.id()), |anchor| link(code, anchor))
}

fn link(code: Code, anchor: &str) -> String {
    format!("[{}](#{anchor})", word(code.id()))
}

fn table<const COLUMNS: usize>(head: &[&str; COLUMNS], rows: impl Iterator<Item = [String; COLUMNS]>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | ")).replace("|  |", "| |");
    let head = [line(&head.map(str::to_owned)), format!("|{}", "---|".repeat(COLUMNS))];
    head.into_iter().chain(rows.map(|row| line(&row))).collect::<Vec<_>>().join("\n")
}

/// What a page that is rendered calls the headings of the codes.
fn anchors(book: &Book) -> Vec<String> {
    let mut taken = BTreeMap::from([(anchor(book.name()), 1)]);
    let name = |code: Code| {
        let anchor = anchor(code.id());
        let times = taken.entry(anchor.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { anchor } else { format!("{anchor}-{}", *times - 1) }
    };
    book.codes().map(name).collect()
}

fn anchor(heading: &str) -> String {
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        letter if letter.is_alphanumeric() || letter == '-' || letter == '_' => Some(letter),
        _ => None,
    };
    heading.to_lowercase().chars().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::codes! {
        /// Identifiers that a page that is rendered calls alike.
        book "Alike" { envelope: crate::envelope::PROBLEM }

        /// One.
        ONE = "a b", 400, "One";
        /// Two.
        TWO = "A-B", 400, "Two";
        /// Three.
        THREE = "alike", 400, "Three";
        /// Four.
        FOUR = "a-b!", 400, "Four";
        /// Five.
        FIVE = "ä.b_c", 400, "Five";
    }

    #[test]
    fn every_heading_has_an_anchor_of_its_own() {
        assert_eq!(anchors(&BOOK), ["a-b", "a-b-1", "alike-1", "a-b-2", "äb_c"]);
        assert_eq!(link_of(FOUR, &anchors(&BOOK)), "[`a-b!`](#a-b-2)");
    }
}
