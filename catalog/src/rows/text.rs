//! Writes Rust string literals and doc comments.

/// Returns a text as a string literal. Invisible characters are escaped.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// Writes a text as lines of a doc comment, indented like a row.
pub(super) fn doc_lines(source: &mut String, text: &str) {
    for line in text.trim().lines() {
        let line = line.trim_end();
        if line.is_empty() {
            source.push_str("    ///\n");
        } else if line.escape_debug().count()
            == line.chars().map(|letter| if quoted(letter) { 2 } else { 1 }).sum::<usize>()
        {
            source.push_str(&format!("    /// {line}\n"));
        } else {
            // The compiler rejects some invisible characters in comments.
            source.push_str(&format!("    #[doc = {:?}]\n", format!(" {line}")));
        }
    }
}

/// Returns true for the visible characters that `escape_debug` escapes.
fn quoted(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '\\')
}

/// Returns true if the text can be a meaning: it is not blank and does not begin with the heading of the advice.
pub(super) fn is_meaning(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.trim().trim_start_matches('#').trim() != "What to do")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_of_a_doc_comment_is_visible() {
        let mut source = String::new();
        doc_lines(&mut source, "\"It's\" a \\ 猫.\r\n\n  b\u{202e}c\td\n");
        assert_eq!(source, "    /// \"It's\" a \\ 猫.\n    ///\n    #[doc = \"   b\\u{202e}c\\td\"]\n");
        assert!(is_meaning("a") && !is_meaning(" \n") && !is_meaning("# What to do\nb"));
    }
}
