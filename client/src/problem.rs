//! Reading a problem as RFC 9457 describes it: a member of the wrong type is ignored, as section 3.1 wants it.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::reading::{self, Certainty, Reading, items, others};
use crate::{Constraint, FieldPath, Segment, Status, Target, Violation};

pub(crate) fn read(json: &Value) -> Option<Reading> {
    let object = json.as_object()?;
    let member = |name| string(object, name);
    let (type_uri, title, detail, code) = (member("type"), member("title"), member("detail"), member("code"));
    let errors = items(object.get("errors")).iter();
    let violations: Vec<_> = errors.filter_map(violation).collect();
    if type_uri.or(title).or(detail).or(code).is_none() && violations.is_empty() {
        return None;
    }
    let status = object.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let status = status.and_then(Status::new);
    let certainty = match (title, status, type_uri, code) {
        (Some(_), Some(status), Some(_), Some(_)) if status.is_error() => Certainty::Certain,
        (Some(_), Some(_), ..) => Certainty::Likely,
        _ => Certainty::Possible,
    };
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(Reading {
        status,
        code: owned(code.or_else(|| type_uri.and_then(code_at_the_end))),
        message: owned(title),
        description: owned(detail),
        text: None,
        target: target_of_all(&violations, detail.or(title)),
        violations,
        instance: owned(member("instance")),
        type_uri: owned(type_uri),
        extensions: others(object, &["type", "title", "status", "detail", "instance", "code", "errors"]),
        certainty,
    })
}

fn string<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// What follows the last delimiter of a `type`, if that is not `about:blank`.
fn code_at_the_end(type_uri: &str) -> Option<&str> {
    let end = type_uri.trim_end_matches('/').rsplit(['/', '#', ':', '=']).next();
    end.filter(|end| !end.is_empty() && !type_uri.eq_ignore_ascii_case("about:blank"))
}

/// An error that is about one part of the request as a whole says so in a violation that repeats its text.
fn target_of_all(violations: &[Violation], text: Option<&str>) -> Option<Target> {
    match violations {
        [violation] if *violation.constraint() == Constraint::Invalid && violation.message() == text => {
            Some(violation.target().clone())
        }
        _ => None,
    }
}

fn violation(json: &Value) -> Option<Violation> {
    if let Value::String(text) = json {
        return Some(reading::spoken(text));
    }
    let object = json.as_object()?;
    let member = |name| string(object, name);
    let target = match (member("pointer"), member("parameter"), member("header")) {
        (Some(pointer), ..) => Target::Field(path(pointer)),
        (None, Some(name), _) => Target::Parameter(name.to_owned().into()),
        (None, None, Some(name)) => Target::Header(name.to_owned().into()),
        (None, None, None) => Target::from(""),
    };
    let message = member("detail");
    let constraint = member("code").map_or(Constraint::Invalid, |name| {
        reading::constraint(name.to_owned(), message, |constraint, name| constraint.name() == name)
    });
    let violation = Violation::new(target, constraint);
    Some(match message {
        Some(message) => violation.with_message(message.to_owned()),
        None => violation,
    })
}

/// A JSON Pointer, as a URI fragment or not: `#/parts/0/quantity`.
///
/// It is a dotted path wherever that says the same, so that it equals one that is written by hand.
fn path(pointer: &str) -> FieldPath {
    let is_fragment = pointer.starts_with('#');
    let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
    if pointer.is_empty() {
        return FieldPath::from("");
    }
    let pointer = pointer.strip_prefix('/').unwrap_or(pointer);
    let steps = pointer.split('/').map(|step| {
        let step = if is_fragment { percent_decode_str(step).decode_utf8_lossy() } else { step.into() };
        let step = step.replace("~1", "/").replace("~0", "~");
        match step.parse() {
            Ok(index) if step == usize::to_string(&index) => Segment::Index(index),
            _ => Segment::Member(step.into()),
        }
    });
    let path = FieldPath::from_iter(steps);
    let dotted = FieldPath::from(path.to_string());
    if dotted.segments().eq(path.segments()) { dotted } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_the_path_that_it_was_made_of() {
        let cases = [
            ("#", ""),
            ("", ""),
            ("#/name", "name"),
            ("/name", "name"),
            ("name", "name"),
            ("#/parts/0/quantity", "parts[0].quantity"),
            ("#/0/a", "[0].a"),
            ("#/parts/00", "parts.00"),
            ("#/%C3%A9%20~1", "é /"),
            ("/%20", "%20"),
        ];
        for (pointer, dotted) in cases {
            assert_eq!(path(pointer), FieldPath::from(dotted), "{pointer}");
        }
        let odd = [Segment::Member("a.b".into()), Segment::Member("~1".into()), Segment::Member("".into())];
        assert!(path("#/a.b/~01/").segments().eq(odd));
        assert!(path("#/").segments().eq([Segment::Member("".into())]));
    }

    #[test]
    fn a_type_ends_with_a_code_unless_it_is_blank() {
        let cases = [
            ("about:blank", None),
            ("About:Blank", None),
            ("", None),
            ("/", None),
            ("https://cart.example/errors/CART-1001", Some("CART-1001")),
            ("https://cart.example/errors/CART-1001/", Some("CART-1001")),
            ("/errors#CART-1001", Some("CART-1001")),
            ("urn:cart:CART-1001", Some("CART-1001")),
            ("CART-1001", Some("CART-1001")),
        ];
        for (type_uri, code) in cases {
            assert_eq!(code_at_the_end(type_uri), code, "{type_uri}");
        }
    }
}
