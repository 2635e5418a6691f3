//! `errorbook explain`.

use std::collections::BTreeMap;

use errorbook_catalog::{Catalog, CatalogCode, ExampleResponse};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::failure::Failure;
use crate::options::Explain;
use crate::output::{BOLD, DIM, YELLOW, print, print_json, styled, visible};
use crate::{Outcome, output, source};

/// The maximum number of suggestions.
const SUGGESTIONS: usize = 5;

pub(crate) fn run(options: &Explain) -> Result<Outcome, Failure> {
    let catalogs = match options.files.as_slice() {
        [] => source::BUILT_IN.map(Catalog::of).into(),
        files => source::catalogs(files)?,
    };
    let found: Vec<(&Catalog, &CatalogCode)> =
        catalogs.iter().filter_map(|catalog| Some((catalog, catalog.get(&options.code)?))).collect();
    let suggestions = if found.is_empty() { suggestions(&catalogs, &options.code) } else { Vec::new() };
    if options.format.is_json() {
        let found = found.iter().map(|(catalog, code)| Explained::new(catalog, code)).collect();
        let explanation = Explanation { found, suggestions: &suggestions };
        print_json(&explanation)?;
        return Ok(if explanation.found.is_empty() { Outcome::Found } else { Outcome::Clean });
    }
    if found.is_empty() {
        let names: Vec<&str> = catalogs.iter().map(|catalog| catalog.name.as_str()).collect();
        let retired = catalogs.iter().find(|catalog| catalog.retired.contains(&options.code));
        let fact = match retired {
            Some(catalog) => format!("the code {} is retired in {}", options.code, catalog.name),
            None => format!("no code {} in {}", options.code, names.join(", ")),
        };
        let hint =
            if suggestions.is_empty() { String::new() } else { format!(". Did you mean {}?", suggestions.join(", ")) };
        // A closed standard error is not a failure.
        let _ = output::note(&format!("{fact}{hint}"));
        return Ok(Outcome::Found);
    }
    let texts: Vec<String> = found.iter().map(|(catalog, code)| text(catalog, code)).collect();
    print(&texts.join("\n\n"))?;
    Ok(Outcome::Clean)
}

/// The output as JSON.
#[derive(Serialize)]
struct Explanation<'a> {
    found: Vec<Explained<'a>>,
    suggestions: &'a [&'a str],
}

/// A code as JSON: its row with its book, its owner and example responses.
#[derive(Serialize)]
struct Explained<'a> {
    book: &'a str,
    #[serde(flatten)]
    code: CatalogCode,
    operations: Vec<String>,
    example: Option<Response>,
    suppressed: Option<Suppressed>,
}

#[derive(Serialize)]
struct Suppressed {
    query: String,
    #[serde(flatten)]
    response: Response,
}

#[derive(Serialize)]
struct Response {
    status: u16,
    headers: BTreeMap<&'static str, String>,
    /// The body byte for byte, if it is JSON.
    body: Option<Box<RawValue>>,
}

impl<'a> Explained<'a> {
    fn new(catalog: &'a Catalog, code: &'a CatalogCode) -> Explained<'a> {
        let mut row = code.clone();
        row.owner = catalog.owner_of(code).map(str::to_owned);
        let example = catalog.example(code);
        let (plain, suppressed) = example.map(|example| (example.plain, example.suppressed)).unzip();
        let suppressed = suppressed.flatten();
        Explained {
            book: &catalog.name,
            code: row,
            operations: operations(catalog, code),
            example: plain.map(Response::from),
            suppressed: suppressed.map(|(query, response)| Suppressed { query, response: response.into() }),
        }
    }
}

impl From<ExampleResponse> for Response {
    fn from(response: ExampleResponse) -> Response {
        let body = RawValue::from_string(response.text().into_owned()).ok();
        Response { status: response.status.as_u16(), headers: response.headers.into_iter().collect(), body }
    }
}

fn operations(catalog: &Catalog, code: &CatalogCode) -> Vec<String> {
    let operations = catalog.operations.iter().flatten();
    operations.filter(|operation| operation.codes().contains(&code.code.as_str())).map(ToString::to_string).collect()
}

/// Returns the description of a code as text.
fn text(catalog: &Catalog, code: &CatalogCode) -> String {
    let message = visible(code.message.as_deref().unwrap_or_default());
    let mut paragraphs = vec![
        format!("{} {} {}", styled(BOLD, &visible(&code.code)), code.status, styled(BOLD, &message))
            .trim_end()
            .to_owned(),
    ];
    if let Some(replacement) = &code.replacement {
        paragraphs.push(styled(YELLOW, &format!("Deprecated: use {}.", visible(replacement))));
    }
    paragraphs.extend(code.meaning.iter().map(|meaning| visible(meaning)));
    if let Some(advice) = &code.advice {
        paragraphs.push(section("What to do", advice));
    }
    let parameters: Vec<String> =
        code.parameters.iter().map(|parameter| format!("{} ({})", parameter.name, parameter.kind)).collect();
    let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.join(", "));
    let facts = [
        ("Book", Some(catalog.name.clone())),
        ("Owner", catalog.owner_of(code).map(str::to_owned)),
        ("Try again", code.retry.map(|retry| retry.to_string())),
        ("Parameters", list(&parameters)),
        ("Headers", list(&code.headers)),
        ("Since", code.since.clone()),
        ("Operations", list(&operations(catalog, code))),
    ];
    let facts =
        facts.into_iter().filter_map(|(name, fact)| Some(format!("{:12}{}", format!("{name}:"), visible(&fact?))));
    paragraphs.push(facts.collect::<Vec<_>>().join("\n"));
    match catalog.example(code) {
        Some(example) => {
            paragraphs.push(section("Example", &response(&example.plain)));
            if let Some((query, suppressed)) = &example.suppressed {
                paragraphs.push(section(&format!("With ?{query}"), &response(suppressed)));
            }
        }
        None => paragraphs.push(styled(DIM, "The envelope is not known, so there is no example.")),
    }
    paragraphs.join("\n\n")
}

fn section(title: &str, text: &str) -> String {
    let text: Vec<String> =
        visible(text).lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }).collect();
    format!("{}\n{}", styled(BOLD, title), text.join("\n"))
}

fn response(response: &ExampleResponse) -> String {
    let headers: String = response.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("HTTP/1.1 {}\n{headers}\n{}", response.status, response.text())
}

/// Returns the identifiers that are most similar to a text.
fn suggestions<'a>(catalogs: &'a [Catalog], text: &str) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let most = (text.chars().count() / 3).max(1);
    let ids = catalogs.iter().flat_map(|catalog| &catalog.codes).map(|code| code.code.as_str());
    let distance = |id: &str| {
        let id = id.to_lowercase();
        if id.len() > text.len() && !text.is_empty() && id.contains(&text) {
            1
        } else {
            strsim::damerau_levenshtein(&id, &text)
        }
    };
    let mut near: Vec<(usize, &str)> =
        ids.map(|id| (distance(id), id)).filter(|(distance, _)| *distance <= most).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(SUGGESTIONS).map(|(_, id)| id).collect()
}
