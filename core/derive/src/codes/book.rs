//! [`Book`]: the parsed input of `codes!`.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Token, bracketed};

use super::book_head::BookHead;
use super::row::{Entry, Retired, Row};
use super::syntax::skip_row;
use crate::mistakes::Mistakes;

/// The parsed input of `codes!`.
pub(super) struct Book {
    /// The path of the crate `errorbook`.
    pub(super) krate: TokenStream,
    pub(super) head: BookHead,
    pub(super) rows: Vec<Row>,
    pub(super) retired: Vec<Retired>,
    /// The names of the rows that could not be read.
    pub(super) unread: Vec<Ident>,
    /// True if every row could be read. Otherwise an unknown name may belong to a row that could not be read.
    pub(super) is_whole: bool,
}

impl Book {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Book> {
        let krate;
        bracketed!(krate in input);
        let krate = krate.parse()?;
        let mut book = Book {
            krate,
            head: BookHead::parse(input, mistakes)?,
            rows: Vec::new(),
            retired: Vec::new(),
            unread: Vec::new(),
            is_whole: true,
        };
        while !input.is_empty() {
            let start = input.fork();
            match Entry::parse(input, mistakes) {
                Ok(Entry::Row(row)) => book.rows.push(*row),
                Ok(Entry::Retired(retired)) => book.retired.push(retired),
                Err(error) => {
                    mistakes.push(error);
                    book.unread.extend(name(&start));
                    book.is_whole = false;
                    skip_row(input);
                    continue;
                }
            }
            if input.is_empty() {
                mistakes.push(syn::Error::new(start.span(), "the last row has no `;` at its end: add it"));
            } else if input.parse::<Token![;]>().is_err() {
                mistakes.push(input.error("expected `;` before this: every row ends with one, even after braces"));
                if !input.peek(Token![#]) && !input.peek(Ident::peek_any) {
                    book.is_whole = false;
                    skip_row(input);
                }
            }
        }
        Ok(book)
    }
}

/// Returns the name of a row that cannot be read as a whole.
fn name(row: ParseStream<'_>) -> Option<Ident> {
    row.call(Attribute::parse_outer).ok()?;
    let name = row.call(Ident::parse_any).ok()?;
    row.peek(Token![=]).then_some(name)
}
