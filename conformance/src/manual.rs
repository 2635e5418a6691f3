//! The commands of a page of the manual, and what it shows of their output.

use std::process::Command;

use crate::server::Server;

/// A command of a page, as in `$ cargo run`, and the lines that the page shows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The command, without the prompt.
    pub command: String,
    /// What it prints, each line with its line feed.
    pub output: String,
}

/// The steps of all console blocks of a page, in its order.
///
/// # Panics
///
/// If a block begins with output.
pub fn steps(page: &str) -> Vec<Step> {
    let blocks = page.split("```console\n").skip(1).filter_map(|block| block.split_once("```"));
    let mut steps: Vec<Step> = Vec::new();
    for line in blocks.flat_map(|(block, _)| block.lines()) {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), output: String::new() }),
            (None, Some(step)) => step.output += &format!("{line}\n"),
            (None, None) => panic!("a block of the page begins with output: {line}"),
        }
    }
    steps
}

/// Runs the requests of a page against a server, which the page shows at the address `shown`.
///
/// # Panics
///
/// If a step is no request to that address, or prints anything else than what the page shows.
pub fn send<'a>(requests: impl IntoIterator<Item = &'a Step>, shown: &str, server: &Server) {
    for Step { command, output } in requests {
        let sent = command.replace(shown, &format!("http://{}", server.address()));
        assert!(sent.starts_with("curl ") && sent != *command, "no request to {shown}: {command}");
        let ran = Command::new("sh").args(["-c", &sent]).output();
        let ran = ran.unwrap_or_else(|error| panic!("{command}: {error}"));
        assert!(ran.status.success(), "{command}: {} {}", ran.status, String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout), *output, "{command}");
    }
}
