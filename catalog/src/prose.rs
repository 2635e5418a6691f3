//! Texts as Markdown: the author's, which is it already, and those in which nothing is to be a mark.

/// Takes the one space off that stands before each line of a doc comment.
pub(crate) fn unindent(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

/// A text of one line in which nothing is a mark, in a table neither.
pub(crate) fn plain(text: &str) -> String {
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

/// A word as code, or as text where it cannot be code.
pub(crate) fn code(word: &str) -> String {
    // A table ends its cell at a bar, in code too.
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'`' | b'|');
    if !word.is_empty() && word.bytes().all(is_plain) { format!("`{word}`") } else { plain(word) }
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
            assert_eq!(plain(given), expected);
        }
        assert_eq!([code("not_found"), code("a|b"), code("a`b")], ["`not_found`", "a\\|b", "a\\`b"]);
    }

    #[test]
    fn a_doc_comments_lines_lose_their_one_space() {
        assert_eq!(unindent(" a\n  b\n\n c"), "a\n b\n\nc");
    }
}
