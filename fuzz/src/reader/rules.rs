//! The rules of [`errorbook_client`] for errors, implemented literally, book by book.

use errorbook::{Book, Status};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::Received;
use crate::grammar;

/// Returns true if the response is an error for a reader with these books.
pub(super) fn is_error(received: &Received<'_>, books: &[&'static Book], limit: usize) -> bool {
    let suppressed = received.header("x-suppressed-status").and_then(|status| status.trim().parse().ok());
    match (received.status, suppressed) {
        (..100 | 400.., _) | (_, Some(400..=599)) => true,
        (_, Some(100..=299)) => false,
        _ => {
            let argument = content(received, limit).map(|content| content.json);
            let text = argument.map(String::from_utf8_lossy);
            let json = text.and_then(|text| serde_json::from_str(&text).ok());
            let Some(Value::Object(object)) = json else { return false };
            books.iter().any(|book| states_error(received, book, &object))
        }
    }
}

/// Returns the body of a success in the form in which the reader returns it.
pub(super) fn success<'a>(received: &Received<'a>, limit: usize) -> &'a [u8] {
    match content(received, limit) {
        Some(content) if !content.is_call || is_one_value(content.json) => content.json,
        _ => received.body,
    }
}

/// Returns true if this is JSON with any depth. It is only checked and not parsed.
fn is_one_value(json: &[u8]) -> bool {
    std::str::from_utf8(json).is_ok_and(|json| serde_json::from_str::<&RawValue>(json).is_ok())
}

/// The part of a body that may be JSON.
struct Content<'a> {
    json: &'a [u8],
    is_call: bool,
}

/// Returns `None` if the body is too long, or if its type is neither JSON nor a script.
fn content<'a>(received: &Received<'a>, limit: usize) -> Option<Content<'a>> {
    let media_type = received.header("content-type").map(essence);
    let is_taken = media_type.is_none_or(|media_type| {
        let scripts = ["text/javascript", "application/javascript", "application/x-javascript"];
        is_json(&media_type) || media_type == "text/json" || scripts.contains(&media_type.as_str())
    });
    if !is_taken || received.body.len() > limit {
        return None;
    }
    let json = received.body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(received.body);
    Some(match argument(json) {
        Some(json) => Content { json, is_call: true },
        None => Content { json, is_call: false },
    })
}

fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    match media_type.strip_prefix("application/") {
        Some("json") => true,
        Some(subtype) => subtype.len() > 5 && subtype.ends_with("+json") && subtype.chars().all(is_token),
        None => false,
    }
}

/// Returns the argument of the call in a script.
fn argument(script: &[u8]) -> Option<&[u8]> {
    let mut call = script.trim_ascii();
    if call.starts_with(b"/**/") {
        call = call[4..].trim_ascii_start();
    }
    if call.ends_with(b";") {
        call = call[..call.len() - 1].trim_ascii_end();
    }
    let open = call.iter().position(|byte| *byte == b'(')?;
    let is_call = call.ends_with(b")") && grammar::is_name(call[..open].trim_ascii_end());
    is_call.then(|| &call[open + 1..call.len() - 1])
}

/// Returns true if the body is an error of this book, although the status does not show that.
fn states_error(received: &Received<'_>, book: &'static Book, object: &Map<String, Value>) -> bool {
    let Some(Stated { status, code, is_likely, is_certain }) = Stated::of(book, object) else { return false };
    let code = code.and_then(|id| book.find(&id));
    let is_of_its_code = code.zip(status).map(|(code, status)| code.status() == status);
    let is_below_400 = status.is_some_and(|status| status.as_u16() < 400);
    let own_type = book.envelope().content_type();
    let has_own_type =
        own_type != "application/json" && received.header("content-type").map(essence).as_deref() == Some(own_type);
    (is_likely && is_of_its_code == Some(true))
        || (is_certain && !is_below_400 && is_of_its_code != Some(false))
        || (has_own_type && !is_below_400)
}

/// The details of a body in a book's envelope, and how certainly it is an error.
struct Stated {
    status: Option<Status>,
    code: Option<String>,
    is_likely: bool,
    is_certain: bool,
}

impl Stated {
    fn of(book: &Book, object: &Map<String, Value>) -> Option<Stated> {
        match book.name() {
            "primaerp" => Stated::of_primaerp(object),
            "ayanova" => Stated::of_ayanova(object),
            _ => Stated::of_a_problem(object),
        }
    }

    fn of_primaerp(object: &Map<String, Value>) -> Option<Stated> {
        let lists = ["constraintViolations", "constraintViolation"].map(|name| object.get(name));
        let code = text(object.get("code"));
        if code.is_none() && text(object.get("message")).is_none() && !lists.into_iter().any(has_violations) {
            return None;
        }
        let status = text(object.get("status")).and_then(|status| Status::new(status.parse().ok()?));
        let has_text_or_null = |name| matches!(object.get(name), Some(Value::String(_) | Value::Null));
        let is_likely = status.is_some_and(|status| status.as_u16() >= 300)
            && has_text_or_null("code")
            && matches!(object.get("message"), Some(Value::String(_)))
            && has_text_or_null("description");
        let [list, other] = lists;
        let is_list = matches!(list.or(other), Some(Value::Array(_) | Value::Object(_) | Value::Null));
        Some(Stated { status, code, is_likely, is_certain: is_likely && is_list })
    }

    fn of_ayanova(object: &Map<String, Value>) -> Option<Stated> {
        let Some(Value::Object(error)) = object.get("error") else { return None };
        let code = text(error.get("code"));
        if code.is_none() && text(error.get("message")).is_none() && !has_violations(error.get("details")) {
            return None;
        }
        let number = code.as_ref().and_then(|code| code.parse().ok());
        let is_certain = matches!(number, Some(2000..=2999_u16))
            && matches!(error.get("message"), Some(Value::String(_)))
            && matches!(object.get("data"), None | Some(Value::Null));
        Some(Stated { status: None, code, is_likely: is_certain, is_certain })
    }

    fn of_a_problem(object: &Map<String, Value>) -> Option<Stated> {
        let string = |name| match object.get(name) {
            Some(Value::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let [type_uri, title, detail, code] = ["type", "title", "detail", "code"].map(string);
        let has_errors =
            object.get("errors").is_some_and(|errors| !errors.is_string()) && has_violations(object.get("errors"));
        if [type_uri, title, detail, code] == [None; 4] && !has_errors {
            return None;
        }
        let status = object.get("status").and_then(Value::as_u64);
        let status = status.and_then(|status| Status::new(status.try_into().ok()?));
        let of_the_type = type_uri.and_then(code_of_the_type);
        let is_likely = title.is_some() && status.is_some();
        let is_certain =
            is_likely && type_uri.is_some() && code.is_some() && status.is_some_and(|status| status.as_u16() >= 400);
        Some(Stated { status, code: code.or(of_the_type).map(str::to_owned), is_likely, is_certain })
    }
}

/// Returns the end of a `type`, unless it names a site, a status, or a document about statuses.
fn code_of_the_type(type_uri: &str) -> Option<&str> {
    if type_uri.to_ascii_lowercase().starts_with("about:") {
        return None;
    }
    let path = match type_uri.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            if is_about_statuses(host) {
                return None;
            }
            &rest[host.len()..]
        }
        _ => type_uri,
    };
    let last = path.trim_end_matches('/').rsplit(['/', '#', ':', '=']).next()?;
    let is_status = last.parse::<u16>().is_ok_and(|number| (100..=599).contains(&number));
    Some(last).filter(|last| !last.is_empty() && !is_status)
}

fn is_about_statuses(host: &str) -> bool {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let labels: Vec<_> = host.rsplit('.').take(3).collect();
    matches!(
        labels[..],
        ["org", "ietf" | "rfc-editor" | "iana" | "httpwg" | "httpstatuses", ..]
            | ["org", "mozilla", "developer"]
            | ["com" | "io", "httpstatuses", ..]
            | ["es", "httpstatus", ..]
            | ["dev", "http", ..]
    )
}

/// Returns a text, or a number as text.
fn text(value: Option<&Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns true if there is a validation error.
fn has_violations(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Array(items)) => items.iter().any(|item| item.is_string() || item.is_object()),
        Some(item) => item.is_string() || item.is_object(),
        None => false,
    }
}
