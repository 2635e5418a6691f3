//! The program `errorbook`: everything that is done with books of error codes outside of the service.

use std::process::ExitCode;

use clap::Parser as _;

mod audit;
mod check;
mod diff;
mod explain;
mod export;
mod failure;
mod import;
mod merge;
mod options;
mod output;
mod reference;
mod serve;
mod source;
mod verify;

use failure::Failure;
use options::{Command, Options};

/// The answer of a command that ran.
enum Outcome {
    /// All is well.
    Clean,
    /// The command found what it looks for: a break, a fault, a response that is not declared, or no such code.
    Found,
}

fn main() -> ExitCode {
    match run(Options::parse().command) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(failure) => {
            // A closed standard error is not another failure.
            let _ = output::error(&failure);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Explain(options) => explain::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Merge(options) => merge::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Audit(options) => audit::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Serve(options) => serve::run(&options),
        Command::Completions { shell } => reference::completions(shell),
        Command::Man => reference::man(),
    }
}
