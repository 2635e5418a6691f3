//! The warning about a `4xx` that replaces statuses on which clients act.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::book::Book;
use super::check::tokens;

/// The statuses on which clients and proxies act, each with its error kind if it has one.
const MEANINGFUL: [(u16, Option<&str>); 4] = [
    (405, Some("method_not_allowed")),
    (413, Some("body_too_large")),
    (415, Some("unsupported_media_type")),
    (429, None),
];

/// Writes the use of a deprecated constant, because a macro has no other way to warn. Returns `None` if the book has a row for each
/// of these statuses.
pub(super) fn warning(book: &Book) -> Option<TokenStream> {
    let statuses = book.head.statuses.as_ref()?;
    let (word, code) = statuses.client.as_ref()?;
    let row = book.rows.iter().find(|row| code.is_ident(&row.name))?;
    let is_listed = |status: u16, kind: Option<&str>| {
        statuses.coded.iter().any(|(coded, _)| *coded == status)
            || kind.is_some_and(|kind| book.head.error_kinds.iter().any(|(mapped, _)| mapped == kind))
    };
    let replaced = MEANINGFUL.iter().filter(|(status, kind)| *status != row.status && !is_listed(*status, *kind));
    let replaced: Vec<String> = replaced.map(|(status, _)| status.to_string()).collect();
    let note = format!(
        "it sends {} with status {}, that of `{}`: give each a row in `statuses`, or remove `4xx` and `5xx` to keep every status",
        list(&replaced)?,
        row.status,
        tokens(code),
    );
    let word = word.span();
    Some(quote_spanned! {word=>
        const _: () = {
            #[deprecated(note = #note)]
            #[allow(non_upper_case_globals)]
            const __4xx: () = ();
            __4xx
        };
    })
}

/// Joins the words: `405, 413 and 429`.
fn list(words: &[String]) -> Option<String> {
    match words.split_last()? {
        (last, []) => Some(last.clone()),
        (last, first) => Some(format!("{} and {last}", first.join(", "))),
    }
}
