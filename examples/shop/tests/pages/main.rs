//! The README and the guide show the files of this package, and the responses of its services.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use conformance::manual::{Step, blocks, check_files, send, steps};
use errorbook_catalog::Catalog;
use errorbook_catalog::export::gateway::{Mount, Mounts, nginx};

#[allow(dead_code, reason = "the test calls `app` instead of `main`")]
mod readme {
    include!("readme.rs");

    pub(super) fn routes() -> Router {
        app()
    }
}

const README: &str = include_str!("../../../../README.md");
const GUIDE: &str = include_str!("../../../../docs/your-own-book.md");

/// The address of the services on both pages.
const SHOWN: &str = "http://127.0.0.1:3000";

/// Serves the routes on a free port until the test ends.
fn serve(app: Router) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async { axum::serve(tokio::net::TcpListener::from_std(listener).unwrap(), app).await })
    });
    address
}

#[test]
fn the_readme_shows_the_program_that_is_tested() {
    let program = blocks(README).into_iter().find(|block| block.file == Some("src/main.rs")).unwrap();
    assert_eq!(program.code, include_str!("readme.rs"));
}

#[test]
fn the_readme_shows_the_responses_of_its_program() {
    let steps = steps(README);
    let [run, requests @ .., test] = &steps[..] else { panic!("the README has no commands") };
    // `.ci/run` reads the second command from the README.
    assert_eq!([&*run.command, &*test.command], ["cargo run", "cargo test"]);
    assert_eq!(requests.len(), 3);
    send(requests, SHOWN, serve(readme::routes()));
}

#[test]
fn the_guide_shows_the_files_of_this_package() {
    let shown = check_files(GUIDE, Path::new(env!("CARGO_MANIFEST_DIR")));
    for file in ["codes.rs", "error.rs", "lib.rs", "main.rs"].map(|name| format!("src/{name}")) {
        assert!(shown.contains(&&*file), "{file} is not in {shown:?}");
    }
    for file in ["tests/promise.rs", "tests/lock.rs", "shop.book.json"] {
        assert!(shown.contains(&file), "{file} is not in {shown:?}");
    }
}

#[test]
fn the_guide_shows_the_responses_of_the_service_and_of_its_gateway() {
    let (requests, others): (Vec<Step>, Vec<Step>) =
        steps(GUIDE).into_iter().partition(|step| step.command.starts_with("curl "));
    let (service, gateway): (Vec<Step>, Vec<Step>) =
        requests.into_iter().partition(|step| step.command.contains(SHOWN));
    let others: Vec<_> = others.iter().map(|step| &*step.command).collect();
    assert_eq!(
        others,
        [
            "cargo run",
            "cargo test",
            "ERRORBOOK_LOCK=update cargo test",
            "errorbook export --to nginx --mount /=shop.book.json --output gateway",
            "nginx -p $PWD/gateway -c nginx.conf",
        ],
    );
    assert_eq!((service.len(), gateway.len()), (5, 1));
    send(&service, SHOWN, serve(shop::app(shop::policy())));

    // The gateway's own tests run nginx with such files.
    let mounts = Mounts::new([Mount::new("/", &Catalog::of(&shop::codes::BOOK)).unwrap()]).unwrap();
    let [http, server] = nginx(&mounts);
    for Step { output, .. } in gateway {
        assert!(http.text.contains(output.trim()) || server.text.contains(output.trim()), "{output}");
    }
}
