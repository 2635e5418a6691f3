//! Helpers for Markdown: they read doc comments and escape plain texts.

/// Removes the single space at the beginning of each line of a doc comment.
pub fn unindent(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

/// Escapes a plain text for Markdown, also for a table cell. The result has one line.
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

/// Returns a word as a code span. Returns the escaped word if it cannot be a code span.
///
/// ```
/// use errorbook_model::prose::code_span;
///
/// assert_eq!([code_span("not_found"), code_span("a|b")], ["`not_found`", r"a\|b"]);
/// ```
pub fn code_span(word: &str) -> String {
    // A bar ends a table cell, even in a code span.
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'`' | b'|');
    if !word.is_empty() && word.bytes().all(is_plain) { format!("`{word}`") } else { escape(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_escaped() {
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
    fn each_line_of_a_doc_comment_loses_one_space() {
        assert_eq!(unindent(" a\n  b\n\n c"), "a\n b\n\nc");
    }
}
