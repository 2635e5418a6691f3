//! Prints the books for other programs and people, and compares two versions of a catalog.
//!
//! A program like this one is all that a team needs to keep the front end's module and the API's document in step with its
//! own book: it names its books where this one names the three of errorbook.

use std::fs;
use std::io::{self, Write};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::{Catalog, CatalogError, export};

const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

/// The exit code of a comparison that finds a breaking change. Failures exit with 2, as wrong options do.
const BREAKING: u8 = 1;
const FAILED: u8 = 2;

/// Prints the books of errorbook (primaerp, ayanova, http), and compares two versions of a catalog.
#[derive(Parser)]
#[command(version)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Prints a book as a page of Markdown.
    Markdown { book: String },
    /// Prints a book as its catalog in JSON, which `compare` reads.
    Json { book: String },
    /// Prints a book as a TypeScript module.
    Typescript { book: String },
    /// Prints books as an OpenAPI document with a response for each code.
    Openapi {
        #[arg(value_name = "BOOK", required = true)]
        books: Vec<String>,
    },
    /// Reports the changes between two catalogs. Exits with 1 if one breaks clients.
    Compare {
        old: PathBuf,
        new: PathBuf,
        /// Prints the report as JSON.
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    match run(Options::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("book: {}", with_sources(&error));
            ExitCode::from(FAILED)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Error> {
    match command {
        Command::Markdown { book } => print(&export::markdown(&find(&book)?))?,
        Command::Json { book } => print(&find(&book)?.to_string())?,
        Command::Typescript { book } => print(&export::typescript(&find(&book)?))?,
        Command::Openapi { books } => {
            let books: Vec<Catalog> = books.iter().map(|book| find(book)).collect::<Result<_, _>>()?;
            print(&export::openapi(&books))?;
        }
        Command::Compare { old, new, json } => {
            let report = read(&old)?.compare(&read(&new)?);
            let text = if json { serde_json::to_string_pretty(&report)? } else { report.to_string() };
            print(&format!("{}\n", text.trim_end()))?;
            if report.is_breaking() {
                return Ok(ExitCode::from(BREAKING));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn find(name: &str) -> Result<Catalog, Error> {
    BOOKS.into_iter().find(|book| book.name() == name).map(Catalog::of).ok_or_else(|| Error::NoBook(name.to_owned()))
}

fn read(path: &Path) -> Result<Catalog, Error> {
    let text = fs::read(path).map_err(|source| Error::Unread { path: path.to_owned(), source })?;
    Catalog::from_json(&text).map_err(|source| Error::NotACatalog { path: path.to_owned(), source })
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::Unwritten),
    }
}

/// Returns an error and its sources in one line.
fn with_sources(error: &Error) -> String {
    let chain = iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The errors of the program.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("no book is called {0:?}: there are {names}", names = BOOKS.map(Book::name).join(", "))]
    NoBook(String),
    #[error("{path} cannot be read", path = .path.display())]
    Unread { path: PathBuf, source: io::Error },
    #[error("{path} is not a catalog", path = .path.display())]
    NotACatalog { path: PathBuf, source: CatalogError },
    #[error("the report cannot be written as JSON")]
    Report(#[from] serde_json::Error),
    #[error("the output cannot be written")]
    Unwritten(#[source] io::Error),
}
