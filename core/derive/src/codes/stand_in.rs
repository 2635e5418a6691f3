//! Stand-ins for the parts of a book that cannot be read. With them, only the mistakes of the book are reported.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::book::Book;

/// Writes a constant for each row that cannot be read.
pub(super) fn write_constants(book: &Book) -> TokenStream {
    let mut taken: HashSet<&Ident> = book.rows.iter().map(|row| &row.name).collect();
    let names = book.unread.iter().filter(|name| *name != "BOOK" && taken.insert(name));
    constants(&book.krate, names)
}

/// Writes a book whose head cannot be read, and a constant for each name before an `=`. The input begins with the path of the
/// crate `errorbook`, in brackets.
pub(super) fn write_book(input: TokenStream) -> TokenStream {
    let mut tokens = input.into_iter();
    let Some(TokenTree::Group(krate)) = tokens.next() else { return TokenStream::new() };
    let krate = krate.stream();
    let rest: Vec<TokenTree> = tokens.collect();
    let mut taken = HashSet::new();
    let names = rest.iter().zip(rest.iter().skip(1)).filter_map(|pair| match pair {
        (TokenTree::Ident(name), TokenTree::Punct(after)) if after.as_char() == '=' => Some(name),
        _ => None,
    });
    let constants = constants(&krate, names.filter(|name| *name != "BOOK" && taken.insert(*name)));
    quote! {
        #[allow(unused_imports)]
        pub use #krate::standard::BOOK;
        #constants
    }
}

fn constants<'a>(krate: &TokenStream, names: impl Iterator<Item = &'a Ident>) -> TokenStream {
    names.map(|name| quote!(pub const #name: #krate::Code = #krate::standard::INTERNAL_SERVER_ERROR;)).collect()
}
