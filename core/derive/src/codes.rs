//! `codes!`: reads a book, checks it as a whole, and writes it as a static and a constant per code.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Token, bracketed};

use head::Head;
use mistakes::Mistakes;
use reading::skip_row;
use row::{Entry, Retired, Row};

mod check;
mod head;
mod mistakes;
mod output;
mod reading;
mod row;
mod row_attributes;
mod statuses;
mod words;

/// The book, and an error for each mistake in it.
///
/// A book with mistakes is written as far as it can be read, so that the compiler speaks of the mistakes alone and not of
/// every place that uses one of its codes.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let mut mistakes = Mistakes::default();
    let mut book = Parser::parse2(|input: ParseStream<'_>| Book::parse(input, &mut mistakes), input)?;
    check::check(&mut book, &mut mistakes);
    let book = output::write(&book);
    Ok(quote!(#book #mistakes))
}

/// A book as it is written.
struct Book {
    /// The path of the crate `errorbook`.
    krate: TokenStream,
    head: Head,
    rows: Vec<Row>,
    retired: Vec<Retired>,
    /// Whether every row could be read: if not, a name that no row has may be that of one that could not.
    is_whole: bool,
}

impl Book {
    fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Book> {
        let krate;
        bracketed!(krate in input);
        let krate = krate.parse()?;
        let mut book =
            Book { krate, head: Head::parse(input, mistakes)?, rows: Vec::new(), retired: Vec::new(), is_whole: true };
        while !input.is_empty() {
            let start = input.span();
            match Entry::parse(input, mistakes) {
                Ok(Entry::Row(row)) => book.rows.push(*row),
                Ok(Entry::Retired(retired)) => book.retired.push(retired),
                Err(error) => {
                    mistakes.push(error);
                    book.is_whole = false;
                    skip_row(input);
                    continue;
                }
            }
            if input.is_empty() {
                mistakes.push(syn::Error::new(start, "the last row has no `;` at its end: every row ends with one"));
            } else if input.parse::<Token![;]>().is_err() {
                mistakes.push(input.error("a `;` is missing before this: every row ends with one, also after braces"));
                if !input.peek(Token![#]) && !input.peek(Ident::peek_any) {
                    book.is_whole = false;
                    skip_row(input);
                }
            }
        }
        Ok(book)
    }
}
