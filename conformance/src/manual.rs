//! The commands, outputs and files that a page of the manual shows.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

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

/// Sends the requests of a page to a server. The page shows the server at the address `shown`.
///
/// # Panics
///
/// If a step is not a request to that address, or prints another text than the page shows.
pub fn send<'a>(requests: impl IntoIterator<Item = &'a Step>, shown: &str, server: SocketAddr) {
    for Step { command, output } in requests {
        let sent = command.replace(shown, &format!("http://{server}"));
        assert!(sent.starts_with("curl ") && sent != *command, "not a request to {shown}: {command}");
        let ran = Command::new("sh").args(["-c", &sent]).output();
        let ran = ran.unwrap_or_else(|error| panic!("{command}: {error}"));
        assert!(ran.status.success(), "{command}: {} {}", ran.status, String::from_utf8_lossy(&ran.stderr));
        assert_eq!(String::from_utf8_lossy(&ran.stdout), *output, "{command}");
    }
}

/// A block of code of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block<'a> {
    /// The language of the block, such as `rust,ignore`.
    pub language: &'a str,
    /// The name of a file, if the last line above the block is nothing else.
    pub file: Option<&'a str>,
    /// The code, with its last line feed.
    pub code: &'a str,
}

/// Returns all blocks of code of a page, in its order.
pub fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut rest) = (Vec::new(), page);
    while let Some((above, below)) = rest.split_once("\n```") {
        let Some((language, below)) = below.split_once('\n') else { break };
        let Some((code, below)) = below.split_once("```") else { break };
        let last = above.trim_end().lines().last().unwrap_or_default();
        let file = last.strip_prefix('`').and_then(|name| name.strip_suffix('`')).filter(|name| !name.contains('`'));
        blocks.push(Block { language, file, code });
        rest = below;
    }
    blocks
}

/// Compares the blocks of a page that have the name of a file with the files in a folder. Returns these names.
///
/// A line `// …` in a block stands for lines that the page leaves out.
///
/// # Panics
///
/// If a file does not contain the code of its block, or if a block of Rust that no doctest runs has no name.
pub fn check_files<'a>(page: &'a str, folder: &Path) -> Vec<&'a str> {
    let mut shown = Vec::new();
    for Block { language, file, code } in blocks(page) {
        assert!(language != "rust,ignore" || file.is_some(), "nothing checks this block:\n{code}");
        let Some(name) = file else { continue };
        let file = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut rest = file.as_str();
        for piece in pieces(code) {
            let (_, below) = rest.split_once(&piece).unwrap_or_else(|| panic!("{name} does not contain:\n{piece}"));
            rest = below;
        }
        shown.push(name);
    }
    shown
}

/// Returns the code of a block between the lines `// …`.
fn pieces(code: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for line in code.split_inclusive('\n') {
        match pieces.last_mut() {
            Some(piece) if line.trim() != "// …" => piece.push_str(line),
            _ => pieces.push(String::new()),
        }
    }
    pieces
}
