//! The program `errorbook`: explains, compares, checks and exports books of error codes.

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

/// The outcome of a command that ran.
enum Outcome {
    /// The command found nothing to report. The exit code is 0.
    Clean,
    /// The command found a breaking change, a fault, an undeclared response, or no such code. The exit code is 1.
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
