//! The access that a script tag on a page of another origin has to the depot.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use browser::{Browser, each_server};
use serde_json::{Value, json};

/// The observations of a page whose script failed to load.
const NOTHING: &str = r#"{"event":"error","calls":[],"errors":[],"globals":[],"hostile":false}"#;

/// Loads each script in a new window on another origin, where `show` is the callback.
fn load(browser: &Browser, sources: &[String]) -> Vec<Value> {
    browser.goto(browser.elsewhere()).unwrap();
    let script = r#"
        const [sources] = arguments;
        const load = (source) => new Promise((resolve) => {
            const frame = document.createElement("iframe");
            document.body.append(frame);
            const page = frame.contentWindow;
            const seen = { event: "", calls: [], errors: [], globals: [], hostile: false };
            page.show = (...given) => seen.calls.push(given);
            page.deep = { calls: [page.show] };
            page.alert = () => { seen.hostile = true; };
            page.onerror = (message) => { seen.errors.push(message); };
            const before = new Set(Object.getOwnPropertyNames(page));
            const script = page.document.createElement("script");
            script.onload = script.onerror = ({ type }) => setTimeout(() => {
                seen.event = type;
                seen.globals = Object.getOwnPropertyNames(page).filter((name) => !before.has(name));
                seen.hostile ||= "hostile" in page;
                resolve(seen);
            });
            script.src = source;
            page.document.head.append(script);
        });
        Promise.all(sources.map(load)).then(done);
    "#;
    let seen = browser.wait(script, json!([sources])).unwrap().as_array().unwrap().clone();
    assert_eq!(seen.len(), sources.len());
    seen
}

/// Sends a request from a page of the server itself, and returns the JSON of the response.
fn send(browser: &Browser, depot: &str, path: &str, init: Value) -> Value {
    browser.goto(&format!("{depot}/health")).unwrap();
    let script = "const [path, init] = arguments; fetch(path, init).then((response) => response.json()).then(done);";
    browser.wait(script, json!([path, init])).unwrap()
}

#[test]
fn without_jsonp_a_script_tag_gets_an_error_event_and_nothing_else() {
    let Some(browser) = Browser::for_test() else { return };
    let nothing: Value = serde_json::from_str(NOTHING).unwrap();
    each_server(|name, depot| {
        let paths = [
            "/primaerp/raise/PE01-1101",
            "/primaerp/raise/PE01-1104",
            "/primaerp/raise/PE01-1012",
            "/primaerp/raise/PE01-1101?suppress_response_code=true",
            "/primaerp/raise/PE01-1012?suppress_response_code=true",
            "/primaerp/v1/projects",
            "/primaerp/v1/projects?suppress_response_code=true",
            "/ayanova/raise/2010",
            "/ayanova/raise/2010?callback=show",
            "/http/raise/not_found",
            "/http/raise/not_found?callback=show",
        ];
        for (path, seen) in paths.iter().zip(load(&browser, &paths.map(|path| format!("{depot}{path}")))) {
            assert_eq!(seen, nothing, "{name}: {path}");
        }
        // A browser may load JSON without `nosniff` as a script, but the page can read nothing of it.
        let paths =
            ["/ayanova/raise/2010?suppress_response_code=true", "/http/raise/not_found?suppress_response_code=1"];
        for (path, mut seen) in paths.iter().zip(load(&browser, &paths.map(|path| format!("{depot}{path}")))) {
            seen["event"] = json!("error");
            assert_eq!(seen, nothing, "{name}: {path}");
        }
    });
    // The test does detect a script that works.
    let naive = &load(&browser, &[format!("{}naive?callback=show", browser.elsewhere())])[0];
    assert_eq!((&naive["event"], &naive["calls"]), (&json!("load"), &json!([[{}]])));
}

#[test]
fn with_jsonp_the_callback_gets_the_whole_response_once() {
    let Some(browser) = Browser::for_test() else { return };
    each_server(|name, depot| {
        let odd = "U+2028 \u{2028} U+2029 \u{2029} <b>&amp;</script>";
        let body = json!({ "name": odd, "owner": "</script><!--" }).to_string();
        let post = json!({ "method": "POST", "headers": { "content-type": "application/json" }, "body": body });
        let created = send(&browser, depot, "/primaerp/v1/projects", post);
        assert_eq!(created["name"], odd, "{name}: {created}");

        for (path, status) in [
            ("/primaerp/raise/PE01-1101", Some(404)),
            ("/primaerp/raise/PE01-1104", Some(412)),
            ("/primaerp/raise/PE01-1012", Some(301)),
            ("/primaerp/raise/PE01-1001", Some(401)),
            ("/primaerp/nowhere", Some(404)),
            ("/primaerp/status/501", Some(501)),
            ("/primaerp/v1/projects", None),
            ("/primaerp/v1/projects/3", None),
        ] {
            // A browser follows a 301, so a page can read its body only with suppression.
            let plain = send(&browser, depot, &format!("{path}?suppress_response_code=true"), json!({}));
            assert_eq!(plain["status"].as_u64(), status, "{name}: {path}: {plain}");
            let callbacks = ["show", "deep.calls[0]", "window.show", "%73how"];
            let sources = callbacks.map(|callback| format!("{depot}{path}?callback={callback}"));
            for (source, seen) in sources.iter().zip(load(&browser, &sources)) {
                let expected =
                    json!({ "event": "load", "calls": [[plain]], "errors": [], "globals": [], "hostile": false });
                assert_eq!(seen, expected, "{name}: {source}");
            }
        }
        let violations = send(&browser, depot, "/primaerp/raise/PE01-1104", json!({}));
        assert_eq!(violations["constraintViolations"][0]["field"], "owner", "{name}");
        let empty = &load(&browser, &[format!("{depot}/primaerp/empty?callback=show")])[0];
        assert_eq!((&empty["event"], &empty["calls"]), (&json!("load"), &json!([[null]])), "{name}");
    });
}

/// Callback names that run foreign code if a server does not check them.
const RUN: [&str; 22] = [
    "alert(1)//",
    "alert(1);show",
    "hostile=1//",
    "hostile=1;show",
    "hostile=1,show",
    "window.hostile=1;show",
    "self['hos'+'tile']=1;show",
    "show(hostile=1);show",
    "(hostile=1)",
    "window[hostile=1]",
    "window[hostile=1].x;show",
    "`${hostile=1}`;show",
    "show`${hostile=1}`;show",
    "(()=>{hostile=1})",
    "(function(){hostile=1})",
    "new function(){hostile=1};show",
    "Function`hostile=1`()//",
    "\nhostile=1\nshow",
    "show\u{2028}hostile=1\u{2028}show",
    "/**/hostile=1/**/;show",
    "onerror=alert;throw 1//",
    "[].constructor.constructor('hostile=1')()//",
];

/// Texts that are not function names, or are forbidden.
const NO_NAMES: [&str; 40] = [
    "",
    " ",
    "a;b",
    "a b",
    " show",
    "show ",
    "show\n",
    "show\0",
    "show;",
    "show//",
    "show/*",
    "*/show/*",
    "show()",
    "show(",
    "</script><script>alert(1)</script>",
    "<!--",
    "show-",
    ".show",
    "show.",
    "window..show",
    "1a",
    "deep.calls[00]",
    "deep.calls[0",
    "deep.calls[-1]",
    "deep.calls['0']",
    "deep['calls'][0]",
    "[0]",
    "%73how",
    "sh\u{f6}w",
    "ｓｈｏｗ",
    "sho\u{200d}w",
    "\u{feff}show",
    "null",
    "this",
    "window.eval",
    "arguments",
    "await",
    "window.class",
    "yield",
    "let",
];

#[test]
fn a_hostile_callback_never_runs() {
    let Some(browser) = Browser::for_test() else { return };
    let query =
        |name: &str| format!("callback={}", url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>());
    let naive = RUN.map(|name| format!("{}naive?{}", browser.elsewhere(), query(name)));
    for (name, seen) in RUN.iter().zip(load(&browser, &naive)) {
        assert_eq!(seen["hostile"], true, "{name:?} is harmless: {seen}");
    }

    let long = "a".repeat(65);
    let mut queries: Vec<String> = RUN.iter().chain(&NO_NAMES).copied().chain([&*long]).map(query).collect();
    for raw in [
        "callback",
        "callback=show&callback=show",
        "callback=show&callback=hostile%3D1%2F%2F",
        "callback=hostile%3D1%2F%2F&callback=show",
        "%63allback=hostile%3D1%2F%2F",
        "callback=hostile=1//",
        "callback=%FF",
        "callback=show%FF",
        "callback=%E2%80%A8hostile=1//",
        "suppress_response_code=true&callback=hostile=1//",
        "callback=hostile=1//&suppress_response_code=true",
    ] {
        queries.push(raw.to_owned());
    }
    let nothing: Value = serde_json::from_str(NOTHING).unwrap();
    each_server(|name, depot| {
        for path in ["/primaerp/raise/PE01-1101", "/primaerp/v1/projects"] {
            let sources: Vec<String> = queries.iter().map(|query| format!("{depot}{path}?{query}")).collect();
            for (source, seen) in sources.iter().zip(load(&browser, &sources)) {
                assert_eq!(seen, nothing, "{name}: {source}");
            }
        }
    });
}
