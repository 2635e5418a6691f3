//! `#[derive(IntoResponses)]`: the codes of an error as the responses of an OpenAPI document.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, parse_quote};

pub(crate) fn expand(input: TokenStream, version: &str) -> syn::Result<TokenStream> {
    let version = Ident::new(version, Span::call_site());
    let DeriveInput { ident, mut generics, .. } = syn::parse2(input)?;
    if generics.type_params().next().is_some() {
        generics.make_where_clause().predicates.push(parse_quote!(Self: ::errorbook::IntoError));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics ::errorbook::integration::#version::__private::IntoResponses
            for #ident #type_generics #where_clause
        {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                ::errorbook::integration::#version::__private::RefOr<
                    ::errorbook::integration::#version::__private::Response,
                >,
            > {
                ::errorbook::integration::#version::responses(<Self as ::errorbook::IntoError>::CODES)
            }
        }
    })
}
