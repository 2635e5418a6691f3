//! Takes members out of an object, so that each member is read at most once.

use serde_json::{Map, Value};

/// Takes a text out of an object. A member of another type stays.
pub(super) fn take_string(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    let text = members.get(name)?.as_str()?.to_owned();
    members.remove(name);
    Some(text)
}
