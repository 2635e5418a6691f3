//! The commands of the README print what it shows.

use conformance::Server;
use conformance::manual::{send, steps};

/// Where the README's server listens; the test's has a port that the system hands out.
const SHOWN: &str = "http://127.0.0.1:3000";

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let steps = steps(include_str!("../../../README.md"));
    let [run, requests @ .., test] = &steps[..] else { panic!("the README has no commands") };
    // The server is the one that the README's first command builds and runs; the last command runs this test.
    assert_eq!(run.command, "cargo run -p depot-axum");
    assert_eq!(run.output, format!("listening on {SHOWN}\n"));
    assert_eq!(test.command, "cargo test");
    assert_eq!(requests.len(), 4);

    send(requests, SHOWN, &Server::start(env!("CARGO_BIN_EXE_depot-axum")).unwrap());
}
