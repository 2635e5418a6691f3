//! The manual shows the files of this package, and the responses of its services.

use std::path::Path;

use conformance::Server;
use conformance::manual::{check_files, send, steps};

const PAGE: &str = include_str!("../../../docs/other-envelopes.md");

#[test]
fn the_page_shows_the_files_of_this_package() {
    let shown = check_files(PAGE, Path::new(env!("CARGO_MANIFEST_DIR")));
    for file in ["src/erp.rs", "src/field.rs", "src/terse.rs"] {
        assert!(shown.contains(&file), "{file} is not in {shown:?}");
    }
}

#[test]
fn both_servers_give_the_responses_that_the_page_shows() {
    let steps = steps(PAGE);
    let [run, requests @ ..] = &steps[..] else { panic!("the page has no commands") };
    assert_eq!(run.command, "cargo run -p cart --bin cart-axum");
    assert_eq!(requests.len(), 3);
    for program in [env!("CARGO_BIN_EXE_cart-axum"), env!("CARGO_BIN_EXE_cart-actix")] {
        let server = Server::start(program).unwrap();
        send(requests, "http://127.0.0.1:3000", server.address());
        server.stop().unwrap();
    }
}
