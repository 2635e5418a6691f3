//! Words of the grammar, and how a list of them is told to people.

/// `` `a`, `b` and `c` ``
pub(super) fn and(words: &[&str]) -> String {
    joined(words, "and")
}

/// `` `a`, `b` or `c` ``
pub(super) fn or(words: &[&str]) -> String {
    joined(words, "or")
}

fn joined(words: &[&str], last: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_told_as_people_tell_it() {
        assert_eq!(and(&[]), "");
        assert_eq!(and(&["a"]), "`a`");
        assert_eq!(or(&["a", "b"]), "`a` or `b`");
        assert_eq!(and(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
