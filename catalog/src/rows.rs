//! [`rows`]: writes a catalog as rows of `codes!`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use errorbook::{ErrorKind, Retry};

use crate::{Catalog, CatalogCode, CatalogUnlisted};

mod names;
mod text;

use names::names;
use text::{doc_lines, string};

/// The source code of a book. [`rows`] returns it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rows {
    /// The call of `codes!`. Put it into a separate module.
    pub source: String,
    /// The parts of the catalog that `codes!` cannot express, one line for each. The source code does not contain them.
    pub left_out: Vec<String>,
}

/// The maximum number of codes in a book.
const MOST_CODES: usize = u16::MAX as usize;

/// Returns a catalog as a call of [`codes!`](errorbook::codes), with a constant for each code.
///
/// The names of the constants come from the messages. A code without a message gets the reason phrase of its status. A code
/// without a meaning gets its message as the meaning. A catalog with an unknown envelope gets
/// [`PROBLEM`](errorbook::envelope::PROBLEM).
///
/// ```
/// use errorbook_catalog::{Catalog, rows::rows};
///
/// let catalog = Catalog::from_json(br#"{"name":"shop","codes":[{"code":20001,"status":404,"message":"No such part"}]}"#)?;
/// assert_eq!(rows(&catalog).source, r#"errorbook::codes! {
///     /// The codes of shop.
///     book "shop" {
///         envelope: errorbook::envelope::PROBLEM,
///     }
///
///     /// No such part
///     NO_SUCH_PART = "20001", 404, "No such part";
/// }
/// "#);
/// # Ok::<(), errorbook_catalog::CatalogError>(())
/// ```
pub fn rows(catalog: &Catalog) -> Rows {
    let mut left_out = Vec::new();
    let codes = catalog.codes.get(..MOST_CODES).unwrap_or(&catalog.codes);
    if codes.len() < catalog.codes.len() {
        left_out.push(format!("the codes after the first {MOST_CODES}: a book cannot have more codes"));
    }
    let names = names(codes);
    let mut source = "errorbook::codes! {\n".to_owned();
    let book = if catalog.name.trim().is_empty() { "imported" } else { &catalog.name };
    doc_lines(&mut source, &format!("The codes of {book}."));
    head(&mut source, book, catalog, &names, &mut left_out);
    for id in catalog.retired.iter().filter(|id| !id.is_empty()) {
        line(&mut source, format_args!("\n    retired {};", string(id)));
    }
    let deprecated: BTreeSet<&str> =
        codes.iter().filter(|code| code.replacement.is_some()).map(|code| code.code.as_str()).collect();
    for code in codes {
        row(&mut source, code, &names, &deprecated, &mut left_out);
    }
    source.push_str("}\n");
    Rows { source, left_out }
}

fn line(source: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(source, "{text}");
}

fn head(
    source: &mut String,
    book: &str,
    catalog: &Catalog,
    names: &BTreeMap<&str, String>,
    left_out: &mut Vec<String>,
) {
    let schema = catalog.envelope.as_ref().filter(|envelope| envelope.writer().is_some());
    let envelope = match schema.and_then(|envelope| envelope.schema.as_deref()) {
        Some("PrimaErp") => "PRIMAERP",
        Some("AyaNova") => "AYANOVA",
        Some("Flat") => "FLAT",
        Some("ByField") => "BY_FIELD",
        Some("Problem") => "PROBLEM",
        other => {
            let named = catalog.envelope.as_ref();
            let named = named.map(|envelope| envelope.schema.as_ref().unwrap_or(&envelope.content_type).as_str());
            if let Some(other) = other.or(named) {
                left_out.push(format!("the envelope {other}: errorbook does not have it, so the book gets PROBLEM"));
            }
            "PROBLEM"
        }
    };
    line(source, format_args!("    book {} {{\n        envelope: errorbook::envelope::{envelope},", string(book)));
    let said = |text: &Option<String>| text.as_ref().filter(|text| !text.trim().is_empty()).map(|text| string(text));
    if let Some(base) = said(&catalog.type_base) {
        line(source, format_args!("        type_base: {base},"));
    }
    if let Some(pattern) = catalog.pattern.as_ref().filter(|pattern| !pattern.is_empty()) {
        if catalog.codes.iter().all(|code| fits(pattern, &code.code)) {
            line(source, format_args!("        pattern: {},", string(pattern)));
        } else {
            left_out.push(format!("the pattern {pattern:?}: not all codes match it"));
        }
    }
    if let Some((first, last)) = catalog.range {
        let is_within = |code: &CatalogCode| {
            code.code
                .parse::<u64>()
                .is_ok_and(|number| (first..=last).contains(&number) && number.to_string() == code.code)
        };
        if first <= last && catalog.codes.iter().all(is_within) {
            line(source, format_args!("        range: {first}..={last},"));
        } else {
            left_out.push(format!("the range {first}..={last}: not all codes are within it"));
        }
    }
    if let Some(owner) = said(&catalog.owner) {
        line(source, format_args!("        owner: {owner},"));
    }
    if let Some(name) = &catalog.suppression {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if !name.is_empty() && name.bytes().all(is_plain) {
            line(source, format_args!("        suppression: {},", string(name)));
        } else {
            left_out.push(format!("the suppression {name:?}: it is not a valid parameter name"));
        }
    }
    mappings(source, catalog, names, left_out);
    source.push_str("    }\n");
}

/// Writes the error kinds and the statuses.
fn mappings(source: &mut String, catalog: &Catalog, names: &BTreeMap<&str, String>, left_out: &mut Vec<String>) {
    let mut kinds = Vec::new();
    for (kind, id) in &catalog.error_kinds {
        let is_known = ErrorKind::ALL.iter().any(|known| known.name() == kind);
        match names.get(id.as_str()).filter(|_| is_known) {
            Some(name) => kinds.push(format!("{kind}: {name}")),
            None => left_out.push(format!("the error kind {kind:?}: errorbook has no such error kind")),
        }
    }
    let statuses =
        catalog.statuses.iter().filter_map(|(status, id)| Some(format!("{status}: {}", names.get(id.as_str())?)));
    let mut statuses: Vec<String> = statuses.collect();
    match &catalog.unlisted_statuses {
        CatalogUnlisted::Coded { client, server } => {
            if let (Some(client), Some(server)) = (names.get(client.as_str()), names.get(server.as_str())) {
                statuses.extend([format!("4xx: {client}"), format!("5xx: {server}")]);
            }
        }
        CatalogUnlisted::PassThrough(messages) if messages.is_empty() => statuses.push("pass_through".to_owned()),
        CatalogUnlisted::PassThrough(messages) => {
            let messages: Vec<String> =
                messages.iter().map(|(status, message)| format!("({status}, {})", string(message))).collect();
            statuses.push(format!("pass_through: &[{}]", messages.join(", ")));
        }
        _ => {}
    }
    for (field, entries) in [("error_kinds", kinds), ("statuses", statuses)] {
        if !entries.is_empty() {
            line(source, format_args!("        {field}: {{ {} }},", entries.join(", ")));
        }
    }
}

fn row(
    source: &mut String,
    code: &CatalogCode,
    names: &BTreeMap<&str, String>,
    deprecated: &BTreeSet<&str>,
    left_out: &mut Vec<String>,
) {
    let Some(name) = names.get(code.code.as_str()) else { return };
    let message = code.message.as_deref().filter(|message| !message.trim().is_empty());
    let message = message.unwrap_or_else(|| errorbook::standard::phrase(code.status));
    let meaning = code.meaning.as_deref().filter(|meaning| text::is_meaning(meaning)).unwrap_or(message);
    source.push('\n');
    doc_lines(source, meaning);
    if let Some(advice) = code.advice.as_deref().filter(|advice| !advice.trim().is_empty()) {
        source.push_str("    ///\n    /// # What to do\n");
        doc_lines(source, advice);
    }
    let attributes = attributes(code, names, deprecated, left_out);
    let attributes = if attributes.is_empty() {
        String::new()
    } else {
        format!(" {{\n        {},\n    }}", attributes.join(",\n        "))
    };
    line(
        source,
        format_args!("    {name} = {}, {}, {}{attributes};", string(&code.code), code.status, string(message)),
    );
}

fn attributes(
    code: &CatalogCode,
    names: &BTreeMap<&str, String>,
    deprecated: &BTreeSet<&str>,
    left_out: &mut Vec<String>,
) -> Vec<String> {
    let id = code.code.escape_debug();
    let mut attributes = Vec::new();
    let mut parameters = Vec::new();
    for parameter in &code.parameters {
        let is_kind = matches!(parameter.kind.as_str(), "string" | "integer" | "number" | "boolean");
        if is_kind && names::is_parameter(&parameter.name) {
            parameters.push(format!("{}: {}", parameter.name, parameter.kind));
        } else {
            left_out.push(format!("{id}: the parameter {:?} of kind {:?}", parameter.name, parameter.kind));
        }
    }
    if !parameters.is_empty() {
        attributes.push(format!("parameters: {{ {} }}", parameters.join(", ")));
    }
    let mut headers: Vec<String> = Vec::new();
    for header in code.headers.iter().map(|header| header.to_ascii_lowercase()) {
        if !names::is_header(&header) {
            left_out.push(format!("{id}: the header {header:?}"));
        } else if !headers.contains(&string(&header)) {
            headers.push(string(&header));
        }
    }
    if !headers.is_empty() {
        attributes.push(format!("headers: [{}]", headers.join(", ")));
    }
    match code.retry {
        Some(Retry::Never) => attributes.push("retry: never".to_owned()),
        Some(Retry::After(delay)) if delay.as_secs() > 0 => {
            attributes.push(format!("retry: after {}s", delay.as_secs()))
        }
        Some(Retry::AtOnce | Retry::After(_)) => attributes.push("retry: at_once".to_owned()),
        None => {}
    }
    for (attribute, text) in [("since", &code.since), ("owner", &code.owner)] {
        if let Some(text) = text.as_ref().filter(|text| !text.trim().is_empty()) {
            attributes.push(format!("{attribute}: {}", string(text)));
        }
    }
    if let Some(replacement) = code.replacement.as_deref() {
        match names.get(replacement).filter(|_| !deprecated.contains(replacement)) {
            Some(name) => attributes.push(format!("deprecated: {name}")),
            None => {
                left_out.push(format!("{id}: the replacement {replacement:?}, which is deprecated or does not exist"))
            }
        }
    }
    attributes
}

/// Returns true if the identifier matches the pattern, with a digit for each `#`.
fn fits(pattern: &str, id: &str) -> bool {
    let fits =
        |(pattern, letter): (char, char)| if pattern == '#' { letter.is_ascii_digit() } else { pattern == letter };
    pattern.chars().count() == id.chars().count() && pattern.chars().zip(id.chars()).all(fits)
}
