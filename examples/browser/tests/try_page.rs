//! Tests the page `/try` with a keyboard, on a phone, and without JavaScript.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use browser::{Browser, View, each_server};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Opens the page with a choice in its address, and waits for the response.
fn open(browser: &Browser, depot: &str, choice: &str) {
    // Opens another page first, so that the page is loaded again.
    browser.goto("about:blank").unwrap();
    browser.goto(&format!("{depot}/try{choice}")).unwrap();
    wait_for_response(browser);
}

fn wait_for_response(browser: &Browser) {
    browser.until("/^[1-5]\\d\\d /.test(document.getElementById('news').textContent)").unwrap();
}

fn press(browser: &Browser, keys: impl AsRef<str>) {
    browser.press(keys.as_ref()).unwrap();
}

fn tab(browser: &Browser) {
    press(browser, String::from(char::from(Key::Tab)));
}

/// Returns the response that the page shows, and the result on the other origin.
fn shown(browser: &Browser) -> Value {
    let script = r#"
        const text = (id) => document.getElementById(id).textContent.trim();
        return {
            request: text("request"), status: text("status"), body: text("body"),
            event: text("event"), called: text("called"), object: text("object"), errors: text("errors"),
            hash: location.hash,
        };
    "#;
    browser.run(script, json!([])).unwrap()
}

/// Asserts that the page shows the same response as a new request, except for headers that always differ.
fn assert_shows_the_response(browser: &Browser, of: &str) {
    let script = r#"
        const own = ([name]) => name !== "date" && name !== "x-error-id";
        const rows = [...document.querySelectorAll('#headers div')];
        const shown = rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent]);
        document.querySelector('#form-of-body [value="raw"]').click();
        fetch(document.getElementById("request").href).then(async (response) => done([
            [document.getElementById("status").textContent, shown.filter(own), document.getElementById("body").textContent],
            [`${response.status} ${response.statusText}`, [...response.headers].filter(own), await response.text()],
        ]));
    "#;
    let both = browser.wait(script, json!([])).unwrap();
    assert_eq!(both[0], both[1], "{of}");
    assert!(both[0][1].as_array().unwrap().len() >= 2, "{of}: {both}");
}

#[test]
fn the_page_works_with_a_keyboard() {
    let Some(browser) = Browser::for_test() else { return };
    let focused = || {
        let script = r#"
            const focused = document.activeElement;
            const ring = getComputedStyle(focused.closest(".option") ?? focused);
            return [focused.id || `${focused.name}=${focused.value}` , ring.outlineStyle !== "none"];
        "#;
        let focused = browser.run(script, json!([])).unwrap();
        assert_eq!(focused[1], true, "the focus is not visible: {focused}");
        focused[0].as_str().unwrap().to_owned()
    };
    each_server(|name, depot| {
        open(&browser, depot, "");
        assert_eq!(shown(&browser)["request"], "/primaerp/raise/PE01-1101", "{name}");

        tab(&browser);
        assert_eq!(focused(), "book=primaerp", "{name}");
        press(&browser, Key::Right + "");
        assert_eq!(focused(), "book=ayanova", "{name}");
        let offered =
            "return document.querySelector('[value=jsonp]').disabled && !document.getElementById('jsonp-off').hidden";
        assert_eq!(browser.run(offered, json!([])).unwrap(), true, "{name}: JSONP is off in this book");
        tab(&browser);
        assert_eq!(focused(), "code-ayanova", "{name}");
        press(&browser, "2200");
        tab(&browser);
        assert_eq!(focused(), "delivery=plain", "{name}");
        press(&browser, Key::Down + "");
        assert_eq!(focused(), "delivery=suppressed", "{name}");
        press(&browser, Key::Enter + "");
        browser.until("document.getElementById('news').textContent.startsWith('200 ')").unwrap();
        assert_eq!(shown(&browser)["request"], "/ayanova/raise/2200?suppress_response_code=true", "{name}");
        assert_shows_the_response(&browser, name);

        open(&browser, depot, "");
        tab(&browser);
        tab(&browser);
        assert_eq!(focused(), "code-primaerp", "{name}");
        press(&browser, "PE01-1104");
        tab(&browser);
        press(&browser, Key::Down + "");
        press(&browser, Key::Down + "");
        assert_eq!(focused(), "delivery=jsonp", "{name}");
        tab(&browser);
        assert_eq!(focused(), "callback", "{name}");
        press(&browser, "tell");
        tab(&browser);
        press(&browser, " ");
        browser.until("document.getElementById('news').textContent.includes('the callback was called')").unwrap();
        let shown = shown(&browser);
        assert_eq!(shown["request"], "/primaerp/raise/PE01-1104?callback=tell", "{name}");
        assert_eq!(shown["hash"], "#book=primaerp&code=PE01-1104&delivery=jsonp&callback=tell", "{name}");
    });
}

#[test]
fn the_page_shows_the_response_here_and_on_another_origin() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        for (choice, status, event, called) in [
            ("book=primaerp&code=PE01-1101&delivery=plain", "404 Not Found", "error", "not called"),
            ("book=primaerp&code=PE01-1101&delivery=suppressed", "200 OK", "error", "not called"),
            ("book=primaerp&code=PE01-1101&delivery=jsonp&callback=show", "200 OK", "load", "called once, with"),
            ("book=primaerp&code=PE01-1012&delivery=jsonp&callback=a.b[0]", "200 OK", "load", "called once, with"),
            (
                "book=primaerp&code=PE01-1104&delivery=jsonp&callback=hostile%3D1%2F%2F",
                "400 Bad Request",
                "error",
                "not called",
            ),
            ("book=ayanova&code=2000&delivery=suppressed", "200 OK", "error", "not called"),
            ("book=http&code=not_found&delivery=plain", "404 Not Found", "error", "not called"),
            // JSONP is off in this book.
            ("book=http&code=not_found&delivery=jsonp&callback=show", "404 Not Found", "error", "not called"),
            ("book=none&code=none&delivery=none", "404 Not Found", "error", "not called"),
        ] {
            open(&browser, depot, &format!("#{choice}"));
            let seen = shown(&browser);
            let of = format!("{name}: {choice}: {seen}");
            assert_eq!(
                (&seen["status"], &seen["event"], &seen["called"]),
                (&json!(status), &json!(event), &json!(called)),
                "{of}"
            );
            assert_eq!(seen["errors"], "none", "{of}");
            assert_shows_the_response(&browser, &of);
            if event == "load" {
                let object: Value = serde_json::from_str(seen["object"].as_str().unwrap()).unwrap();
                assert!(object["message"].is_string(), "{of}");
                assert!(seen["body"].as_str().unwrap().starts_with("/**/"), "{of}");
            } else {
                assert_eq!(seen["object"], "", "{of}");
            }
        }
        // The browser follows a redirect, and the page says so.
        open(&browser, depot, "#book=primaerp&code=PE01-1012&delivery=plain");
        let shown = "const shown = document.getElementById('redirected'); return !shown.hidden && shown.textContent";
        let shown = browser.run(shown, json!([])).unwrap();
        assert!(shown.as_str().is_some_and(|shown| shown.contains("/primaerp/v1/projects")), "{name}: {shown}");
    });
}

#[test]
fn links_and_the_back_button_send_requests_too() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        open(&browser, depot, "#book=primaerp&code=PE01-1101&delivery=plain");
        let links = browser.run("return document.querySelectorAll('.worth a').length", json!([])).unwrap();
        assert!(links.as_u64().is_some_and(|links| links > 1), "{name}: {links}");
        let mut before = shown(&browser);
        for link in 0..links.as_u64().unwrap() {
            browser.run("document.querySelectorAll('.worth a')[arguments[0]].click()", json!([link])).unwrap();
            let request = before["request"].as_str().unwrap();
            browser.until(&format!("document.getElementById('request').textContent !== {request:?}")).unwrap();
            before = shown(&browser);
        }
        browser.run("history.go(-arguments[0])", json!([links])).unwrap();
        browser.until("document.getElementById('request').textContent === '/primaerp/raise/PE01-1101'").unwrap();
        assert_eq!(shown(&browser)["status"], "404 Not Found", "{name}");
    });
}

#[test]
fn the_page_fits_a_narrow_phone_in_every_state() {
    let Some(browser) = Browser::for_test() else { return };
    browser.look(View::NARROW).unwrap();
    each_server(|name, depot| {
        for choice in [
            "",
            "#book=primaerp&code=PE01-1104&delivery=jsonp&callback=show",
            "#book=http&code=request_header_fields_too_large&delivery=suppressed",
        ] {
            open(&browser, depot, choice);
            assert!(!browser.is_too_wide().unwrap(), "{name}: {choice}");
        }
    });
    // The test does detect a page that is too wide.
    browser.run("document.body.style.width = '400px'", json!([])).unwrap();
    assert!(browser.is_too_wide().unwrap());
}

#[test]
fn a_body_with_several_faults_can_be_sent() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        for (book, status, pointer, fields) in [
            ("primaerp", "412 ", "/constraintViolations/{}/field", ["part.id", "part.tags[1]", "part.colour"]),
            ("ayanova", "400 ", "/error/details/{}/target", ["part.id", "part.tags[1]", "part.colour"]),
            ("http", "422 ", "/errors/{}/pointer", ["#/part/id", "#/part/tags/1", "#/part/colour"]),
        ] {
            open(&browser, depot, &format!("#book={book}"));
            browser.run("document.querySelector('#bodies button').click()", json!([])).unwrap();
            browser.until("!document.querySelector('#body-results[hidden]')").unwrap();
            browser.until("/^[1-5]\\d\\d /.test(document.getElementById('body-news').textContent)").unwrap();
            let shown = "const text = (id) => document.getElementById(id).textContent; \
                         return [text('body-news'), text('body-request'), JSON.parse(text('body-response'))]";
            let shown = browser.run(shown, json!([])).unwrap();
            assert!(shown[0].as_str().unwrap().starts_with(status), "{name}, {book}: {shown}");
            assert_eq!(shown[1], format!("/{book}/echo"), "{name}");
            for (at, field) in fields.iter().enumerate() {
                let pointer = pointer.replace("{}", &at.to_string());
                assert_eq!(shown[2].pointer(&pointer).unwrap(), field, "{name}, {book}: {shown}");
            }
        }
    });
}

#[test]
fn the_page_follows_the_preferred_colour_scheme() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        open(&browser, depot, "");
        for view in View::ALL {
            browser.look(view).unwrap();
            let script = r#"
                const [, red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/(\d+), (\d+), (\d+)/);
                return Number(red) + Number(green) + Number(blue) < 384;
            "#;
            assert_eq!(browser.run(script, json!([])).unwrap(), view.dark, "{name}: {}", view.name);
        }
    });
}

#[test]
fn the_page_keeps_its_content_security_policy() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        for choice in ["", "#book=primaerp&code=PE01-1104&delivery=jsonp&callback=show"] {
            open(&browser, depot, choice);
        }
        browser.goto(&format!("{depot}/try/elsewhere")).unwrap();
        assert_eq!(browser.against_policy().unwrap(), [""; 0], "{name}");

        // The test does detect a violation.
        open(&browser, depot, "");
        let image =
            "const image = new Image(); image.onerror = done; image.src = arguments[0]; document.body.append(image)";
        browser.wait(image, json!([browser.elsewhere()])).unwrap();
        assert_eq!(browser.against_policy().unwrap().len(), 1, "{name}");
    });
}

#[test]
fn without_javascript_the_page_has_a_title_and_links_to_requests() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).unwrap();
        browser.goto(&format!("{depot}/try")).unwrap();
        browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false })).unwrap();
        let script = r#"
            const links = [...document.querySelectorAll("noscript a")];
            Promise.all(links.map(async ({ href, textContent }) => [textContent, (await fetch(href)).status])).then(
                (links) => done({ title: document.querySelector("h1").innerText, form: document.forms[0].hidden, links }),
            );
        "#;
        let seen = browser.wait(script, json!([])).unwrap();
        let links = json!([
            ["plain", 404],
            ["suppressed", 200],
            ["JSONP", 200],
            ["plain", 404],
            ["suppressed", 200],
            ["plain", 404],
            ["suppressed", 200],
        ]);
        assert_eq!(seen, json!({ "title": "Try the book", "form": true, "links": links }), "{name}");
    });
}
