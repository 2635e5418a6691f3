//! `#[derive(IntoError)]`: the attributes (`attribute`) are read into a tree (`ast`), which is checked (`valid`) and
//! written as an implementation (`expand`).

use proc_macro2::TokenStream;
use quote::ToTokens as _;

use crate::mistakes::Mistakes;

mod ast;
mod attribute;
mod expand;
mod valid;

/// Writes the implementation, or an error for each mistake.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let input = syn::parse2(input)?;
    let mut mistakes = Mistakes::default();
    let input = ast::Input::read(&input, &mut mistakes)?;
    valid::check(&input, &mut mistakes);
    Ok(if mistakes.is_empty() { expand::implementation(&input) } else { mistakes.into_token_stream() })
}
