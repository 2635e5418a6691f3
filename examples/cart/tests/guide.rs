//! The guide shows what is here, and what its commands print.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use conformance::Server;
use conformance::manual::{Step, send, steps};

const GUIDE: &str = include_str!("../../../docs/your-own-book.md");

/// A block of code, what the guide calls its language, and the file whose name stands above it.
struct Block {
    language: &'static str,
    file: Option<&'static str>,
    code: &'static str,
}

fn blocks() -> Vec<Block> {
    let (mut blocks, mut rest) = (Vec::new(), GUIDE);
    while let Some((above, below)) = rest.split_once("\n```") {
        let (language, below) = below.split_once('\n').unwrap();
        let (code, below) = below.split_once("```").unwrap();
        let last = above.trim_end().lines().last().unwrap_or_default();
        let file = last.strip_prefix('`').and_then(|name| name.strip_suffix('`')).filter(|name| !name.contains('`'));
        blocks.push(Block { language, file, code });
        rest = below;
    }
    blocks
}

/// What a block shows of its file, in pieces: a line `// …` is what it leaves out.
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

#[test]
fn every_block_with_a_name_stands_in_that_file() {
    let mut shown = Vec::new();
    for Block { file, code, .. } in blocks() {
        let Some(name) = file else { continue };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let file = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut rest = file.as_str();
        for piece in pieces(code) {
            let (_, below) = rest.split_once(&piece).unwrap_or_else(|| panic!("{name} does not contain:\n{piece}"));
            rest = below;
        }
        shown.push(name);
    }
    for name in ["codes.rs", "error.rs", "erp.rs", "field.rs", "terse.rs", "bin/cart-axum.rs"] {
        assert!(shown.contains(&format!("src/{name}").as_str()), "the guide shows nothing of {name}: {shown:?}");
    }
}

#[test]
fn code_that_is_compiled_nowhere_has_the_name_of_a_file() {
    for Block { language, file, code } in blocks() {
        assert!(language != "rust,ignore" || file.is_some(), "nothing checks this block:\n{code}");
    }
}

#[test]
fn the_requests_of_the_guide_are_answered_as_it_shows() {
    let (requests, others): (Vec<Step>, Vec<Step>) =
        steps(GUIDE).into_iter().partition(|step| step.command.starts_with("curl "));
    let others: Vec<&str> = others.iter().map(|step| step.command.as_str()).collect();
    assert_eq!(others, ["cargo run -p cart --bin cart-axum", "ERRORBOOK_LOCK=update cargo test -p cart --test lock"]);
    assert_eq!(requests.len(), 7);
    for program in [env!("CARGO_BIN_EXE_cart-axum"), env!("CARGO_BIN_EXE_cart-actix")] {
        let server = Server::start(program).unwrap();
        send(&requests, "http://127.0.0.1:3000", &server);
        server.stop().unwrap();
    }
}
