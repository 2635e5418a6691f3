//! `#[derive(IntoResponses)]`: the codes of an error as the responses of an OpenAPI document.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let DeriveInput { ident, mut generics, .. } = syn::parse2(input)?;
    if generics.type_params().next().is_some() {
        generics.make_where_clause().predicates.push(parse_quote!(Self: ::errorbook::IntoError));
    }
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics ::errorbook::integration::utoipa5::__private::IntoResponses
            for #ident #type_generics #where_clause
        {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                ::errorbook::integration::utoipa5::__private::RefOr<
                    ::errorbook::integration::utoipa5::__private::Response,
                >,
            > {
                ::errorbook::integration::utoipa5::responses(<Self as ::errorbook::IntoError>::CODES)
            }
        }
    })
}
