//! `#[derive(IntoError)]`: the attributes (`attribute`) are read into a tree (`ast`), which is checked (`valid`) and
//! written as an implementation (`expand`).

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::mistakes::Mistakes;

mod ast;
mod attribute;
mod expand;
mod valid;

/// Writes the implementation, or an error for each mistake.
///
/// A type with mistakes gets an implementation that only has the right signature. Otherwise the compiler would also complain
/// about every `?` that needs it.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    let mut mistakes = Mistakes::default();
    let read = ast::Input::read(&input, &mut mistakes);
    if let Some(read) = mistakes.ok(read) {
        valid::check(&read, &mut mistakes);
        if mistakes.is_empty() {
            return Ok(expand::implementation(&read));
        }
    }
    let stand_in = expand::stand_in(&input);
    Ok(quote!(#stand_in #mistakes))
}
