//! The macros of errorbook. Use them through the crate `errorbook`, which documents them.

use proc_macro::TokenStream;

mod codes;
mod into_error;
mod into_responses;
mod mistakes;

/// Writes the book of `errorbook::codes!`. The input begins with the path of the crate `errorbook`, in brackets.
#[proc_macro]
pub fn codes(input: TokenStream) -> TokenStream {
    codes::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `errorbook::IntoError`, which documents it.
#[proc_macro_derive(IntoError, attributes(code))]
pub fn into_error(input: TokenStream) -> TokenStream {
    into_error::expand(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `utoipa::IntoResponses`: `errorbook::integration::utoipa5` documents it.
#[proc_macro_derive(Utoipa5IntoResponses)]
pub fn utoipa5_into_responses(input: TokenStream) -> TokenStream {
    into_responses::expand(input.into(), "utoipa5").unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Implements `utoipa::IntoResponses`: `errorbook::integration::utoipa6` documents it.
#[proc_macro_derive(Utoipa6IntoResponses)]
pub fn utoipa6_into_responses(input: TokenStream) -> TokenStream {
    into_responses::expand(input.into(), "utoipa6").unwrap_or_else(syn::Error::into_compile_error).into()
}
