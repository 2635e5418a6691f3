//! The grammar of a function name as a state machine over bytes, and percent-decoding.

/// The reserved words of ECMA-262 (keywords, those of strict mode, `enum`, `await`), its three literals that look like names, and
/// the two names that strict mode restricts.
const RESERVED: &str = "break case catch class const continue debugger default delete do else export extends finally for \
    function if import in instanceof new return super switch this throw try typeof var void while with yield \
    implements interface let package private protected public static enum await null true false eval arguments";

enum At {
    /// At the start of a segment.
    Start,
    /// In an identifier that begins at this position.
    Identifier(usize),
    /// After `[`.
    Index,
    /// After `[0`. Only `]` may follow.
    Zero,
    /// After the first digit of an index.
    Digits,
    /// After `]`.
    Closed,
}

/// Returns true if this is a function name: WIRE.md, section 7.
pub(crate) fn is_name(name: &[u8]) -> bool {
    let is_free = |start: usize, end: usize| {
        let identifier = &name[start..end];
        !RESERVED.split_whitespace().any(|word| word.as_bytes() == identifier)
    };
    let mut at = At::Start;
    for (place, byte) in name.iter().enumerate() {
        at = match (at, byte) {
            (At::Start, b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$') => At::Identifier(place),
            (At::Identifier(start), b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'$') => At::Identifier(start),
            (At::Identifier(start), b'.') if is_free(start, place) => At::Start,
            (At::Identifier(start), b'[') if is_free(start, place) => At::Index,
            (At::Index, b'0') => At::Zero,
            (At::Index, b'1'..=b'9') | (At::Digits, b'0'..=b'9') => At::Digits,
            (At::Zero | At::Digits, b']') => At::Closed,
            (At::Closed, b'.') => At::Start,
            (At::Closed, b'[') => At::Index,
            _ => return false,
        };
    }
    let ends = match at {
        At::Identifier(start) => is_free(start, name.len()),
        At::Closed => true,
        _ => false,
    };
    ends && name.len() <= 64
}

/// Decodes percent-encoding. Returns `None` if it is malformed.
pub(crate) fn decode(encoded: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let mut rest = encoded;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            decoded.push(*byte);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        decoded.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &rest[2..];
    }
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_accepts_only_function_names() {
        let longest = "a".repeat(64);
        for name in ["a", "$", "_9", "a.b[0][17].c", "a[10]", "Null", "nulls", "a.constructor", &longest] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
        let too_long = "a".repeat(65);
        let none =
            ["", ".", "a.", ".a", "a..b", "9", "a b", "a[", "a[]", "a[01]", "a[0]b", "[0]", "é", "a.null", "a\n"];
        for name in none.into_iter().chain(RESERVED.split_whitespace()).chain([too_long.as_str()]) {
            assert!(!is_name(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn percent_encoding_is_decoded_or_rejected() {
        let cases = [
            ("", Some("")),
            ("a+b", Some("a+b")),
            ("%61%2e", Some("a.")),
            ("%2561", Some("%61")),
            ("%", None),
            ("%6", None),
            ("%+1", None),
            ("a%zz", None),
        ];
        for (encoded, decoded) in cases {
            assert_eq!(decode(encoded.as_bytes()).as_deref(), decoded.map(str::as_bytes), "{encoded}");
        }
    }
}
