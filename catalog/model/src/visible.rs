//! Escapes invisible characters, so that a reviewer sees every character of a text.

/// Escapes the invisible characters of a JSON text: direction marks, zero-width spaces, private characters.
///
/// Such characters occur only within the strings of a JSON text. serde_json escapes the ASCII control characters except DEL.
pub(crate) fn escape_invisible(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if (c.is_ascii() && c != '\x7f') || is_visible(c) {
            escaped.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// Returns the text as a JSON string without invisible characters.
pub(crate) fn quoted(text: &str) -> String {
    // Writing a string as JSON cannot fail.
    escape_invisible(&serde_json::to_string(text).unwrap_or_default())
}

/// Returns a word unchanged if it has only ASCII letters, digits, `-`, `_` and `.`. Returns a JSON string otherwise.
pub(crate) fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !text.is_empty() && text.chars().all(is_plain) { text.to_owned() } else { quoted(text) }
}

fn is_visible(c: char) -> bool {
    // `escape_debug` escapes an accent unless a letter precedes it.
    format!("a{c}").escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_other_characters_becomes_a_string_without_invisible_characters() {
        let cases = [
            ("CART-1001", "CART-1001"),
            ("not_found", "not_found"),
            ("", r#""""#),
            ("a b", r#""a b""#),
            ("#1", r##""#1""##),
            ("a:b=c", r#""a:b=c""#),
            ("You've \"it\" \\ here", r#""You've \"it\" \\ here""#),
            ("one\r\n\ttwo\0\u{7f}\u{85}\u{2028}", r#""one\r\n\ttwo\u0000\u007f\u0085\u2028""#),
            ("příliš e\u{301} 猫 🐈", "\"příliš e\u{301} 猫 🐈\""),
            ("a\u{202e}b\u{200b}\u{a0}\u{feff}\u{e0001}", r#""a\u202eb\u200b\u00a0\ufeff\udb40\udc01""#),
        ];
        for (text, written) in cases {
            assert_eq!(word(text), written);
            if written.starts_with('"') {
                assert_eq!(serde_json::from_str::<String>(written).unwrap(), text);
            }
        }
    }
}
