//! [`Options`]: the command line arguments.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

const FILES: &str = "\
FILE is a path, `-` for standard input, or the name of a built-in book (primaerp, ayanova, http). A file contains a catalog, the JSON \
of a service's pages, or an OpenAPI document in JSON. If a file has the name of a built-in book, write its folder too: ./http

Exit codes:
  0  success, and nothing to report
  1  the command found a change that breaks clients, a fault, an undeclared response, or no such code
  2  the command could not run: for example, a file cannot be read or an option is wrong

Colours and tables are used only on a terminal. NO_COLOR turns colours off.";

/// Explains, compares, checks and exports books of error codes.
#[derive(Parser)]
#[command(name = "errorbook", version, after_help = FILES)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Explains a code: its meaning, the advice, and an example response.
    ///
    /// Exits with 1 if no book has the code, and suggests similar codes.
    Explain(Explain),
    /// Compares two versions of a book: lists breaking changes, additions and changed texts.
    ///
    /// For two OpenAPI documents, also compares the operations. Exits with 1 if a change breaks clients.
    Diff(Diff),
    /// Checks one or several books for faults. Exits with 1 if there is a fault.
    ///
    /// The faults: an identifier with two meanings; patterns or ranges that overlap; a code without a meaning or without advice;
    /// a 5xx without a retry rule; a 401, 405, 413 or 429 that is sent with another status; a deprecated code with a deprecated
    /// replacement; a message with a parameter that the code does not have.
    Check(Several),
    /// Merges several books into one catalog and prints it. Exits with 1 if an identifier has two meanings.
    Merge(Merge),
    /// Exports books: TypeScript, OpenAPI, Markdown, JSON Schema, a static site, or gateway configuration.
    Export(Export),
    /// Prints a catalog as Rust source: a call of `codes!` that compiles.
    ///
    /// FILE can also be a CSV file. Its first line has the names of the columns, and `code` and `status` are required.
    Import(Import),
    /// Lists codes that the tests did not produce and, with --source, codes that the source code does not use. Exits with 1 if there are any.
    Audit(Audit),
    /// Compares recorded responses with an OpenAPI document. Exits with 1 if a response is not declared.
    Verify(Verify),
    /// Serves books as web pages, by default on a free port of 127.0.0.1.
    Serve(Serve),
    /// Prints the completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Prints the manual page.
    Man,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// The identifier of the code.
    pub(crate) code: String,
    /// The books to search. Defaults to the built-in books.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Diff {
    /// The old version of the book.
    pub(crate) old: String,
    /// The new version of the book.
    pub(crate) new: String,
    /// The format of the report. Markdown is a changelog for clients.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(crate) format: DiffFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Text,
    Json,
    Markdown,
}

#[derive(Args)]
pub(crate) struct Several {
    /// The books.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Merge {
    /// The books.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,
    /// The name of the catalog. Defaults to the names of the books, joined with `+`.
    #[arg(long)]
    pub(crate) name: Option<String>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Export {
    /// The format to write.
    #[arg(long, value_enum)]
    pub(crate) to: ExportTo,
    /// The books. Without a FILE, json-schema writes the schema of catalog files.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// For a gateway: a path and its book, such as `/shop=shop.json`. The book is a FILE or the name of a book. One path must be
    /// `/`. Without --mount, the single FILE is the book of `/`.
    #[arg(long = "mount", value_name = "PATH=FILE")]
    pub(crate) mounts: Vec<String>,
    /// For a gateway: the query parameter that suppresses statuses on every path. It takes precedence over the books.
    #[arg(long, value_name = "PARAMETER")]
    pub(crate) suppression: Option<String>,
    /// For a gateway: the header `www-authenticate` of a 401. Defaults to Bearer.
    #[arg(long)]
    pub(crate) challenge: Option<String>,
    /// An OpenAPI document of the service, in JSON. It adds the codes of each operation to the export.
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) openapi: Option<String>,
    /// For html: the name of the service in the headings. Defaults to the names of the books.
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// The file to write. For html, nginx, haproxy and several books it is a folder. Defaults to standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportTo {
    /// A TypeScript module.
    Typescript,
    /// The components of an OpenAPI document: a response for each code.
    Openapi,
    /// A Markdown page.
    Markdown,
    /// A catalog.
    Json,
    /// A JSON Schema of the bodies.
    JsonSchema,
    /// A static site.
    Html,
    /// Configuration for nginx: its own errors get the envelopes of the books.
    Nginx,
    /// Configuration for HAProxy.
    Haproxy,
    /// Configuration for Caddy.
    Caddy,
}

#[derive(Args)]
pub(crate) struct Import {
    /// The catalog, CSV or OpenAPI document.
    pub(crate) file: String,
    /// The name of the book. Defaults to the name in the file or, for CSV, to the name of the file.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The file to write. Defaults to standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
    /// The output format: text is Rust source, json is a catalog.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct Audit {
    /// The book.
    pub(crate) file: String,
    /// The recorded responses of the tests, as JSON lines.
    #[arg(long, value_name = "RECORDING")]
    pub(crate) recording: String,
    /// The folder with the source code to search.
    #[arg(long, value_name = "DIR")]
    pub(crate) source: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// The OpenAPI document, in JSON.
    pub(crate) document: String,
    /// The recorded responses, as JSON lines.
    pub(crate) recording: String,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Serve {
    /// The books.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,
    /// The address to listen on. Port 0 selects a free port.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// The name of the service in the headings of the pages. Defaults to the names of the books.
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Formatted {
    /// The output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

impl Formatted {
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}
