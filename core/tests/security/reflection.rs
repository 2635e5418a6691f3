//! What a client sends is not sent back, but for the names of members and parameters, and those cost it what they cost us.

use std::collections::HashMap;

use errorbook::{Book, Error, ErrorResponse, Pages, Policy, Script, ayanova, extract, primaerp, standard};
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

/// A rule of a service's own, whose words repeat the value.
fn repeats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|error| serde::de::Error::custom(format!("{text} is no number: {error}")))
}

fn says_nothing_of_it(error: &Error, sent: &str) {
    for book in BOOKS {
        let answer = error.to_response_in(book);
        let body = std::str::from_utf8(answer.body()).unwrap();
        assert!(!body.contains(SECRET), "{sent}: {body}");
        assert!(answer.headers().all(|(_, value)| !value.contains(SECRET)), "{sent}: {answer:?}");
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
fn a_callback_that_is_refused_and_a_filter_that_cannot_be_read_are_not_repeated() {
    let policy = Policy::new(&standard::BOOK).jsonp("callback");
    for query in ["callback=secret()", "callback=secret&callback=secret", "callback=%3Cscript%3Esecret"] {
        let refused = policy.delivery("GET", Some(query)).callback.unwrap().unwrap_err();
        says_nothing_of_it(&Error::invalid_parameter("callback", refused), query);
    }
    let pages = Pages::new("/errors", &[&primaerp::BOOK]);
    let long = format!("q={}", SECRET.repeat(100));
    for query in ["status=secret", "q=a&q=secret", "q=%FFsecret", long.as_str()] {
        says_nothing_of_it(&pages.get(None, Some(query), |_| None).unwrap_err(), query);
    }
    says_nothing_of_it(&pages.get(Some(SECRET), None, |_| None).unwrap_err(), "a code");
}

#[test]
fn what_is_searched_for_stands_in_the_page_as_text() {
    let pages = Pages::new("/errors", &[&primaerp::BOOK]);
    let page = pages.get(None, Some("q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&status=4xx"), |_| None).unwrap();
    let html = std::str::from_utf8(page.body()).unwrap();
    assert!(!html.contains("<script>alert") && html.contains("&#60;script&#62;alert"));
    assert!(page.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
}

/// How many bytes are sent for each byte that came, in the worst case: a character that is told three times and is six
/// bytes each time.
const MOST: usize = 18;

fn assert_bounded(answer: &ErrorResponse, sent: usize, what: &str) {
    let script = Script::of("show".parse().unwrap(), None).whole(answer.body());
    for body in [answer.body(), &script] {
        assert!(body.len() <= MOST * sent + 1_000, "{what}: {} bytes for {sent}", body.len());
    }
}

#[test]
fn an_answer_is_bounded_by_the_name_that_it_repeats() {
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
                assert_bounded(&error.to_response_in(book), body.len(), "a body");
            }
            for pair in [format!("id=1&{name}=1"), format!("id=1&{encoded}=1"), format!("{name}%ff")] {
                let error = extract::query::<Order>(Some(&pair)).unwrap_err();
                assert_bounded(&error.to_response_in(book), pair.len(), "a query");
                let error = extract::form::<Order>(pair.as_bytes()).unwrap_err();
                assert_bounded(&error.to_response_in(book), pair.len(), "a form");
            }
        }
    }
}

#[test]
fn headers_repeat_nothing_that_is_longer_than_a_handler_made_it() {
    let name = "x".repeat(60_000);
    for book in BOOKS {
        let answer = extract::query::<Order>(Some(&format!("id=1&{name}=1"))).unwrap_err().to_response_in(book);
        assert!(answer.headers().all(|(_, value)| value.len() < 100), "{answer:?}");
    }
}
