//! The commands of the README print what it shows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::process::Command;

use conformance::Server;

/// Where the README's server listens; the test's has a port that the system hands out.
const SHOWN: &str = "http://127.0.0.1:3000";

struct Step {
    command: String,
    output: String,
}

/// The commands of the README with what it shows of their output.
fn steps() -> Vec<Step> {
    let readme = include_str!("../../../README.md");
    let blocks = readme.split("```console\n").skip(1).filter_map(|block| block.split_once("```"));
    let mut steps: Vec<Step> = Vec::new();
    for line in blocks.flat_map(|(block, _)| block.lines()) {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_owned(), output: String::new() }),
            (None, Some(step)) => step.output += &format!("{line}\n"),
            (None, None) => panic!("a block of the README begins with output"),
        }
    }
    steps
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let [run, requests @ .., test] = &steps()[..] else { panic!("the README has no commands") };
    // The server is the one that the README's first command builds and runs; the last command runs this test.
    assert_eq!(run.command, "cargo run -p depot-axum");
    assert_eq!(run.output, format!("listening on {SHOWN}\n"));
    assert_eq!(test.command, "cargo test --workspace");
    assert_eq!(requests.len(), 4);

    let server = Server::start(env!("CARGO_BIN_EXE_depot-axum")).unwrap();
    for step in requests {
        let command = step.command.replace(SHOWN, &format!("http://{}", server.address()));
        assert!(command.starts_with("curl ") && command != step.command, "{command}");
        let ran = Command::new("sh").args(["-c", &command]).output().unwrap();
        let errors = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{command}: {} {errors}", ran.status);
        assert_eq!(String::from_utf8_lossy(&ran.stdout), step.output, "{command}");
    }
}
