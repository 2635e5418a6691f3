//! [`Options`]: the options of the command line.

use std::ffi::OsString;
use std::net::SocketAddr;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser};

use crate::Database;

/// Serves the depot, a small service with errors from errorbook.
#[derive(Debug, Clone, Parser)]
#[command(version)]
pub struct Options {
    /// Address to listen on; port 0 selects a free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Database: a file of SQLite, or `postgres://USER@HOST/NAME`. It is created and filled with first data if it is new. The
    /// default is a SQLite database in memory
    #[arg(long, value_name = "PATH|ADDRESS", value_parser = OsStringValueParser::new().try_map(Database::parse))]
    pub database: Option<Database>,
}

impl Options {
    /// Reads the options of a program. The first of `arguments` is the program's name.
    ///
    /// # Errors
    ///
    /// Fails if an option is wrong, or if help or the version is requested.
    pub fn read(
        program: &'static str,
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<Options, NoOptions> {
        let matches = Options::command().name(program).bin_name(program).try_get_matches_from(arguments);
        matches.and_then(|mut matches| Options::from_arg_matches_mut(&mut matches)).map_err(NoOptions::from)
    }
}

/// The reason why a program has no options and does not start.
#[derive(Debug, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "a text is requested, or an option is wrong")]
pub enum NoOptions {
    /// Help or the version was requested. This is the text, and not an error.
    #[error("{0}")]
    Asked(String),
    /// An option is wrong. This is the message.
    #[error("{0}")]
    Wrong(String),
}

impl From<clap::Error> for NoOptions {
    fn from(error: clap::Error) -> NoOptions {
        let text = error.render().to_string();
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            return NoOptions::Asked(text);
        }
        // The message ends at the first empty line. After it come advice and usage.
        let message = text.split("\n\n").next().unwrap_or_default();
        NoOptions::Wrong(message.trim_start_matches("error:").trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn read(arguments: &[&str]) -> Result<Options, NoOptions> {
        Options::read("depot-test", std::iter::once("depot-test").chain(arguments.iter().copied()))
    }

    #[test]
    fn the_defaults_are_port_3000_and_memory() {
        let options = read(&[]).unwrap();
        assert_eq!(options.listen.to_string(), "127.0.0.1:3000");
        assert!(options.database.is_none());
    }

    #[test]
    fn both_options_are_read() {
        let options = read(&["--listen", "[::1]:0", "--database=a b.db"]).unwrap();
        assert_eq!(options.listen.to_string(), "[::1]:0");
        assert!(matches!(options.database, Some(Database::File(path)) if path == Path::new("a b.db")));
    }

    #[test]
    fn a_wrong_option_is_reported_in_one_line() {
        let cases = [
            (
                vec!["--listen", "here"],
                "invalid value 'here' for '--listen <ADDRESS:PORT>': invalid socket address syntax",
            ),
            (vec!["--listen"], "a value is required for '--listen <ADDRESS:PORT>' but none was supplied"),
            (vec!["--nonsense"], "unexpected argument '--nonsense' found"),
            (vec!["more"], "unexpected argument 'more' found"),
            (
                vec!["--database", "postgres://db:port/depot"],
                "invalid value 'postgres://db:port/depot' for '--database <PATH|ADDRESS>': error with configuration: invalid port number",
            ),
        ];
        for (arguments, expected) in cases {
            let error = read(&arguments).unwrap_err();
            assert!(matches!(error, NoOptions::Wrong(_)));
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn help_is_not_an_error() {
        let help = read(&["--help"]).unwrap_err();
        assert!(matches!(&help, NoOptions::Asked(text) if text.contains("Usage: depot-test ")), "{help}");
    }
}
