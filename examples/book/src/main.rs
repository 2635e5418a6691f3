//! Prints the books for other programs and people, and compares two versions of a catalogue.
//!
//! A program like this one is all that a team needs to keep the front end's module and the API's document in step with its
//! own book: it names its books where this one names the three of errorbook.

use std::fs;
use std::io::{self, Write};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use errorbook::lock::{Snapshot, SnapshotError};
use errorbook::{Book, ayanova, export, standard, primaerp};

const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

/// What a comparison exits with that finds a change which breaks clients; a failure exits with 2, as wrong options do.
const BREAKING: u8 = 1;
const FAILED: u8 = 2;

/// Prints the books of errorbook (primaerp, ayanova, http), and compares two versions of a catalogue.
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
    /// Prints a book as JSON, which `compare` reads.
    Json { book: String },
    /// Prints a book as a TypeScript module.
    Typescript { book: String },
    /// Prints books as an OpenAPI document whose responses are there to be referenced.
    Openapi {
        #[arg(value_name = "BOOK", required = true)]
        books: Vec<String>,
    },
    /// Tells what changed between two catalogues; exits with 1 if it breaks clients.
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
            eprintln!("book: {}", told(&error));
            ExitCode::from(FAILED)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Error> {
    match command {
        Command::Markdown { book } => print(&export::markdown(find(&book)?))?,
        Command::Json { book } => print(&export::json(find(&book)?))?,
        Command::Typescript { book } => print(&export::typescript(find(&book)?))?,
        Command::Openapi { books } => {
            let books: Vec<&Book> = books.iter().map(|book| find(book)).collect::<Result<_, _>>()?;
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

fn find(name: &str) -> Result<&'static Book, Error> {
    BOOKS.into_iter().find(|book| book.name() == name).ok_or_else(|| Error::NoBook(name.to_owned()))
}

fn read(path: &Path) -> Result<Snapshot, Error> {
    let text = fs::read(path).map_err(|source| Error::Unread { path: path.to_owned(), source })?;
    Snapshot::from_json(&text).map_err(|source| Error::NoCatalogue { path: path.to_owned(), source })
}

fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::Unwritten),
    }
}

/// An error and what lies behind it, in one line.
fn told(error: &Error) -> String {
    let chain = iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Why there is nothing to print.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("no book is called {0:?}: there are {names}", names = BOOKS.map(Book::name).join(", "))]
    NoBook(String),
    #[error("{path} cannot be read", path = .path.display())]
    Unread { path: PathBuf, source: io::Error },
    #[error("{path} is no catalogue", path = .path.display())]
    NoCatalogue { path: PathBuf, source: SnapshotError },
    #[error("the report cannot be written as JSON")]
    Report(#[from] serde_json::Error),
    #[error("the output cannot be written")]
    Unwritten(#[source] io::Error),
}
