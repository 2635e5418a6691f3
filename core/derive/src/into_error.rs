//! `#[derive(IntoError)]`: the attributes are read (`attr`) into a tree (`ast`), which is checked (`valid`) and becomes an
//! implementation (`expand`).

use proc_macro2::TokenStream;

mod ast;
mod attr;
mod expand;
mod valid;

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let input = syn::parse2(input)?;
    let input = ast::Input::read(&input)?;
    valid::check(&input)?;
    Ok(expand::expand(&input))
}

/// All values, or all errors: who made three mistakes reads of three.
fn all<T>(results: impl IntoIterator<Item = syn::Result<T>>) -> syn::Result<Vec<T>> {
    let (mut values, mut errors) = (Vec::new(), None::<syn::Error>);
    for result in results {
        match (result, &mut errors) {
            (Ok(value), _) => values.push(value),
            (Err(error), Some(errors)) => errors.combine(error),
            (Err(error), None) => errors = Some(error),
        }
    }
    errors.map_or(Ok(values), Err)
}
