//! Checks the accessibility of the pages with axe-core, in each view.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use browser::{Browser, View, program};
use conformance::Server;
use serde_json::{Value, json};

/// The pages, in their states with the most content.
const PAGES: [&str; 6] = [
    "/errors",
    "/errors?q=token",
    "/errors/PE01-1104",
    "/try#book=primaerp&code=PE01-1104&delivery=jsonp&callback=show",
    "/try#book=ayanova&code=2010&delivery=plain",
    "/try/elsewhere",
];

/// Returns the violations that axe-core finds in the page: rule, impact and elements.
fn complaints(browser: &Browser) -> Vec<Value> {
    let script = r#"
        axe.run(document, { iframes: false }).then(({ violations }) => done(violations.map(
            ({ id, impact, nodes }) => [id, impact, nodes.map(({ html, failureSummary }) => [html, failureSummary])],
        )));
    "#;
    browser.wait(script, json!([])).unwrap().as_array().unwrap().clone()
}

#[test]
fn axe_finds_no_accessibility_problem() {
    let Some(axe) = Browser::axe_for_test() else { return };
    let Some(browser) = Browser::for_test() else { return };
    // One server is enough, because all servers send the same bytes.
    let server = Server::start(program("depot-axum").unwrap()).unwrap();
    for path in PAGES {
        browser.goto("about:blank").unwrap();
        browser.goto(&format!("http://{}{path}", server.address())).unwrap();
        browser.until("!document.querySelector('#results[hidden]')").unwrap();
        browser.run(&axe, json!([])).unwrap();
        for view in View::ALL.into_iter().chain([View::NARROW]) {
            browser.look(view).unwrap();
            assert_eq!(complaints(&browser), [Value::Null; 0], "{path}, {}", view.name);
        }
    }
    // The checker does find problems in a bad page.
    browser.run("document.body.innerHTML = '<img src=\"data:,\"><button></button>'", json!([])).unwrap();
    assert!(complaints(&browser).len() > 1);
    server.stop().unwrap();
}
