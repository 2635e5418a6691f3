//! The pages about the codes, under `/errors`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use browser::{Browser, View, each_server};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Search texts, each with a class of statuses.
const SEARCHES: [(&str, &str); 7] = [
    ("", ""),
    ("token", ""),
    ("PE01-11", "4xx"),
    ("OBJECT  found", ""),
    ("ayanova", "5xx"),
    ("", "3xx"),
    ("no code says this", ""),
];

/// Returns the codes that the page shows, their status classes, and the text about their number.
fn shown(browser: &Browser) -> Value {
    let script = r#"
        const rows = [...document.querySelectorAll("main li[data-status]")].filter((row) => row.checkVisibility());
        const classes = new Set(rows.map((row) => row.dataset.status));
        return [rows.map((row) => row.id), [...classes], document.querySelector("[role=status]").textContent];
    "#;
    browser.run(script, json!([])).unwrap()
}

#[test]
fn typing_filters_the_list_as_the_form_does_without_javascript() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        let mut numbers = Vec::new();
        for (text, class) in SEARCHES {
            browser.goto(&format!("{depot}/errors")).unwrap();
            browser.run("document.querySelector('[name=q]').focus()", json!([])).unwrap();
            browser.press(text).unwrap();
            browser
                .run("document.querySelector(`[name=status][value='${arguments[0]}']`).click()", json!([class]))
                .unwrap();
            let typed = shown(&browser);
            let form = r#"
                const form = document.querySelector("form");
                return [form.method, `${form.action}?${new URLSearchParams(new FormData(form))}`];
            "#;
            let form = browser.run(form, json!([])).unwrap();
            assert_eq!(form[0], "get", "{name}");

            browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).unwrap();
            browser.goto(form[1].as_str().unwrap()).unwrap();
            browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false })).unwrap();
            assert_eq!(shown(&browser), typed, "{name}: {text:?} {class:?}");
            assert!(class.is_empty() || typed[1] == json!([class]), "{name}: {text:?} {class:?}: {typed}");
            numbers.push(typed[0].as_array().unwrap().len());
        }
        let [all, searched @ .., none] = &numbers[..] else { panic!("{numbers:?}") };
        assert!(searched.iter().all(|number| (1..*all).contains(number)), "{name}: {numbers:?}");
        assert_eq!(*none, 0, "{name}");
    });
}

#[test]
fn the_address_keeps_the_search() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        browser.goto(&format!("{depot}/errors")).unwrap();
        browser.run("document.querySelector('[name=q]').focus()", json!([])).unwrap();
        browser.press("token").unwrap();
        let typed = shown(&browser);
        browser.press(&String::from(char::from(Key::Enter))).unwrap();
        assert_eq!(browser.run("return location.search", json!([])).unwrap(), "?q=token", "{name}");
        browser.run("location.reload()", json!([])).unwrap();
        assert_eq!(shown(&browser), typed, "{name}");

        browser.run("document.querySelector('main li:not([hidden]) a').click()", json!([])).unwrap();
        let code = browser.run("return [location.pathname, document.querySelector('h1 code').textContent]", json!([]));
        let code = code.unwrap();
        assert_eq!(code[0], format!("/errors/{}", code[1].as_str().unwrap()), "{name}");
        assert_eq!(code[1], typed[0][0], "{name}");
        browser.back().unwrap();
        browser.until("document.querySelector('[role=status]')?.textContent.includes(' of ')").unwrap();
        assert_eq!(shown(&browser), typed, "{name}");
    });
}

#[test]
fn each_page_names_its_service_and_links_to_its_json_and_its_markdown() {
    let Some(browser) = Browser::for_test() else { return };
    let script = r#"
        const links = [...document.querySelectorAll("a")].filter((link) => link.search.startsWith("?format="));
        Promise.all(links.map(async ({ href }) => (await fetch(href)).headers.get("content-type"))).then((types) => done({
            title: document.title,
            service: document.querySelector("h1, nav li a").textContent,
            types,
        }));
    "#;
    let formats = ["application/json", "text/markdown; charset=utf-8"];
    each_server(|name, depot| {
        // Links work only if scripts may fetch from the page, which its policy forbids. Therefore the policy is bypassed.
        browser.devtools("Page.setBypassCSP", json!({ "enabled": true })).unwrap();
        for (path, title, times) in
            [("/errors", "Error codes of Depot", 2), ("/errors/PE01-1104", "PE01-1104 Validation error · Depot", 1)]
        {
            browser.goto(&format!("{depot}{path}")).unwrap();
            let seen = browser.wait(script, json!([])).unwrap();
            let types = formats.repeat(times);
            let expected = json!({ "title": title, "service": "Error codes of Depot", "types": types });
            assert_eq!(seen, expected, "{name}: {path}");
        }
        browser.devtools("Page.setBypassCSP", json!({ "enabled": false })).unwrap();
    });
}

#[test]
fn the_pages_fit_a_narrow_phone_and_keep_their_content_security_policy() {
    let Some(browser) = Browser::for_test() else { return };
    browser.look(View::NARROW).unwrap();
    each_server(|name, depot| {
        for path in ["/errors", "/errors?q=token&status=4xx", "/errors/PE01-1104", "/errors/2200", "/errors/not_found"]
        {
            browser.goto(&format!("{depot}{path}")).unwrap();
            assert_eq!(
                browser.run("return document.querySelectorAll('h1').length", json!([])).unwrap(),
                1,
                "{name}: {path}"
            );
            assert!(!browser.is_too_wide().unwrap(), "{name}: {path}");
            assert_eq!(browser.against_policy().unwrap(), [""; 0], "{name}: {path}");
        }
    });
}
