//! [`Mistakes`]: all mistakes in the input of a macro, reported at once.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far, each at the tokens that have to change.
#[derive(Default)]
pub(crate) struct Mistakes(Option<syn::Error>);

impl Mistakes {
    /// Adds a mistake at these tokens. The text states the mistake and how to fix it.
    pub(crate) fn add(&mut self, at: impl ToTokens, text: impl Display) {
        self.push(syn::Error::new_spanned(at, text));
    }

    /// Adds a mistake.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// Returns the value, or adds the error.
    pub(crate) fn ok<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Returns true if there is no mistake.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// Writes one compiler error per mistake.
impl ToTokens for Mistakes {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.as_ref().map(syn::Error::to_compile_error));
    }
}
