//! Regular expressions for paths and queries. They work in PCRE and in Go.

use std::fmt::Write as _;

/// Returns the expression for paths of a mount. `ends` contains the characters that can follow a path.
pub(super) fn of_mount(path: &str, ends: &str) -> String {
    format!("{}(?:[/{ends}]|$)", escaped(path))
}

/// Returns the expression for the query parameter that suppresses the status. The letter case of the name matters, that of the
/// value does not. Both can be percent-encoded.
pub(super) fn of_suppression(name: &str) -> String {
    let mut pattern = String::new();
    for byte in name.bytes() {
        push(&mut pattern, &[byte]);
    }
    pattern += "=(?:";
    push(&mut pattern, b"1");
    pattern.push('|');
    for byte in b"true" {
        push(&mut pattern, &[*byte, byte.to_ascii_uppercase()]);
    }
    pattern.push(')');
    pattern
}

/// Adds an expression for any one of the letters, plain or percent-encoded.
fn push(pattern: &mut String, letters: &[u8]) {
    pattern.push_str("(?:");
    for (at, letter) in letters.iter().enumerate() {
        let bar = if at > 0 { "|" } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(pattern, "{bar}{}|%", escaped(&char::from(*letter).to_string()));
        for digit in format!("{letter:02X}").chars() {
            let _ = if digit.is_ascii_digit() {
                write!(pattern, "{digit}")
            } else {
                write!(pattern, "[{digit}{}]", digit.to_ascii_lowercase())
            };
        }
    }
    pattern.push(')');
}

/// Escapes a path or a name. The dot is the only special character that they can contain.
pub(super) fn escaped(text: &str) -> String {
    text.replace('.', "\\.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_matches_plain_and_percent_encoded() {
        assert_eq!(
            of_suppression("a.K"),
            r"(?:a|%61)(?:\.|%2[Ee])(?:K|%4[Bb])=(?:(?:1|%31)|(?:t|%74|T|%54)(?:r|%72|R|%52)(?:u|%75|U|%55)(?:e|%65|E|%45))"
        );
    }

    #[test]
    fn a_mount_ends_with_a_whole_segment() {
        assert_eq!(of_mount("/v1.2/shop", "? "), r"/v1\.2/shop(?:[/? ]|$)");
    }
}
