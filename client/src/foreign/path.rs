//! The paths of fields, as other frameworks write them.

use errorbook::{FieldPath, Segment, Target};
use serde_json::Value;

/// Reads a path as text: `parts[0].name`, or `$.parts[0].name` with a sign for the body.
pub(super) fn of_text(text: &str) -> String {
    let below_body = text.strip_prefix('$').filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    match below_body {
        Some(rest) => rest.strip_prefix('.').unwrap_or(rest).to_owned(),
        None => text.to_owned(),
    }
}

/// Reads a path as a list of members and indexes: `["parts", 0, "name"]`.
///
/// The path is dotted if that means the same, so that it equals a path that is written by hand.
pub(super) fn of_list(list: &[Value]) -> Option<FieldPath> {
    let segments = list.iter().map(|step| match step {
        Value::String(name) => Some(Segment::Member(name.clone().into())),
        index => Some(Segment::Index(index.as_u64()?.try_into().ok()?)),
    });
    let path: FieldPath = segments.collect::<Option<Vec<_>>>()?.into_iter().collect();
    let dotted = FieldPath::from(path.to_string());
    Some(if dotted.segments().eq(path.segments()) { dotted } else { path })
}

/// Returns the target in a part of the request: `query`, `header` or `body`. Returns `None` for an unknown part.
pub(super) fn in_part(part: &str, path: FieldPath) -> Option<Target> {
    match part {
        "query" | "querystring" | "path" | "params" | "matrix" | "cookie" | "cookies" => {
            Some(Target::Parameter(path.to_string().into()))
        }
        "header" | "headers" => Some(Target::Header(path.to_string().into())),
        "body" | "form" | "json" => Some(Target::Field(path)),
        _ => None,
    }
}
