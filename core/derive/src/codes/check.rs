//! What is wrong with a book as a whole: identifiers, names and references to rows.

use std::collections::HashMap;

use quote::ToTokens;
use syn::{LitStr, Path};

use super::Book;
use super::head::{Head, Range};
use super::mistakes::Mistakes;
use super::row::Row;

/// Names the mistakes, and takes out of the book what has one, so that the rest can be written.
pub(super) fn check(book: &mut Book, mistakes: &mut Mistakes) {
    if book.rows.is_empty() && book.is_whole {
        mistakes.add(
            &book.head.name,
            "the book has no code: add a row, such as `EMPTY = \"CART-1001\", 409, \"The cart is empty\";` below a doc comment",
        );
    }
    check_names(&mut book.rows, mistakes);
    check_identifiers(book, mistakes);
    for row in &book.rows {
        check_shape(&book.head, &row.id, mistakes);
    }
    check_references(book, mistakes);
}

fn check_names(rows: &mut Vec<Row>, mistakes: &mut Mistakes) {
    let mut ids: HashMap<String, String> = HashMap::new();
    rows.retain(|row| {
        if row.name == "BOOK" {
            mistakes.add(&row.name, "`BOOK` is the book itself: give this constant another name");
            return false;
        }
        if let Some(id) = ids.get(&row.name.to_string()) {
            mistakes.add(
                &row.name,
                format_args!("`{}` is the constant of the code {id:?} already: give this one another name", row.name),
            );
            return false;
        }
        ids.insert(row.name.to_string(), row.id.value());
        true
    });
}

/// An identifier has one meaning for ever: that of the row that has it, or the one that it had until it was retired.
fn check_identifiers(book: &Book, mistakes: &mut Mistakes) {
    /// Whose an identifier is.
    enum Owner<'a> {
        Retired,
        Row(&'a Row),
    }

    let mut owners: HashMap<String, Owner<'_>> = HashMap::new();
    for retired in &book.retired {
        let id = retired.id.value();
        if id.is_empty() {
            mistakes.add(&retired.id, "an identifier is never empty: name the one that was retired");
        } else if owners.insert(id.clone(), Owner::Retired).is_some() {
            mistakes.add(&retired.id, format_args!("{id:?} is retired already: once is enough, remove one of the two"));
        }
    }
    for row in &book.rows {
        let id = row.id.value();
        match owners.get(&id) {
            _ if id.is_empty() => {
                mistakes
                    .add(&row.id, "the identifier is empty: give the code one by which clients tell it from others");
            }
            None => drop(owners.insert(id, Owner::Row(row))),
            Some(Owner::Row(first)) => mistakes.add(
                &row.id,
                format_args!(
                    "{id:?} is the identifier of `{}` already: a code never changes its meaning, so give this one \
                     another",
                    first.name
                ),
            ),
            Some(Owner::Retired) => mistakes.add(
                &row.id,
                format_args!(
                    "{id:?} is retired: clients still know it with its old meaning, so give this code another"
                ),
            ),
        }
    }
}

/// Retired identifiers are free of pattern and range, which can be younger than they are.
fn check_shape(head: &Head, id: &LitStr, mistakes: &mut Mistakes) {
    let value = id.value();
    if value.is_empty() {
        return;
    }
    if let Some(pattern) = head.pattern.as_ref().map(LitStr::value) {
        if !fits(&pattern, &value) {
            mistakes.add(
                id,
                format_args!("{value:?} does not fit the book's pattern {pattern:?}, in which each `#` is a digit: correct the one or the other"),
            );
        }
    }
    let Some(range) = &head.range else { return };
    let (range, (first, last)) = match range {
        Range::Numbers(first, last) => (format!("{first}..={last}"), (*first, *last)),
        // The compiler does the rest.
        Range::Constant(path) => (tokens(path), (0, u16::MAX.into())),
    };
    match value.parse::<u64>() {
        Ok(number) if number.to_string() != value => mistakes.add(
            id,
            format_args!(
                "the book's identifiers are the numbers `{range}`, in digits alone: write {:?}",
                number.to_string()
            ),
        ),
        Ok(number) if (first..=last).contains(&number) => {}
        Ok(_) => mistakes.add(id, outside(&value, &range)),
        Err(_) => mistakes.add(
            id,
            format_args!(
                "{value:?} is no number, and the book's identifiers are the numbers `{range}`: choose one of them"
            ),
        ),
    }
}

/// What is said of a number outside of the range, here or by the compiler.
pub(super) fn outside(id: &str, range: &str) -> String {
    format!("{id:?} is outside of the book's range `{range}`: choose a number within it")
}

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
        // A simple name may be that of a row that could not be read.
        if !is_row && (is_whole || code.get_ident().is_none()) {
            mistakes.add(
                code,
                format_args!(
                    "`{}` is no row of this book: name one that is, add a row, or leave the entry out for what the `http` book \
                     says",
                    tokens(code)
                ),
            );
        }
        is_row
    };
    book.head.error_kinds.retain(|(_, code)| is_row(code, mistakes));
    if let Some(statuses) = &mut book.head.statuses {
        statuses.coded.retain(|(_, code)| is_row(code, mistakes));
        for rest in [&mut statuses.client, &mut statuses.server] {
            if rest.as_ref().is_some_and(|(_, code)| !is_row(code, mistakes)) {
                *rest = None;
            }
        }
    }
    for row in &mut book.rows {
        let Some(other) = &row.attributes.deprecated else { continue };
        let mistake = match deprecated.get(&other.to_string()) {
            _ if *other == row.name => format!("`{other}` cannot be used instead of itself: name another row"),
            Some(false) => continue,
            Some(true) => format!("`{other}` is deprecated, too: name the row that is to be used instead of both"),
            None if !is_whole => String::new(),
            None => format!("`{other}` is no row of this book: name the one that is to be used instead, or add it"),
        };
        if !mistake.is_empty() {
            mistakes.add(other, mistake);
        }
        row.attributes.deprecated = None;
    }
}

/// A path as it was written.
pub(super) fn tokens(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_a_digit_where_it_has_a_hash() {
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
