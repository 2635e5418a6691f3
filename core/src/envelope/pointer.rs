//! The JSON Pointers of a problem, for paths to fields.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::json;
use crate::{FieldPath, Segment};

/// Writes a JSON Pointer (RFC 6901) as a URI fragment. Characters that a fragment cannot contain are percent-encoded.
pub(super) fn write(body: &mut Vec<u8>, path: &FieldPath) {
    const NOT_IN_A_FRAGMENT: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');

    if path.as_str().is_some_and(|dotted| write_identifiers(body, dotted)) {
        return;
    }
    for segment in path.segments() {
        body.push(b'/');
        match segment {
            Segment::Index(index) => json::write_number(body, index),
            Segment::Member(name) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                body.extend(utf8_percent_encode(&name, NOT_IN_A_FRAGMENT).flat_map(str::as_bytes));
            }
        }
    }
}

/// Writes the pointer of a path whose members are all identifiers. Nearly every path is like this, and needs no escapes. Returns
/// false for any other path, and writes nothing.
fn write_identifiers(body: &mut Vec<u8>, dotted: &str) -> bool {
    let start = body.len();
    let mut rest = dotted.as_bytes();
    loop {
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if !name.is_empty() {
            body.push(b'/');
            body.extend_from_slice(name);
        }
        rest = match after {
            [] => return true,
            [b'.' | b'[', after @ ..] => after,
            [b']', after @ ..] if is_index(name) && matches!(after, [] | [b'.' | b'[', ..]) => after,
            _ => {
                body.truncate(start);
                return false;
            }
        }
    }
}

/// Returns true if these digits are a number in its usual form, without leading zeros.
fn is_index(digits: &[u8]) -> bool {
    matches!(digits, [b'0'] | [b'1'..=b'9', ..]) && digits.len() < 19 && digits.iter().all(u8::is_ascii_digit)
}

/// Reads a JSON Pointer, with or without the `#` of a URI fragment: `#/parts/0/quantity`.
///
/// The result is a dotted path if that means the same, so that it equals a path that is written by hand.
pub(super) fn read(pointer: &str) -> FieldPath {
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
    use proptest::prelude::*;

    use super::*;

    fn pointer(path: &FieldPath) -> String {
        let mut body = Vec::new();
        write(&mut body, path);
        String::from_utf8(body).unwrap()
    }

    proptest! {
        #[test]
        fn a_written_path_and_its_segments_have_the_same_pointer(dotted in "([a-z_0-9é~/%]|[0-9]{0,20}|\\.|\\[|\\]){0,12}") {
            let path = FieldPath::from(dotted);
            let segments = path.segments().map(|segment| match segment {
                Segment::Member(name) => Segment::Member(name.into_owned().into()),
                Segment::Index(index) => Segment::Index(index),
            });
            prop_assert_eq!(pointer(&path), pointer(&segments.collect()));
        }
    }

    #[test]
    fn a_pointer_is_read_back_as_the_same_path() {
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
            assert_eq!(read(pointer), FieldPath::from(dotted), "{pointer}");
        }
        let odd = [Segment::Member("a.b".into()), Segment::Member("~1".into()), Segment::Member("".into())];
        assert!(read("#/a.b/~01/").segments().eq(odd));
        assert!(read("#/").segments().eq([Segment::Member("".into())]));
    }
}
