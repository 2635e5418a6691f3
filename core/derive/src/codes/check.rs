//! Checks of a book as a whole: identifiers, names and references to rows.

use std::collections::HashMap;

use quote::ToTokens;
use syn::{LitStr, Path};

use super::book::Book;
use super::book_head::{BookHead, Range};
use super::row::Row;
use crate::mistakes::Mistakes;

/// The greatest number of codes in a book: the core counts its rows with a `u16`.
const MOST_CODES: usize = u16::MAX as usize;

/// Finds the mistakes of a book, and removes the parts with mistakes, so that the rest can be written.
pub(super) fn check(book: &mut Book, mistakes: &mut Mistakes) {
    if book.rows.is_empty() && book.is_whole {
        mistakes.add(
            &book.head.name,
            "the book has no codes: add a row, such as `EMPTY = \"CART-1001\", 409, \"The cart is empty\";` below a doc comment",
        );
    }
    check_count(book, MOST_CODES, mistakes);
    check_names(&mut book.rows, mistakes);
    check_identifiers(book, mistakes);
    for row in &book.rows {
        check_shape(&book.head, &row.id, mistakes);
    }
    check_references(book, mistakes);
}

fn check_count(book: &mut Book, most: usize, mistakes: &mut Mistakes) {
    if let Some(row) = book.rows.get(most) {
        mistakes
            .add(&row.name, format_args!("a book can have {most} codes: move this one and the rest to another book"));
        book.rows.truncate(most);
        book.is_whole = false;
    }
}

fn check_names(rows: &mut Vec<Row>, mistakes: &mut Mistakes) {
    let mut ids: HashMap<String, String> = HashMap::new();
    rows.retain(|row| {
        if row.name == "BOOK" {
            mistakes.add(&row.name, "`BOOK` is the name of the book itself: choose another name");
            return false;
        }
        if let Some(id) = ids.get(&row.name.to_string()) {
            mistakes
                .add(&row.name, format_args!("`{}` is already the constant of {id:?}: choose another name", row.name));
            return false;
        }
        ids.insert(row.name.to_string(), row.id.value());
        true
    });
}

/// Checks that no identifier has two meanings. A retired identifier keeps its meaning for ever.
fn check_identifiers(book: &Book, mistakes: &mut Mistakes) {
    /// The entry with an identifier.
    enum Owner<'a> {
        Retired,
        Row(&'a Row),
    }

    let mut owners: HashMap<String, Owner<'_>> = HashMap::new();
    for retired in &book.retired {
        let id = retired.id.value();
        if id.is_empty() {
            mistakes.add(&retired.id, "the identifier is empty: write the one that was retired");
        } else if owners.insert(id.clone(), Owner::Retired).is_some() {
            mistakes.add(&retired.id, format_args!("{id:?} is already retired: remove one of the two"));
        }
    }
    for row in &book.rows {
        let id = row.id.value();
        match owners.get(&id) {
            _ if id.is_empty() => {
                mistakes
                    .add(&row.id, "the identifier is empty: write one, which clients then use to recognise the code");
            }
            None => drop(owners.insert(id, Owner::Row(row))),
            Some(Owner::Row(first)) => mistakes.add(
                &row.id,
                format_args!(
                    "{id:?} is already the identifier of `{}`: a code never changes its meaning, so choose another",
                    first.name
                ),
            ),
            Some(Owner::Retired) => mistakes.add(
                &row.id,
                format_args!("{id:?} is retired: clients still know it with its old meaning, so choose another"),
            ),
        }
    }
}

/// Checks an identifier against the pattern and the range. Retired identifiers are not checked: they can be older than both.
fn check_shape(head: &BookHead, id: &LitStr, mistakes: &mut Mistakes) {
    let value = id.value();
    if value.is_empty() {
        return;
    }
    if let Some(pattern) = head.pattern.as_ref().map(LitStr::value) {
        if !fits(&pattern, &value) {
            mistakes.add(
                id,
                format_args!("{value:?} does not match the book's pattern {pattern:?}, where `#` is a digit: change one of the two"),
            );
        }
    }
    let Some(range) = &head.range else { return };
    let (range, (first, last)) = match range {
        Range::Numbers(first, last) => (format!("{first}..={last}"), (*first, *last)),
        // The compiler checks the rest.
        Range::Constant(path) => (tokens(path), (0, u16::MAX.into())),
    };
    match value.parse::<u64>() {
        Ok(number) if number.to_string() != value => mistakes.add(
            id,
            format_args!(
                "the book's identifiers are the numbers `{range}`, without signs and leading zeros: write {:?}",
                number.to_string()
            ),
        ),
        Ok(number) if (first..=last).contains(&number) => {}
        Ok(_) => mistakes.add(id, outside(&value, &range)),
        Err(_) => mistakes.add(
            id,
            format_args!(
                "{value:?} is not a number, but the book's identifiers are the numbers `{range}`: choose one of them"
            ),
        ),
    }
}

/// Returns the message for a number outside the range, which the macro or the compiler shows.
pub(super) fn outside(id: &str, range: &str) -> String {
    format!("{id:?} is outside the book's range `{range}`: choose a number within it")
}

/// Returns true if the identifier has the letters of the pattern, and a digit for each `#`.
fn fits(pattern: &str, id: &str) -> bool {
    let fits = |(pattern, letter): (char, char)| match pattern {
        '#' => letter.is_ascii_digit(),
        _ => pattern == letter,
    };
    pattern.chars().count() == id.chars().count() && pattern.chars().zip(id.chars()).all(fits)
}

fn check_references(book: &mut Book, mistakes: &mut Mistakes) {
    let deprecated: HashMap<String, bool> =
        book.rows.iter().map(|row| (row.name.to_string(), row.attributes.deprecated.is_some())).collect();
    let is_whole = book.is_whole;
    let is_row = |code: &Path, mistakes: &mut Mistakes| {
        let is_row = code.get_ident().is_some_and(|name| deprecated.contains_key(&name.to_string()));
        // A simple name may belong to a row that could not be read.
        if !is_row && (is_whole || code.get_ident().is_none()) {
            mistakes.add(
                code,
                format_args!(
                    "`{}` is not a row of this book: use one that is, add a row, or remove the entry to use the code of \
                     the `http` book",
                    tokens(code)
                ),
            );
        }
        is_row
    };
    book.head.error_kinds.retain(|(_, code)| is_row(code, mistakes));
    if let Some(statuses) = &mut book.head.statuses {
        statuses.coded.retain(|(_, code)| is_row(code, mistakes));
        for unlisted in [&mut statuses.client, &mut statuses.server] {
            if unlisted.as_ref().is_some_and(|(_, code)| !is_row(code, mistakes)) {
                *unlisted = None;
            }
        }
    }
    for row in &mut book.rows {
        let Some(other) = &row.attributes.deprecated else { continue };
        let mistake = match deprecated.get(&other.to_string()) {
            _ if *other == row.name => format!("`{other}` cannot replace itself: use another row"),
            Some(false) => continue,
            Some(true) => format!("`{other}` is deprecated as well: use the row that replaces both"),
            None if !is_whole => String::new(),
            None => format!("`{other}` is not a row of this book: use one that is, or add it"),
        };
        if !mistake.is_empty() {
            mistakes.add(other, mistake);
        }
        row.attributes.deprecated = None;
    }
}

/// Returns a path as it was written.
pub(super) fn tokens(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use syn::parse::{ParseStream, Parser as _};

    use super::*;

    #[test]
    fn a_book_has_no_more_codes_than_the_core_can_count() {
        let read = |most| {
            let book =
                r#"[errorbook] book "b" { envelope: E } /** a */ A = "1", 400, "a"; /** b */ B = "2", 400, "b";"#;
            let mut mistakes = Mistakes::default();
            let parser = |input: ParseStream<'_>| Book::parse(input, &mut mistakes);
            let mut book = parser.parse_str(book).unwrap();
            check_count(&mut book, most, &mut mistakes);
            (book.rows.len(), mistakes.to_token_stream().to_string())
        };
        assert_eq!(read(2), (2, String::new()));
        let (rows, mistakes) = read(1);
        assert_eq!(rows, 1);
        assert!(mistakes.contains("a book can have 1 codes: move this one and the rest to another book"), "{mistakes}");
    }

    #[test]
    fn a_hash_in_a_pattern_stands_for_a_digit() {
        let cases = [
            ("CART-####", "CART-1001", true),
            ("CART-####", "CART-101", false),
            ("CART-####", "CART-10011", false),
            ("CART-####", "CART-100x", false),
            ("CART-####", "cart-1001", false),
            ("a.c", "abc", false),
            ("Č#", "Č1", true),
            ("#", "١", false),
        ];
        for (pattern, id, expected) in cases {
            assert_eq!(fits(pattern, id), expected, "{pattern} {id}");
        }
    }
}
