//! Every code of every book can be read from every framework: plain, suppressed and as a script.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use conformance::each_server;
use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_client::CodeSource;
use errorbook_client::reqwest013::ResponseExt;
use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::runtime::Builder;

/// The books, and the query strings for each of their codes.
const BOOKS: [(&Book, &[&str]); 3] = [
    (&primaerp::BOOK, &["", "?suppress_response_code=true", "?callback=show"]),
    (&ayanova::BOOK, &["", "?suppress_response_code=true"]),
    (&standard::BOOK, &["", "?suppress_response_code=true"]),
];

#[test]
fn every_code_can_be_read_from_every_server() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    // One code is a redirect. The client would not see its error if it followed the redirect.
    let client = runtime.block_on(async { Client::builder().no_proxy().redirect(Policy::none()).build() }).unwrap();
    each_server(|name, origin| {
        for (book, queries) in BOOKS {
            for (code, query) in book.codes().flat_map(|code| queries.iter().map(move |query| (code, *query))) {
                let url = format!("{origin}/{}/raise/{}{query}", book.name(), code.id());
                let result = runtime.block_on(async { client.get(&url).send().await?.errorbook::<()>(book).await });
                let error = result.unwrap_err();
                assert!(error.is(code), "{name}: {url}: {error}");
                let error = error.received().unwrap();
                assert_eq!(error.code_source(), CodeSource::Stated, "{name}: {url}");
                assert_eq!(error.original_status(), code.status(), "{name}: {url}");
                let sent = if query.is_empty() { code.status().as_u16() } else { 200 };
                assert_eq!(error.status(), sent, "{name}: {url}");
                let has_violations = code == primaerp::VALIDATION_ERROR;
                assert_eq!(error.violations().len(), usize::from(has_violations), "{name}: {url}");
            }
        }
    });
}
