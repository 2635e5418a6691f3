//! Finds patterns and ranges of identifiers that overlap.

use crate::Catalog;
use crate::check::{Fault, Finding};

/// Finds the pairs of books that allow the same identifier by their patterns or ranges.
pub(super) fn overlaps(catalogs: &[Catalog], findings: &mut Vec<Finding>) {
    for (at, catalog) in catalogs.iter().enumerate() {
        for other in catalogs.iter().take(at).filter(|other| other.name != catalog.name) {
            let (Some(form), Some(others)) = (Form::of(catalog), Form::of(other)) else { continue };
            if let Some(common) = form.common(&others) {
                let message = format!("its {form} overlaps with the {others} of {}: both allow {common}", other.name);
                findings.push(Finding { fault: Fault::Overlap, book: catalog.name.clone(), code: None, message });
            }
        }
    }
}

/// The pattern and the range of the identifiers of a book.
#[derive(Clone, Copy)]
struct Form<'a> {
    pattern: Option<&'a str>,
    range: Option<(u64, u64)>,
}

impl<'a> Form<'a> {
    fn of(catalog: &'a Catalog) -> Option<Form<'a>> {
        let form = Form { pattern: catalog.pattern.as_deref(), range: catalog.range };
        (form.pattern.is_some() || form.range.is_some()).then_some(form)
    }

    /// Returns an identifier that both forms allow.
    fn common(&self, other: &Form<'_>) -> Option<String> {
        let pattern = match (self.pattern, other.pattern) {
            (Some(a), Some(b)) => Some(unified(a, b)?),
            (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
            (None, None) => None,
        };
        let ranges = [self.range, other.range];
        let ranges = ranges.iter().flatten();
        let first = ranges.clone().map(|(first, _)| *first).max();
        let last = ranges.map(|(_, last)| *last).min();
        match (pattern, first.zip(last)) {
            (Some(pattern), None) => Some(pattern.replace('#', "0")),
            (None, Some((first, last))) => (first <= last).then(|| first.to_string()),
            (Some(pattern), Some((first, last))) => number_of(&pattern, first, last),
            (None, None) => None,
        }
    }
}

impl std::fmt::Display for Form<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.pattern, self.range) {
            (Some(pattern), _) => write!(f, "pattern {pattern}"),
            (None, Some((first, last))) => write!(f, "range {first}..={last}"),
            (None, None) => f.write_str("form"),
        }
    }
}

/// Returns the pattern of the identifiers that match both patterns.
fn unified(a: &str, b: &str) -> Option<String> {
    if a.chars().count() != b.chars().count() {
        return None;
    }
    let unify = |(a, b): (char, char)| match (a, b) {
        _ if a == b => Some(a),
        ('#', digit) | (digit, '#') if digit.is_ascii_digit() => Some(digit),
        _ => None,
    };
    a.chars().zip(b.chars()).map(unify).collect()
}

/// Returns the smallest number in the range that matches the pattern without leading zeros.
fn number_of(pattern: &str, first: u64, last: u64) -> Option<String> {
    let bound = |digit: &str| pattern.replace('#', digit).parse::<u64>().ok();
    let (low, high) = (bound("0")?.max(first), bound("9")?.min(last));
    let fits = |number: &u64| {
        let text = number.to_string();
        text.len() == pattern.len() && unified(pattern, &text).is_some()
    };
    // This is a limit on the time. Fixed digits in the pattern can make many numbers fail before one matches.
    (low..=high).take(1_000_000).find(fits).map(|number| number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_overlap_if_both_allow_an_identifier() {
        let pattern = |pattern: &'static str| Form { pattern: Some(pattern), range: None };
        let range = |first, last| Form { pattern: None, range: Some((first, last)) };
        let cases = [
            (pattern("A-##"), pattern("A-##"), Some("A-00")),
            (pattern("A-##"), pattern("A-1#"), Some("A-10")),
            (pattern("A-1#"), pattern("A-#2"), Some("A-12")),
            (pattern("A-##"), pattern("B-##"), None),
            (pattern("A-##"), pattern("A-###"), None),
            (pattern("A-##"), pattern("A-#x"), None),
            (range(1, 5), range(5, 9), Some("5")),
            (range(1, 4), range(5, 9), None),
            (range(2_000, 2_999), pattern("2###"), Some("2000")),
            (range(2_050, 2_999), pattern("2#0#"), Some("2100")),
            (range(2_000, 2_999), pattern("3###"), None),
            (range(0, 99), pattern("0#"), None),
            (range(0, 99), pattern("A-#"), None),
        ];
        for (a, b, expected) in cases {
            assert_eq!(a.common(&b).as_deref(), expected, "{a} {b}");
            assert_eq!(b.common(&a).as_deref(), expected, "{b} {a}");
        }
    }
}
