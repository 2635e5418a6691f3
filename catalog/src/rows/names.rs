//! The names of constants, parameters and headers in `codes!`.

use std::collections::{BTreeMap, BTreeSet};

use crate::CatalogCode;

/// The maximum length of a name that comes from a message.
const LONGEST: usize = 60;

/// Returns the constant of each code by identifier.
///
/// The name comes from the message. The identifier is added if two messages give the same name.
pub(super) fn names(codes: &[CatalogCode]) -> BTreeMap<&str, String> {
    let short = |code: &CatalogCode| constant(code.message.as_deref().unwrap_or_default());
    let mut counts = BTreeMap::<String, usize>::new();
    for code in codes {
        *counts.entry(short(code)).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = BTreeSet::from(["BOOK".to_owned(), String::new()]);
    let mut names = BTreeMap::new();
    for code in codes {
        let short = short(code);
        let long = constant(&format!("{short}_{}", code.code));
        let is_alone = counts.get(&short) == Some(&1);
        let numbered = (2_u64..).map(|number| format!("{long}_{number}"));
        let candidates = is_alone.then_some(short).into_iter().chain([long.clone()]).chain(numbered);
        let name = candidates.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        names.insert(code.code.as_str(), name);
    }
    names
}

/// Returns a text as the name of a constant: `NO_SUCH_PART` for `No such part!`. Returns an empty name if the text has no ASCII letter.
fn constant(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !name.is_empty() && name.len() + word.len() > LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word.to_ascii_uppercase());
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("CODE_{name}") } else { name }
}

/// The words that cannot be names of parameters. The first seven are members of every problem, and the rest are reserved in Rust.
const NO_PARAMETERS: [&str; 12] =
    ["type", "title", "status", "detail", "instance", "code", "errors", "self", "Self", "super", "crate", "_"];

/// Returns true if `codes!` accepts the name of a parameter.
pub(super) fn is_parameter(name: &str) -> bool {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_word && name.starts_with(|first: char| !first.is_ascii_digit()) && !NO_PARAMETERS.contains(&name)
}

/// Returns true if `codes!` accepts the name of a header.
pub(super) fn is_header(name: &str) -> bool {
    let is_token = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9') || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

#[cfg(test)]
mod tests {
    use errorbook::Status;

    use super::*;

    #[test]
    fn every_code_has_a_unique_name() {
        let rows = [
            ("1", Some("No such part"), "NO_SUCH_PART"),
            ("2", Some("Not found"), "NOT_FOUND_2"),
            ("3", Some("Not found."), "NOT_FOUND_3"),
            ("4", None, "CODE_4"),
            ("5", Some("příliš"), "P_LI_CODE_5"),
            ("6", Some("404"), "CODE_404"),
            ("7", Some("book"), "BOOK_7"),
            ("PE-8", Some("猫"), "PE_8"),
            ("猫", None, "_2"),
            ("犬", None, "_3"),
        ];
        let codes = rows.map(|(id, message, _)| {
            let mut code = CatalogCode::new(id, Status::OK);
            code.message = message.map(str::to_owned);
            code
        });
        let names = names(&codes);
        let expected: BTreeMap<&str, String> = rows.iter().map(|(id, _, name)| (*id, (*name).to_owned())).collect();
        assert_eq!(names.len(), rows.len());
        assert_eq!(names.values().collect::<BTreeSet<_>>().len(), rows.len());
        for (id, name) in expected {
            if name != "P_LI_CODE_5" {
                assert_eq!(names[id], name, "{id}");
            }
        }
        assert!(constant(&"long word ".repeat(40)).len() <= LONGEST);
    }
}
