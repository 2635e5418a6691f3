//! An error response with an empty body, or a body that is not JSON, gets the envelope of its status.

use errorbook::{Book, Policy, ayanova, primaerp, standard};

use super::app::{App, Framework};
use super::call::body_of;
use super::reply::{Piece, Reply};

/// The statuses for which a book has a code.
const MAPPED: [(&Book, u16, &str); 27] = [
    (&primaerp::BOOK, 400, "PE01-9004"),
    (&primaerp::BOOK, 401, "PE01-1001"),
    (&primaerp::BOOK, 403, "PE01-1008"),
    (&primaerp::BOOK, 404, "PE01-9003"),
    (&primaerp::BOOK, 405, "PE01-1103"),
    (&primaerp::BOOK, 406, "PE01-9005"),
    (&primaerp::BOOK, 413, "PE01-1109"),
    (&primaerp::BOOK, 415, "PE01-9004"),
    (&primaerp::BOOK, 422, "PE01-1105"),
    (&primaerp::BOOK, 424, "PE01-1108"),
    (&primaerp::BOOK, 429, "PE01-9002"),
    (&primaerp::BOOK, 500, "PE01-9001"),
    (&ayanova::BOOK, 401, "2003"),
    (&ayanova::BOOK, 403, "2004"),
    (&ayanova::BOOK, 404, "2010"),
    (&ayanova::BOOK, 409, "2005"),
    (&ayanova::BOOK, 400, "2030"),
    (&ayanova::BOOK, 418, "2030"),
    (&ayanova::BOOK, 499, "2030"),
    (&ayanova::BOOK, 500, "2002"),
    (&ayanova::BOOK, 599, "2002"),
    (&standard::BOOK, 400, "bad_request"),
    (&standard::BOOK, 404, "not_found"),
    (&standard::BOOK, 413, "content_too_large"),
    (&standard::BOOK, 422, "unprocessable_content"),
    (&standard::BOOK, 451, "unavailable_for_legal_reasons"),
    (&standard::BOOK, 500, "internal_server_error"),
];

/// The statuses for which a book has no code. The envelope keeps the status.
const KEPT: [(&Book, u16, &str); 7] = [
    (
        &primaerp::BOOK,
        410,
        r#"{"status":410,"code":null,"message":"Gone","description":null,"constraintViolations":[]}"#,
    ),
    (
        &primaerp::BOOK,
        418,
        r#"{"status":418,"code":null,"message":"Unknown","description":null,"constraintViolations":[]}"#,
    ),
    (
        &primaerp::BOOK,
        504,
        r#"{"status":504,"code":null,"message":"Gateway Timeout","description":null,"constraintViolations":[]}"#,
    ),
    (
        &primaerp::BOOK,
        599,
        r#"{"status":599,"code":null,"message":"Unknown","description":null,"constraintViolations":[]}"#,
    ),
    (&standard::BOOK, 418, r#"{"type":"about:blank","title":"Unknown","status":418,"code":"unknown"}"#),
    (&standard::BOOK, 499, r#"{"type":"about:blank","title":"Unknown","status":499,"code":"unknown"}"#),
    (&standard::BOOK, 599, r#"{"type":"about:blank","title":"Unknown","status":599,"code":"unknown"}"#),
];

fn of_primaerp(reply: Reply) -> App {
    App::new(Policy::new(&primaerp::BOOK)).get("/", reply)
}

/// Returns the body of a 410. primaERP's book has no code for it.
fn gone(description: &str) -> String {
    format!(r#"{{"status":410,"code":null,"message":"Gone","description":{description},"constraintViolations":[]}}"#)
}

pub fn an_empty_error_response_gets_the_envelope_for_its_status<F: Framework>() {
    let mapped = MAPPED.into_iter().map(|(book, status, id)| {
        let code = book.find(id).unwrap_or_else(|| panic!("{id} is not a code of {}", book.name()));
        (book, status, code.status().as_u16(), body_of(code))
    });
    let kept = KEPT.into_iter().map(|(book, status, body)| (book, status, status, body.to_owned()));
    for (book, status, sent, body) in mapped.chain(kept) {
        let response = App::new(Policy::new(book)).get("/", Reply::empty(status)).ask::<F>("/");
        let of = format!("{status} in {}", book.name());
        response.assert_eq(sent, &body, &of);
        assert_eq!(response.header("content-type"), Some(book.envelope().content_type()), "{of}");
        assert_eq!(response.header("x-error-id").is_some(), status >= 500, "{of}");
        assert_eq!(response.header("www-authenticate"), (sent == 401).then_some("Bearer"), "{of}");
    }
}

pub fn an_empty_error_response_gets_the_envelope_for_every_content_type<F: Framework>() {
    for content_type in ["application/json", "application/problem+json", "text/plain", "text/html"] {
        let empty = Reply::empty(410).header("content-type", content_type);
        for reply in [empty.clone(), empty.clone().streamed([]), empty.streamed([Piece::from("")])] {
            let response = of_primaerp(reply).ask::<F>("/");
            response.assert_eq(410, &gone("null"), content_type);
            assert_eq!(response.header("content-type"), Some("application/json"), "{content_type}");
        }
    }
}

pub fn a_text_body_of_a_4xx_becomes_the_description<F: Framework>() {
    let text = |content_type: &str| {
        let text = Reply { headers: Vec::new(), ..Reply::text("the words") }.status(410);
        if content_type.is_empty() { text } else { text.header("content-type", content_type) }
    };
    for (content_type, is_readable) in [
        ("text/plain", true),
        ("Text/Plain; charset=UTF-8", true),
        ("", true),
        ("text/plain; charset=iso-8859-1", false),
        ("text/html; charset=utf-8", false),
        ("application/octet-stream", false),
        ("text/json", false),
    ] {
        let description = gone(if is_readable { r#""the words""# } else { "null" });
        let streamed = text(content_type).streamed([Piece::from("the "), Piece::from("words")]);
        for reply in [text(content_type), streamed] {
            of_primaerp(reply).ask::<F>("/").assert_eq(410, &description, content_type);
        }
    }
    let compressed = text("text/plain").header("content-encoding", "gzip");
    of_primaerp(compressed).ask::<F>("/").assert_eq(410, &gone("null"), "gzip");
    let latin = Reply::text(b"caf\xe9".as_slice()).status(410);
    of_primaerp(latin).ask::<F>("/").assert_eq(410, &gone("null"), "not UTF-8");
}

pub fn a_long_description_is_cut_between_two_characters<F: Framework>() {
    let cut = gone(&format!("\"a{}\"", "é".repeat(511)));
    let long = format!("a{}", "é".repeat(2_500));
    let pieces = || long.as_bytes().chunks(7).map(|piece| Piece::Bytes(piece.to_vec().into()));
    for text in [Reply::text(long.clone()), Reply::text("").streamed(pieces())] {
        of_primaerp(text.status(410)).ask::<F>("/").assert_eq(410, &cut, "a long text");
    }
    let whole = "é".repeat(512);
    let text = Reply::text(whole.clone()).status(410);
    of_primaerp(text).ask::<F>("/").assert_eq(410, &gone(&format!("\"{whole}\"")), "a text that fits");
}

pub fn a_text_body_of_a_5xx_is_dropped<F: Framework>() {
    for (status, book) in [(500, &primaerp::BOOK), (503, &ayanova::BOOK), (599, &standard::BOOK)] {
        let response = App::new(Policy::new(book)).get("/", Reply::text("secret").status(status)).ask::<F>("/");
        let empty = App::new(Policy::new(book)).get("/", Reply::empty(status)).ask::<F>("/");
        response.assert_eq(empty.status, &empty.body, book.name());
        response.assert_has_no_secret(book.name());
        assert!(response.header("x-error-id").is_some_and(|id| !id.is_empty()), "{status}");
        assert_ne!(response.header("x-error-id"), empty.header("x-error-id"), "{status}");
    }
}

pub fn a_json_error_body_of_a_handler_does_not_change<F: Framework>() {
    for content_type in ["application/json", "application/json; charset=utf-8", "application/vnd.own+json"] {
        for status in [400, 409, 500, 599] {
            let json = Reply { headers: Vec::new(), ..Reply::json(r#"{"mine":true}"#) };
            let json =
                json.status(status).header("content-type", content_type).header("x-own", "1").header("etag", "\"a\"");
            for reply in
                [json.clone(), json.streamed([Piece::from(""), Piece::from(r#"{"mine":"#), Piece::from("true}")])]
            {
                let response = of_primaerp(reply).ask::<F>("/");
                response.assert_eq(status, r#"{"mine":true}"#, content_type);
                let headers = ["content-type", "x-own", "etag", "x-error-id"].map(|name| response.header(name));
                assert_eq!(headers, [Some(content_type), Some("1"), Some("\"a\""), None]);
            }
        }
    }
}

pub fn a_response_that_is_not_an_error_does_not_change<F: Framework>() {
    for status in [200, 201, 204, 206, 302, 304] {
        let text = matches!(status, 200..=201 | 206);
        let reply = if text { Reply::text("fine") } else { Reply::empty(200) };
        let response = of_primaerp(reply.status(status).header("etag", "\"a\"")).ask::<F>("/");
        response.assert_eq(status, if text { "fine" } else { "" }, "not an error");
        assert_eq!(
            (response.header("etag"), response.header("x-suppressed-status")),
            (Some("\"a\""), None),
            "{status}"
        );
    }
}

pub fn an_error_body_that_fails_or_panics_is_replaced_by_an_envelope<F: Framework>() {
    for (pieces, description) in
        [(vec![Piece::Fails], "null"), (vec!["the words".into(), Piece::Fails], r#""the words""#)]
    {
        let response = of_primaerp(Reply::text("").status(410).streamed(pieces)).ask::<F>("/");
        response.assert_eq(410, &gone(description), "a body that fails");
    }
    for pieces in [vec![Piece::Panics], vec!["the words".into(), Piece::Panics]] {
        let response = of_primaerp(Reply::text("").status(410).streamed(pieces)).ask::<F>("/");
        response.assert_is(primaerp::UNHANDLED_ERROR, "a body that panics");
        assert!(response.header("x-error-id").is_some());
        response.assert_has_no_secret("a body that panics");
    }
}
