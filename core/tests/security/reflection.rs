//! Nothing that a client sends is sent back, except for the names of members and parameters, at a bounded length.

use std::collections::HashMap;

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::{Book, Error, Policy, ayanova, extract, primaerp, standard};
use serde::{Deserialize, Deserializer};

const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];
const SECRET: &str = "secret";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Order {
    id: u8,
    #[serde(default)]
    state: Option<State>,
    #[serde(default)]
    flags: HashMap<u8, bool>,
    #[serde(default)]
    pair: Option<(u8, char)>,
    #[serde(default, deserialize_with = "repeats")]
    rule: u8,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only read")]
enum State {
    Open,
    Moved { to: u8 },
}

/// Reads by a rule of a service's own, whose message repeats the value.
fn repeats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|error| serde::de::Error::custom(format!("{text} is not a number: {error}")))
}

fn says_nothing_of_it(error: &Error, sent: &str) {
    for book in BOOKS {
        let response = error.to_response_in(book);
        let body = std::str::from_utf8(response.body()).unwrap();
        assert!(!body.contains(SECRET), "{sent}: {body}");
        assert!(response.headers().all(|(_, value)| !value.contains(SECRET)), "{sent}: {response:?}");
    }
    assert!(!format!("{error} {error:?}").contains(SECRET), "{sent}: {error:?}");
}

#[test]
fn no_value_is_repeated() {
    let bodies = [
        r#""secret""#,
        r#"["secret"]"#,
        r#"{"id":"secret"}"#,
        r#"{"id":["secret"]}"#,
        r#"{"id":1,"state":"secret"}"#,
        r#"{"id":1,"state":{"secret":1}}"#,
        r#"{"id":1,"state":{"moved":{"to":"secret"}}}"#,
        r#"{"id":1,"flags":{"secret":true}}"#,
        r#"{"id":1,"flags":{"1":"secret"}}"#,
        r#"{"id":1,"pair":[1,"secret"]}"#,
        r#"{"id":1,"rule":"secret"}"#,
        r#"{"id":1,"id":"secret"}"#,
        r#"{"id":secret}"#,
        r#"{"id":1}secret"#,
        r#"{"id":1,"x":"\secret"}"#,
        "{\"id\":1,\"x\":\"secret\u{1}\"}",
        "secret",
    ];
    for body in bodies {
        says_nothing_of_it(&extract::json::<Order>(body.as_bytes()).unwrap_err(), body);
    }
    let pairs =
        ["id=secret", "id=1&state=secret", "id=1&rule=secret", "id=1&id=secret", "id=%FFsecret", "flags=secret"];
    for pair in pairs {
        says_nothing_of_it(&extract::query::<Order>(Some(pair)).unwrap_err(), pair);
        says_nothing_of_it(&extract::form::<Order>(pair.as_bytes()).unwrap_err(), pair);
    }
    says_nothing_of_it(&extract::path::<u8>([("id", SECRET)]).unwrap_err(), "a path");
    says_nothing_of_it(&extract::path::<(u8, State)>([("id", "1"), ("state", SECRET)]).unwrap_err(), "a path");
    says_nothing_of_it(&extract::check_content_type(Some(b"text/secret")).unwrap_err(), "a type");
    says_nothing_of_it(&extract::check_form_content_type(Some(b"text/secret")).unwrap_err(), "a type");
}

#[test]
fn a_refused_callback_is_not_repeated_in_the_response() {
    let policy = Policy::new(&standard::BOOK).jsonp("callback");
    for query in ["callback=secret()", "callback=secret&callback=secret", "callback=%3Cscript%3Esecret"] {
        let exchange = Exchange::new(&policy, "GET", Some(query));
        let response = BufferedResponse::new(200, "application/json", b"1").finish(exchange);
        let body = std::str::from_utf8(&response.body).unwrap();
        assert!(body.contains("callback: ") && !body.contains(SECRET), "{query}: {body}");
        assert!(response.headers.iter().all(|(_, value)| !value.contains(SECRET)), "{query}");
    }
}

/// The bytes that are sent for each byte that came, in the worst case: a character is repeated three times and has six bytes
/// each time.
const MOST: usize = 18;

fn assert_bounded(error: &Error, book: &'static Book, sent: usize, what: &str) {
    let response = || BufferedResponse::from(error.to_response_in(book));
    let exchange = Exchange::new(&Policy::new(book).jsonp("callback"), "GET", Some("callback=show"));
    let script = response().finish(exchange);
    for body in [response().body, script.body] {
        assert!(body.len() <= MOST * sent + 1_000, "{what}: {} bytes for {sent}", body.len());
    }
}

#[test]
fn the_size_of_a_response_is_bounded_by_the_name_that_it_repeats() {
    const LENGTH: usize = 60_000;

    for letter in ["a", ".", "[", "~", "%", "<", "\"", "\\", "\u{1}", "\u{2028}", "é", "🂡"] {
        let name = letter.repeat(LENGTH / letter.len());
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let member = serde_json::to_string(&name).unwrap();
        let body = format!(r#"{{"id":1,{member}:1}}"#);
        let deep = format!(r#"{{"id":1,"flags":{{{member}:1}}}}"#);
        for book in BOOKS {
            for body in [&body, &deep] {
                let error = extract::json::<Order>(body.as_bytes()).unwrap_err();
                assert_bounded(&error, book, body.len(), "a body");
            }
            for pair in [format!("id=1&{name}=1"), format!("id=1&{encoded}=1"), format!("{name}%ff")] {
                let error = extract::query::<Order>(Some(&pair)).unwrap_err();
                assert_bounded(&error, book, pair.len(), "a query");
                let error = extract::form::<Order>(pair.as_bytes()).unwrap_err();
                assert_bounded(&error, book, pair.len(), "a form");
            }
        }
    }
}

#[test]
fn a_long_name_is_not_repeated_for_each_fault_below_it() {
    const LENGTH: usize = 20_000;

    for letter in ["a", "<", "\u{1}", "é"] {
        let name = letter.repeat(LENGTH / letter.len());
        let member = serde_json::to_string(&name).unwrap();
        let body = format!("{{{member}:[{}1]}}", "\"x\",".repeat(100));
        let pairs = format!("{}id=1", format!("{name}=1&").repeat(40));
        for book in BOOKS {
            let error = extract::json::<HashMap<String, Vec<u8>>>(body.as_bytes()).unwrap_err();
            assert!((1..32).contains(&error.violations().len()), "{}", error.violations().len());
            let sent = error.to_response_in(book).body().len();
            assert!(sent <= MOST * (body.len() + 4096) + 10_000, "{sent} bytes for {}", body.len());
            for error in [
                extract::query::<Order>(Some(&pairs)).unwrap_err(),
                extract::form::<Order>(pairs.as_bytes()).unwrap_err(),
            ] {
                assert_bounded(&error, book, pairs.len(), "the same name, again and again");
            }
        }
    }
}

#[test]
fn headers_are_no_longer_than_a_handler_made_them() {
    let name = "x".repeat(60_000);
    for book in BOOKS {
        let response = extract::query::<Order>(Some(&format!("id=1&{name}=1"))).unwrap_err().to_response_in(book);
        assert!(response.headers().all(|(_, value)| value.len() < 100), "{response:?}");
    }
}
