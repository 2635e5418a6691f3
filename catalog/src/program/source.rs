//! Reads the inputs that the arguments name: built-in books, files and standard input.

use std::fs::File;
use std::io::{self, Read};

use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::{Catalog, Recording, document};
use serde::Deserialize;
use serde_json::Value;

use crate::failure::Failure;

/// The built-in books.
pub(crate) const BUILT_IN: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

/// The maximum size of an input file. The largest known catalog, with 2,400 codes, has less than 2 MiB.
const LIMIT_MIB: u64 = 64;

/// Reads the catalogs of all named inputs.
pub(crate) fn catalogs(names: &[String]) -> Result<Vec<Catalog>, Failure> {
    names.iter().map(|name| catalogs_of(name)).collect::<Result<Vec<_>, _>>().map(|catalogs| catalogs.concat())
}

/// Reads an input that must contain exactly one catalog.
pub(crate) fn catalog(name: &str) -> Result<Catalog, Failure> {
    let mut catalogs = catalogs_of(name)?;
    match (catalogs.pop(), catalogs.len()) {
        (Some(catalog), 0) => Ok(catalog),
        (_, others) => Err(Failure::SeveralBooks { name: name.to_owned(), count: others + 1 }),
    }
}

fn catalogs_of(name: &str) -> Result<Vec<Catalog>, Failure> {
    match BUILT_IN.into_iter().find(|book| book.name() == name) {
        Some(book) => Ok(vec![Catalog::of(book)]),
        None => parse(name, &read(name)?),
    }
}

/// Reads catalogs from the content of a file: a catalog, the JSON of a service's pages, or an OpenAPI document.
pub(crate) fn parse(name: &str, bytes: &[u8]) -> Result<Vec<Catalog>, Failure> {
    #[derive(Deserialize)]
    struct Pages {
        books: Vec<Catalog>,
    }

    let error = match Catalog::from_json(bytes) {
        Ok(catalog) => return Ok(vec![catalog]),
        Err(error) => error,
    };
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        if let Ok(catalog) = document::catalog(&value) {
            return Ok(vec![catalog]);
        }
        if let (Some(_), Ok(Pages { books })) = (value.get("books"), serde_json::from_value(value.clone())) {
            return Ok(books);
        }
    }
    Err(if is_yaml(bytes) { Failure::Yaml(name.to_owned()) } else { Failure::NotACatalog(name.to_owned(), error) })
}

/// Reads an OpenAPI document.
pub(crate) fn document(name: &str) -> Result<Value, Failure> {
    let bytes = read(name)?;
    if is_yaml(&bytes) {
        return Err(Failure::Yaml(name.to_owned()));
    }
    serde_json::from_slice(&bytes).map_err(|error| Failure::NotJson(name.to_owned(), error))
}

/// Reads a recording.
pub(crate) fn recording(name: &str) -> Result<Recording, Failure> {
    Recording::from_json_lines(&text(name)?).map_err(|error| Failure::NotARecording(name.to_owned(), error))
}

fn text(name: &str) -> Result<String, Failure> {
    let not_text = |_| Failure::Unread(name.to_owned(), io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"));
    String::from_utf8(read(name)?).map_err(not_text)
}

/// Reads a file. The name `-` stands for standard input.
pub(crate) fn read(name: &str) -> Result<Vec<u8>, Failure> {
    let read = |source: &mut dyn Read| {
        let mut bytes = Vec::new();
        source.take(LIMIT_MIB * 1_024 * 1_024 + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes =
        if name == "-" { read(&mut io::stdin()) } else { File::open(name).and_then(|mut file| read(&mut file)) };
    let bytes = bytes.map_err(|error| Failure::Unread(name.to_owned(), error))?;
    if bytes.len() as u64 > LIMIT_MIB * 1_024 * 1_024 {
        return Err(Failure::TooLarge { name: name.to_owned(), limit: LIMIT_MIB });
    }
    Ok(bytes)
}

/// Returns true if the file looks like an OpenAPI document in YAML.
fn is_yaml(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').take(50);
    lines.any(|line| line.starts_with(b"openapi:") || line.starts_with(b"swagger:"))
}
