//! [`Options`]: the arguments of the program.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

const FILES: &str = "\
FILE is the name of a built-in book (primaerp, ayanova, http) or a path. A file is a catalog in JSON, the JSON of a service's pages, \
or an OpenAPI document in JSON. `-` is standard input. A file whose name is that of a book is written with its folder: ./http

Exit codes:
  0  all is well
  1  the command found what it looks for: a change that breaks clients, a fault, a response that is not declared, no such code
  2  the command could not run: a file cannot be read, or an option is wrong

Colours and tables are for terminals. NO_COLOR turns colours off.";

/// Explains, compares, checks and exports books of error codes.
#[derive(Parser)]
#[command(name = "errorbook", version, after_help = FILES)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Explains a code: its meaning, the advice, and the responses that carry it.
    ///
    /// Exits with 1 if no book has the code, and suggests codes that look like it.
    Explain(Explain),
    /// Compares two versions of a book: what breaks clients, what is new, which texts changed.
    ///
    /// Two OpenAPI documents are compared operation by operation. Exits with 1 if a change breaks clients.
    Diff(Diff),
    /// Checks all books of a company at once. Exits with 1 if there is a fault.
    ///
    /// The faults: an identifier with two meanings; patterns or ranges that overlap; a code without a meaning or advice; a 5xx
    /// that says nothing about retrying; a 401, 405, 413 or 429 that is sent with another status; a deprecated code whose
    /// replacement is deprecated; a message that names a parameter that the row does not have.
    Check(Several),
    /// Prints several books as one catalog. Exits with 1 if an identifier has two meanings.
    Merge(Merge),
    /// Writes books for other programs and people.
    Export(Export),
    /// Prints a catalog as the rows of `codes!`, which compile.
    ///
    /// FILE can also be CSV: a line of names, of which `code` and `status` are needed, then a line for each code.
    Import(Import),
    /// Lists the codes that no test has observed and, with --source, those that no source names. Exits with 1 if there is one.
    Audit(Audit),
    /// Compares the responses of a recording with an OpenAPI document. Exits with 1 if one is not declared.
    Verify(Verify),
    /// Serves the pages of books for people, on a free port of loopback.
    Serve(Serve),
    /// Prints the completions for a shell.
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
    /// The books to search. Without any, the built-in books.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Diff {
    /// The version that clients know.
    pub(crate) old: String,
    /// The version that they will meet.
    pub(crate) new: String,
    /// How the report is written. Markdown is a changelog for clients.
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
    /// The name of the catalog. Without it, the names of the books, joined with `+`.
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
    /// The books. json-schema without any describes catalogs themselves.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// For a gateway, the book of a path: `/shop=shop.json`, a FILE or the name of one of its books. One path is `/`. Without
    /// any, the one FILE is the book of `/`.
    #[arg(long = "mount", value_name = "PATH=FILE")]
    pub(crate) mounts: Vec<String>,
    /// For a gateway, the query parameter that suppresses statuses on every path, whatever the books promise.
    #[arg(long, value_name = "PARAMETER")]
    pub(crate) suppression: Option<String>,
    /// For a gateway, the `www-authenticate` of a 401. It defaults to Bearer.
    #[arg(long)]
    pub(crate) challenge: Option<String>,
    /// An OpenAPI document of the service, in JSON: the export also says which codes each operation can answer.
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) openapi: Option<String>,
    /// For html, the name of the service in the headings. It defaults to the names of the books.
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// The file to write or, for html, nginx, haproxy and several books, the folder. Without it, standard output.
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
    /// A page of Markdown.
    Markdown,
    /// A catalog.
    Json,
    /// A JSON Schema of the bodies.
    JsonSchema,
    /// A static site.
    Html,
    /// Configuration of nginx that answers in the books of the mounts.
    Nginx,
    /// The same for HAProxy.
    Haproxy,
    /// The same for Caddy.
    Caddy,
}

#[derive(Args)]
pub(crate) struct Import {
    /// The catalog, CSV or OpenAPI document.
    pub(crate) file: String,
    /// The name of the book. Without it, the name in the file or, for CSV, of the file.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The file to write. Without it, standard output.
    #[arg(long, short)]
    pub(crate) output: Option<PathBuf>,
    /// How the book is written: text is Rust, json is a catalog.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct Audit {
    /// The book.
    pub(crate) file: String,
    /// The responses that the tests have observed, as JSON lines.
    #[arg(long, value_name = "RECORDING")]
    pub(crate) recording: String,
    /// The folder with the source code.
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
    /// The address to listen on. Port 0 is a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
    /// The name of the service in the headings of the pages. It defaults to the names of the books.
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    #[command(flatten)]
    pub(crate) format: Formatted,
}

#[derive(Args)]
pub(crate) struct Formatted {
    /// How the answer is written.
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
