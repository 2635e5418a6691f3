//! `codes!`: reads a book (`book`), checks it as a whole (`check`), and writes a static for it (`output`) and a constant
//! per code (`row_output`).

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{ParseStream, Parser};

use book::Book;

use crate::mistakes::Mistakes;

mod book;
mod book_head;
mod check;
mod fallback;
mod output;
mod row;
mod row_attributes;
mod row_output;
mod stand_in;
mod statuses;
mod syntax;
mod words;

/// Writes the book, and an error for each mistake in it.
///
/// A book with mistakes is written as far as it can be read, with a stand-in constant for each code that cannot. Otherwise the
/// compiler would also complain about every place that uses one of its codes.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let mut mistakes = Mistakes::default();
    let read = Parser::parse2(|input: ParseStream<'_>| Book::parse(input, &mut mistakes), input.clone());
    let book = match mistakes.ok(read) {
        Some(mut book) => {
            check::check(&mut book, &mut mistakes);
            output::write(&book)
        }
        None => stand_in::write_book(input),
    };
    Ok(quote!(#book #mistakes))
}
