//! Texts in Markdown documents: doc comments, which are Markdown, and plain texts, which are escaped.

/// Removes the one space before each line of a doc comment.
pub fn unindent(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

/// Escapes a plain text, so that nothing in it is a mark of Markdown or the end of a cell. It stays on one line.
///
/// ```
/// use errorbook_model::prose::escape;
///
/// assert_eq!(escape("a *b* | c"), r"a \*b\* \| c");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' | '|' | '!' => {
                escaped.extend(['\\', letter]);
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Returns a word as a code span, or escaped if it cannot be one.
///
/// ```
/// use errorbook_model::prose::code_span;
///
/// assert_eq!([code_span("not_found"), code_span("a|b")], ["`not_found`", r"a\|b"]);
/// ```
pub fn code_span(word: &str) -> String {
    // A table ends its cell at a bar, in code too.
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'`' | b'|');
    if !word.is_empty() && word.bytes().all(is_plain) { format!("`{word}`") } else { escape(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_has_no_marks() {
        let cases = [
            ("You've reached your account's user limit", "You've reached your account's user limit"),
            ("a *b* _c_ `d` | <e> &amp;\n# f", "a \\*b\\* \\_c\\_ \\`d\\` \\| \\<e\\> \\&amp; \\# f"),
        ];
        for (given, expected) in cases {
            assert_eq!(escape(given), expected);
        }
        assert_eq!([code_span("not_found"), code_span("a|b"), code_span("a`b")], ["`not_found`", "a\\|b", "a\\`b"]);
    }

    #[test]
    fn a_doc_comments_lines_lose_their_one_space() {
        assert_eq!(unindent(" a\n  b\n\n c"), "a\n b\n\nc");
    }
}
