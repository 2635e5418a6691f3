//! Measures everything and says what is met: see the package's library for what is measured.

#![allow(clippy::print_stdout, reason = "a program that prints a table")]

mod adding;
mod building;
mod callgrind;
mod chart;
mod instructions;
mod load;
mod machine;
mod report;
mod requests;
mod row;
mod server;
mod times;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use bench::on::Around;
use server::Framework;

/// Any failure: it ends the program.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Measures errors of a book beside responses written by hand and the crates that do the same. Without a command it measures
/// all of it, prints the table and writes bench/RESULTS.md.
#[derive(Parser)]
struct Options {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Counts instructions with callgrind, and prints them.
    Instructions {
        /// Fails if a count is more than 5 % above the recorded one.
        #[arg(long, conflicts_with = "record")]
        check: bool,
        /// Writes the counts to bench/instructions.toml.
        #[arg(long)]
        record: bool,
    },
    /// Builds a small service on each framework, without and with errorbook, checks a book of 2,400 codes, and prints both.
    Building,
    /// Runs one case, for callgrind to count.
    #[command(hide = true)]
    Count { case: String },
    /// Serves the routes on one thread and says at which port, until its input ends.
    #[command(hide = true)]
    Serve { framework: Framework, around: Around },
}

fn main() -> ExitCode {
    let run = match Options::parse().command {
        None => report::make(),
        Some(Command::Instructions { check, record }) => instructions::run(check, record),
        Some(Command::Building) => report::building(),
        Some(Command::Count { case }) => count(&case),
        Some(Command::Serve { framework, around }) => framework.serve(around).map_err(Into::into),
    };
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn count(name: &str) -> Result<()> {
    let case = bench::CASES.iter().find(|case| case.name == name).ok_or_else(|| format!("no case is named {name}"))?;
    (case.run)();
    Ok(())
}
