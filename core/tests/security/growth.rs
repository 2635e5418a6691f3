//! No work grows faster than what is read.
//!
//! Each input is so long that whoever looks at all of it again for each part of it is not done before tests are given up,
//! while whoever looks at it once is done at once, on the slowest machine.

use std::collections::HashMap;
use std::sync::mpsc;
use std::time::Duration;

use errorbook::client::Reader;
use errorbook::{
    Constraint, Error, FieldPath, Pages, Policy, ResponseOptions, Script, Violation, extract, media_type, primaerp,
    standard,
};
use serde::Deserialize;

/// How many bytes there are of everything: many times what a server takes for a head.
const LENGTH: usize = 1 << 20;

/// What is done with one of the inputs.
fn ends(what: &str, input: &str, work: fn(&str)) {
    let (done, is_done) = mpsc::channel();
    let sent = input.to_owned();
    std::thread::spawn(move || {
        work(&sent);
        done.send(()).unwrap();
    });
    let start = input.get(..40.min(input.len())).unwrap_or_default();
    assert!(is_done.recv_timeout(Duration::from_secs(600)).is_ok(), "{what} has no end, or panics: {start:?}");
}

fn of(piece: &str) -> String {
    piece.repeat(LENGTH / piece.len())
}

/// Names that differ, as in `0=&1=&`.
fn different(write: fn(usize) -> String) -> String {
    let mut text = String::new();
    (0..)
        .map(write)
        .take_while(|piece| {
            text.len() + piece.len() < LENGTH / 4 && {
                text.push_str(piece);
                true
            }
        })
        .count();
    text
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Order {
    a: Option<u8>,
    #[serde(flatten)]
    others: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Strict {
    a: u8,
}

#[test]
fn reading_a_query() {
    let queries = [
        of("&"),
        of("="),
        of("+"),
        of("%"),
        of("%2"),
        of("%61"),
        of("b&"),
        of("b=%ff&"),
        of("callback=a&"),
        of("suppress_response_code=tru&"),
        format!("callback={}", of("a")),
        format!("callback={}", of("a.")),
        format!("callback=a{}", of("[0]")),
        format!("callback={}", of("%61")),
        format!("a={}", of("1")),
        different(|at| format!("{at}=&")),
    ];
    for query in &queries {
        ends("the delivery", query, |query| {
            let _: ResponseOptions = Policy::new(&standard::BOOK).jsonp("callback").delivery("GET", Some(query));
        });
        ends("a query", query, |query| _ = extract::query::<Order>(Some(query)).map_err(|error| error.to_response()));
        ends("a strict query", query, |query| {
            _ = extract::query::<Strict>(Some(query)).map_err(|error| error.to_response())
        });
        ends("a form", query, |body| _ = extract::form::<Order>(body.as_bytes()).map_err(|error| error.to_response()));
        ends("the pages", query, |query| {
            let pages = Pages::new("/errors", &[&primaerp::BOOK]);
            let _ = pages.get(None, Some(query), |_| None);
            let _ = pages.get(None, Some(&format!("q={query}")), |_| None);
            let _ = pages.get(Some(query), None, |_| None);
        });
    }
}

#[test]
fn reading_json() {
    let bodies = [
        of(" "),
        of("["),
        of("{\"a\":"),
        of("1"),
        of("\\"),
        format!("[{}0]", of("0,")),
        format!("[{}{{}}]", of("[],")),
        format!("{{{}\"a\":\"\"}}", of("\"a\":0,")),
        format!("{{{}\"a\":\"\"}}", of("\"b\":0,")),
        format!("{{{}\"a\":\"\"}}", different(|at| format!("\"{at}\":0,"))),
        format!("{{\"a\":1,\"{}\":0}}", of("b")),
        format!("{{\"a\":\"{}\"}}", of("\\u0061")),
        format!("{{\"a\":\"{}\"}}", of("\\\"")),
        format!("{{\"a\":{}}}", of("1")),
        format!("{{\"a\":0.{}}}", of("1")),
        format!("{{\"a\":1e{}}}", of("1")),
        format!("{}0{}", "[".repeat(100), "]".repeat(100)),
    ];
    for body in &bodies {
        ends("a body", body, |body| _ = extract::json::<Order>(body.as_bytes()).map_err(|error| error.to_response()));
        ends("a strict body", body, |body| {
            _ = extract::json::<Strict>(body.as_bytes()).map_err(|error| error.to_response())
        });
        ends("a list", body, |body| _ = extract::json::<Vec<u8>>(body.as_bytes()).map_err(|error| error.to_response()));
    }
}

#[test]
fn reading_a_header() {
    let values = [
        of(","),
        of(";"),
        of("\""),
        of(", "),
        of("a/b,"),
        of("*/*;q=0,"),
        of("text/html;"),
        of("text/html,"),
        of("\"a\","),
        of("W/"),
        format!("text/html{}", of(";a=b")),
        format!("text/html{}", different(|at| format!(";a{at}=b"))),
        format!("text/html;a=\"{}\"", of("\\\"")),
        format!("application/{}+json", of("a")),
        format!("text/plain{}", of("; charset=utf-8")),
    ];
    for value in &values {
        ends("a media type", value, |value| {
            let _ = media_type::is_json(value.as_bytes()) | media_type::is_form(value.as_bytes());
            let _ = extract::check_content_type(Some(value.as_bytes()));
        });
        ends("a header of the pages", value, |value| {
            let pages = Pages::new("/errors", &[&primaerp::BOOK]);
            let _ = pages.get(None, None, |name| (name == "accept").then_some(value.as_bytes()));
            let _ = pages.get(None, None, |name| (name == "if-none-match").then_some(value.as_bytes()));
        });
    }
}

#[test]
fn writing_an_answer() {
    for text in [
        of("a"),
        of("\""),
        of("\u{1}"),
        of("<"),
        of("\u{2028}"),
        of("\u{e2}\u{80}"),
        of("a.b[0]."),
        of("[0]"),
        of("~/"),
    ] {
        ends("an answer", &text, |text| {
            for book in [&primaerp::BOOK, &errorbook::ayanova::BOOK, &standard::BOOK] {
                let violation = Violation::new(text.to_owned(), Constraint::Invalid).with_message(text.to_owned());
                let error = Error::from(errorbook::ErrorKind::InvalidBody).with_violation(violation);
                let answer = error.with_location(text).with_header("x-cart", text.to_owned()).to_response_in(book);
                let mut script = Script::of("show".parse().unwrap(), None);
                for piece in answer.body().chunks(64) {
                    let _ = script.next(Some(Ok::<_, ()>(piece)));
                }
            }
            assert!(!FieldPath::from(text.to_owned()).to_string().is_empty());
        });
    }
    let violations = |count| (0..count).map(|_| Violation::new("a", Constraint::Missing).with_entity_type("b.C"));
    let error = Error::from(primaerp::VALIDATION_ERROR).with_violations(violations(50_000));
    assert!(error.to_response().body().len() > 1_000_000);
}

#[test]
fn reading_what_another_service_answers() {
    let bodies = [
        of("("),
        of("a("),
        of("["),
        of(")]}',\n"),
        format!("a({});", of(" ")),
        format!("/**/a({});", of("0,")),
        format!(r#"{{"title":"a","status":400,"errors":[{}"a"]}}"#, of("\"a\",")),
        format!(r#"{{"title":"a","status":400,"errors":[{}"a"]}}"#, of(r#"{"pointer":"/a/0"},"#)),
        format!(r#"{{"title":"a","status":400,"errors":[{{"pointer":"{}"}}]}}"#, of("/a")),
        format!(r##"{{"title":"a","status":400,"errors":[{{"pointer":"#{}"}}]}}"##, of("~1%2e")),
        format!(r#"{{"title":"a","status":400,"errors":[{{"detail":"{}"}}]}}"#, of("1 ")),
        format!(r#"{{"type":"{}","title":"a","status":400}}"#, of("/")),
        format!(r#"{{"title":"a","status":400,{}"b":0}}"#, different(|at| format!("\"{at}\":0,"))),
        format!(r#"{{"error":{{"code":"2200","message":"a","details":[{}{{}}]}}}}"#, of(r#"{"target":"a.b[0]"},"#)),
        format!(r#"{{"error":{{"code":"2200","message":"a","details":[{{"target":"{}"}}]}}}}"#, of("[0].")),
        format!(
            r#"{{"status":412,"code":"PE01-1104","message":"a","description":null,"constraintViolations":[{}{{}}]}}"#,
            of(r#"{"field":"a.b","constraint":"NotNull"},"#)
        ),
    ];
    for body in &bodies {
        ends("an answer that is read", body, |body| {
            let reader =
                Reader::new(&primaerp::BOOK).and(&errorbook::ayanova::BOOK).and(&standard::BOOK).limit(usize::MAX);
            for status in [200, 400] {
                let json = |name: &str| (name == "content-type").then_some("application/json");
                if let Err(error) = reader.read(status, json, body) {
                    assert!(error.to_string().len() < 10_000);
                    let _ = error.into_error_of_ones_own();
                }
            }
        });
    }
}

/// What a service does with an error of another one.
trait Own {
    fn into_error_of_ones_own(self) -> errorbook::ErrorResponse;
}

impl Own for errorbook::client::ReceivedError {
    fn into_error_of_ones_own(self) -> errorbook::ErrorResponse {
        static ALL: errorbook::client::Translation = errorbook::client::Translation::new(&[
            (primaerp::VALIDATION_ERROR, standard::BAD_REQUEST),
            (errorbook::ayanova::VALIDATION_ERROR, standard::BAD_REQUEST),
        ]);
        self.translate(&ALL.with_description().with_violations()).to_response()
    }
}
