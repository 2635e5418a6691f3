//! The members of an object, of which each is read at most once.

use serde_json::{Map, Value};

/// Takes text. A member of another type stays.
pub(super) fn take_string(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    let text = members.get(name)?.as_str()?.to_owned();
    members.remove(name);
    Some(text)
}
