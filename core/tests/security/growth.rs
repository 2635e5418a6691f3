//! No work grows faster than what is read.
//!
//! Each input is so long that code which reads all of it again for each of its parts runs into the time limit, while code
//! which reads it once is done at once, even on a slow machine.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::mpsc;
use std::time::Duration;

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::{
    Constraint, Error, ErrorKind, FieldPath, Policy, Violation, ayanova, extract, media_type, primaerp, standard,
};
use serde::{Deserialize, Deserializer};

/// The length of the inputs in bytes: many times the limit of a server for a head.
const LENGTH: usize = 1 << 20;

/// Asserts that the work on an input ends.
fn ends(what: &str, input: &str, work: fn(&str)) {
    let (done, is_done) = mpsc::channel();
    let sent = input.to_owned();
    std::thread::spawn(move || {
        work(&sent);
        done.send(()).unwrap();
    });
    let start = input.get(..40.min(input.len())).unwrap_or_default();
    assert!(is_done.recv_timeout(Duration::from_secs(600)).is_ok(), "{what} does not end, or panics: {start:?}");
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
fn the_work_on_a_query_grows_no_faster_than_the_query() {
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
        ends("the options of a response", query, |query| {
            let _ = Exchange::new(&Policy::new(&standard::BOOK).jsonp("callback"), "GET", Some(query));
        });
        ends("a query", query, |query| _ = extract::query::<Order>(Some(query)).map_err(|error| error.to_response()));
        ends("a strict query", query, |query| {
            _ = extract::query::<Strict>(Some(query)).map_err(|error| error.to_response())
        });
        ends("a form", query, |body| _ = extract::form::<Order>(body.as_bytes()).map_err(|error| error.to_response()));
    }
}

#[test]
fn the_work_on_json_grows_no_faster_than_the_json() {
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
        // Each element and each member is wrong.
        format!("[{}0]", of("\"\",")),
        format!("[{}0]", of("256,")),
        format!("{{\"a\":{{{}\"a\":\"\"}}}}", different(|at| format!("\"{at}\":\"\","))),
        format!("{{{}\"a\":[]}}", different(|at| format!("\"{at}\":{{\"{at}\":256}},"))),
    ];
    for body in &bodies {
        ends("a body", body, |body| _ = extract::json::<Order>(body.as_bytes()).map_err(|error| error.to_response()));
        ends("a strict body", body, |body| {
            _ = extract::json::<Strict>(body.as_bytes()).map_err(|error| error.to_response())
        });
        ends("a map of maps", body, |body| {
            _ = extract::json::<HashMap<String, HashMap<u8, u8>>>(body.as_bytes()).map_err(|error| error.to_response())
        });
        ends("a list", body, |body| _ = extract::json::<Vec<u8>>(body.as_bytes()).map_err(|error| error.to_response()));
    }
}

thread_local! {
    static PASSES: Cell<usize> = const { Cell::new(0) };
}

/// A value, and how often one was read.
#[derive(Debug)]
struct Counted;

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Counted, D::Error> {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "only read")]
        struct Event {
            at: chrono::NaiveTime,
            id: Even,
        }
        #[derive(Debug, Deserialize)]
        #[serde(try_from = "u8")]
        struct Even;
        impl TryFrom<u8> for Even {
            type Error = &'static str;
            fn try_from(number: u8) -> Result<Even, &'static str> {
                if number % 2 == 0 { Ok(Even) } else { Err("not even") }
            }
        }
        PASSES.set(PASSES.get() + 1);
        Vec::<Event>::deserialize(deserializer).map(|_| Counted)
    }
}

#[test]
fn a_body_that_does_not_fit_is_read_again_at_most_33_times() {
    let bodies = [
        "[5]".to_owned(),
        format!("[{}5]", "5,".repeat(1_000)),
        format!("[{}5]", r#"{"at":"x","id":1},"#.repeat(1_000)),
        format!("[{}5]", r#"{"at":"00:00:00","id":1},"#.repeat(1_000)),
        format!("[{}5]", r#"{"at":5,"x":1},"#.repeat(1_000)),
        format!("[{{{}}}]", (0..1_000).map(|at| format!("\"{at}\":1")).collect::<Vec<_>>().join(",")),
    ];
    for body in &bodies {
        PASSES.set(0);
        let error = extract::json_error::<Counted>(body.as_bytes());
        assert!(PASSES.get() <= 33, "{} passes for {}", PASSES.get(), &body[..40.min(body.len())]);
        assert!((1..=32).contains(&error.violations().len()));
    }
}

#[test]
fn the_work_on_a_header_grows_no_faster_than_the_header() {
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
    }
}

#[test]
fn the_work_on_a_response_grows_no_faster_than_its_text() {
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
        ends("a response", &text, |text| {
            for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
                let violation = Violation::new(text.to_owned(), Constraint::Invalid).with_message(text.to_owned());
                let error = Error::from(ErrorKind::InvalidBody).with_violation(violation);
                let response = error.with_location(text).with_header("x-cart", text.to_owned()).to_response_in(book);
                let policy = Policy::new(book).jsonp("callback");
                let script =
                    BufferedResponse::from(response).finish(Exchange::new(&policy, "GET", Some("callback=show")));
                assert!(script.body.starts_with(b"/**/show({"));
            }
            assert!(!FieldPath::from(text.to_owned()).to_string().is_empty());
        });
    }
    let violations = |count| (0..count).map(|_| Violation::new("a", Constraint::Missing).with_entity_type("b.C"));
    let error = Error::from(primaerp::VALIDATION_ERROR).with_violations(violations(50_000));
    assert!(error.to_response().body().len() > 1_000_000);
}
