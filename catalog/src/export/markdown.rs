//! Exports a book as Markdown.

use std::collections::BTreeMap;

use crate::export::headings::lower;
use crate::prose::{code_span, escape};
use crate::{Catalog, CatalogCode};

/// Returns the book as a Markdown page: an example of a body, a table of the codes, and a section for each code.
///
/// ```
/// use errorbook_catalog::{Catalog, export};
///
/// let page = export::markdown(&Catalog::of(&errorbook::standard::BOOK));
/// assert!(page.starts_with("# http\n\nEvery error is `application/problem+json`. An example:\n\n```json\n{\"type\":"));
/// assert!(page.contains("\n| [`not_found`](#not_found) | 404 | Not Found |"));
/// assert!(page.contains("\n## `not_found`\n\n404 Not Found\n\n"));
/// ```
///
/// Messages are escaped. The meaning and the advice stay Markdown, and their headings are lowered below the heading of the
/// section. The links of the table work on GitHub and GitLab.
pub fn markdown(catalog: &Catalog) -> String {
    let anchors = anchors(catalog);
    let mut page = vec![format!("# {}", escape(&catalog.name))];
    page.extend(example(catalog));
    page.extend(catalog.suppression.as_ref().map(|name| {
        let parameter = code_span(&format!("?{name}=true"));
        format!("With {parameter} every response has status 200 and the same body; `x-suppressed-status` has the original status.")
    }));
    page.extend(catalog.owner.as_ref().map(|owner| format!("Owner: {}", escape(owner))));
    page.push(table(
        &["code", "status", "message", "try again"],
        catalog.codes.iter().map(|code| {
            [
                link(&code.code, &anchors),
                code.status.to_string(),
                escape(message(code)),
                code.retry.map_or(String::new(), |retry| retry.to_string()),
            ]
        }),
    ));
    for code in &catalog.codes {
        section(&mut page, code, &anchors);
    }
    if !catalog.retired.is_empty() {
        page.push("## Retired".to_owned());
        page.push("These codes no longer exist, and their identifiers are never used again:".to_owned());
        page.push(list(&catalog.retired));
    }
    page.join("\n\n") + "\n"
}

fn example(catalog: &Catalog) -> Option<String> {
    let body = catalog.body(catalog.codes.first()?)?;
    let content_type = code_span(&catalog.envelope.as_ref()?.content_type);
    Some(format!("Every error is {content_type}. An example:\n\n```json\n{}\n```", String::from_utf8_lossy(&body),))
}

fn section(page: &mut Vec<String>, code: &CatalogCode, anchors: &BTreeMap<&str, String>) {
    page.push(format!("## {}", code_span(&code.code)));
    page.push(format!("{} {}", code.status, escape(message(code))));
    let facts = [
        code.retry.map(|retry| format!("- Try again: {retry}")),
        code.since.as_ref().map(|since| format!("- Since: {}", escape(since))),
        code.owner.as_ref().map(|owner| format!("- Owner: {}", escape(owner))),
        code.replacement.as_ref().map(|id| format!("- Deprecated: use {}", link(id, anchors))),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        page.push(facts.join("\n"));
    }
    page.extend(code.meaning.as_ref().map(|meaning| lower(meaning, 2)));
    if let Some(advice) = &code.advice {
        page.push("### What to do".to_owned());
        page.push(lower(advice, 2));
    }
    if !code.parameters.is_empty() {
        let parameters = code.parameters.iter();
        page.push("### Parameters".to_owned());
        page.push(table(
            &["name", "kind"],
            parameters.map(|parameter| [code_span(&parameter.name), parameter.kind.clone()]),
        ));
    }
    if !code.headers.is_empty() {
        page.push("### Headers".to_owned());
        page.push(list(&code.headers));
    }
}

fn message(code: &CatalogCode) -> &str {
    code.message.as_deref().unwrap_or_default()
}

fn link(id: &str, anchors: &BTreeMap<&str, String>) -> String {
    let word = code_span(id);
    anchors.get(id).map_or_else(|| word.clone(), |anchor| format!("[{word}](#{anchor})"))
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("- {}", code_span(word))).collect::<Vec<_>>().join("\n")
}

fn table<const COLUMNS: usize>(head: &[&str; COLUMNS], rows: impl Iterator<Item = [String; COLUMNS]>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | ")).replace("|  |", "| |");
    let head = [line(&head.map(str::to_owned)), format!("|{}", "---|".repeat(COLUMNS))];
    head.into_iter().chain(rows.map(|row| line(&row))).collect::<Vec<_>>().join("\n")
}

/// Returns the anchor of each code's heading in the rendered page.
fn anchors(catalog: &Catalog) -> BTreeMap<&str, String> {
    let mut taken = BTreeMap::from([(anchor(&catalog.name), 1)]);
    let name = |code: &CatalogCode| {
        let anchor = anchor(&code.code);
        let times = taken.entry(anchor.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { anchor } else { format!("{anchor}-{}", *times - 1) }
    };
    let names: Vec<String> = catalog.codes.iter().map(name).collect();
    catalog.codes.iter().map(|code| code.code.as_str()).zip(names).collect()
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

    errorbook::codes! {
        /// The headings of these identifiers would have equal anchors.
        book "Alike" { envelope: errorbook::envelope::PROBLEM }

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
    fn every_heading_has_a_unique_anchor() {
        let catalog = Catalog::of(&BOOK);
        let anchors = anchors(&catalog);
        let of = [ONE, TWO, THREE, FOUR, FIVE].map(|code| anchors[code.id()].as_str());
        assert_eq!(of, ["a-b", "a-b-1", "alike-1", "a-b-2", "äb_c"]);
        assert_eq!(link("a-b!", &anchors), "[`a-b!`](#a-b-2)");
    }
}
