//! Words of nginx's configuration.

/// Returns the text as one word of nginx's configuration, in a place where a variable can stand.
pub(super) fn quoted(text: &str) -> String {
    word(text).replace('$', "${errorbook_dollar}")
}

/// Returns the text as one word of nginx's configuration, in a place where no variable can stand.
pub(super) fn word(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_what_nginx_would_read_as_its_own() {
        assert_eq!(quoted(r#"it's "\" ${x} {;}"#), r#"'it\'s "\\" ${errorbook_dollar}{x} {;}'"#);
    }
}
