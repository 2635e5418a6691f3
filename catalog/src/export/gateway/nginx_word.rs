//! Quotes words for the configuration of nginx.

/// Returns the text as one quoted word for a place where nginx expands variables.
pub(super) fn quoted(text: &str) -> String {
    word(text).replace('$', "${errorbook_dollar}")
}

/// Returns the text as one quoted word for a place where nginx does not expand variables.
pub(super) fn word(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_special_characters_of_nginx_are_escaped() {
        assert_eq!(quoted(r#"it's "\" ${x} {;}"#), r#"'it\'s "\\" ${errorbook_dollar}{x} {;}'"#);
    }
}
