//! `#[derive(IntoError)]`. `attribute` and `description` read the attributes into the tree of `ast`. `valid` checks the tree. `expand`
//! writes the implementation, and `response` writes that of a framework's responder.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::mistakes::Mistakes;

mod ast;
mod attribute;
mod description;
mod expand;
mod response;
mod valid;

/// Writes the implementation, or an error for each mistake.
///
/// A type with mistakes gets an implementation with only the right signature. Otherwise the compiler would also complain about every
/// `?` that needs it.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    let mut mistakes = Mistakes::default();
    let frameworks = response::read(&input.attrs, &mut mistakes);
    let read = ast::Input::read(&input, &mut mistakes);
    let read = mistakes.ok(read).inspect(|read| valid::check(read, &mut mistakes));
    let into_error = match &read {
        Some(read) if mistakes.is_empty() => expand::implementation(read),
        read => expand::stand_in(&input, read.as_ref()),
    };
    let responders = frameworks.iter().map(|framework| response::responder(&input, framework));
    Ok(quote!(#into_error #(#responders)* #mistakes))
}
