//! Reads the field paths of other frameworks.

use errorbook::{FieldPath, Segment, Target};
use serde_json::Value;

/// Reads a path that is a text: `parts[0].name`, or `$.parts[0].name` where `$` is the body.
pub(super) fn of_text(text: &str) -> String {
    let below_body = text.strip_prefix('$').filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    match below_body {
        Some(rest) => rest.strip_prefix('.').unwrap_or(rest).to_owned(),
        None => text.to_owned(),
    }
}

/// Reads a path that is a list of member names and indexes: `["parts", 0, "name"]`.
///
/// Returns the dotted form of the path if it has the same meaning, so that it equals a path that was written by hand.
pub(super) fn of_list(list: &[Value]) -> Option<FieldPath> {
    let segments = list.iter().map(|step| match step {
        Value::String(name) => Some(Segment::Member(name.clone().into())),
        index => Some(Segment::Index(index.as_u64()?.try_into().ok()?)),
    });
    let path: FieldPath = segments.collect::<Option<Vec<_>>>()?.into_iter().collect();
    let dotted = FieldPath::from(path.to_string());
    Some(if dotted.segments().eq(path.segments()) { dotted } else { path })
}

/// Returns the target for a part of the request, such as `query`, `header` or `body`. Returns `None` for an unknown part.
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
