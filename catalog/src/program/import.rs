//! `errorbook import`.

use std::path::Path;

use errorbook::Status;
use errorbook_catalog::rows::rows;
use errorbook_catalog::{Catalog, CatalogCode};

use crate::failure::Failure;
use crate::options::{Format, Import};
use crate::output::{note, print_file, write};
use crate::{Outcome, source};

pub(crate) fn run(options: &Import) -> Result<Outcome, Failure> {
    let mut catalog = if is_csv(&options.file) { read_csv(&options.file)? } else { source::catalog(&options.file)? };
    if let Some(name) = &options.name {
        catalog.name.clone_from(name);
    }
    let text = match options.format {
        Format::Json => catalog.to_string(),
        Format::Text => {
            let rows = rows(&catalog);
            for left_out in &rows.left_out {
                // A closed standard error is not a failure.
                let _ = note(&format!("left out: {left_out}"));
            }
            rows.source
        }
    };
    match &options.output {
        Some(path) => write(path, text.as_bytes())?,
        None => print_file(&text)?,
    }
    Ok(Outcome::Clean)
}

fn is_csv(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"))
}

/// Reads a CSV file: the first line has the names of the columns, and each other line has a code. Unknown columns are ignored.
fn read_csv(file: &str) -> Result<Catalog, Failure> {
    let bytes = source::read(file)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let not_csv = |error| Failure::NotCsv(file.to_owned(), error);
    let headings = reader.headers().map_err(not_csv)?.clone();
    let column = |name: &str| headings.iter().position(|heading| heading.eq_ignore_ascii_case(name));
    let cell_mistake = |line: u64, mistake: String| Failure::Cell { name: file.to_owned(), line, mistake };
    let needed = |name: &str| column(name).ok_or_else(|| cell_mistake(1, format!("there is no column `{name}`")));
    let (id, status) = (needed("code")?, needed("status")?);
    let texts = ["message", "meaning", "advice", "since", "replacement", "owner"].map(column);
    let mut catalog = Catalog::new(Path::new(file).file_stem().unwrap_or_default().to_string_lossy());
    for record in reader.records() {
        let record = record.map_err(not_csv)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).filter(|cell| !cell.is_empty());
        let number = cell(Some(status)).unwrap_or_default();
        let status = number.parse().ok().and_then(Status::new);
        let status = status.ok_or_else(|| cell_mistake(line, format!("{number:?} is not an HTTP status")))?;
        let id = cell(Some(id)).ok_or_else(|| cell_mistake(line, "the identifier is empty".to_owned()))?;
        let mut code = CatalogCode::new(id, status);
        let [message, meaning, advice, since, replacement, owner] = texts.map(|column| cell(column).map(str::to_owned));
        (code.message, code.meaning, code.advice) = (message, meaning, advice);
        (code.since, code.replacement, code.owner) = (since, replacement, owner);
        catalog.codes.push(code);
    }
    // The reader of catalogs checks the other rules, for example that no identifier is listed twice.
    Catalog::from_json(catalog.to_string().as_bytes()).map_err(|error| Failure::NotACatalog(file.to_owned(), error))?;
    Ok(catalog)
}
