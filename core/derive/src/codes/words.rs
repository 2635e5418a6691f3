//! Lists of words for messages.

/// Joins the words: `` `a`, `b` or `c` ``.
pub(super) fn or(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} or {end}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_joined_with_commas_and_or() {
        assert_eq!(or(&[]), "");
        assert_eq!(or(&["a"]), "`a`");
        assert_eq!(or(&["a", "b"]), "`a` or `b`");
        assert_eq!(or(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
