//! The macros of errorbook. Use them through `errorbook`, which documents them.

use proc_macro::TokenStream;

mod codes;
mod into_error;

/// What `errorbook::codes!` expands to; the first tokens are the path of the crate `errorbook`, in brackets.
#[proc_macro]
pub fn codes(input: TokenStream) -> TokenStream {
    codes::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes a type an error of a book: `errorbook::IntoError` documents it.
#[proc_macro_derive(IntoError, attributes(code))]
pub fn into_error(input: TokenStream) -> TokenStream {
    into_error::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
