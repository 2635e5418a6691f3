//! `#[code(response(axum))]`: the responder of a framework, written beside `IntoError`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, DeriveInput, Error, Result, Token, parenthesized, parse_quote};

use super::attribute::is_response;
use crate::mistakes::Mistakes;

/// A framework with an adapter.
pub(super) enum Framework {
    Actix(Span),
    Axum(Span),
    Rocket(Span),
    Warp(Span),
}

const FRAMEWORKS: &str = "use `actix`, `axum`, `rocket` or `warp`, as in `#[code(response(axum))]`";

/// Reads the frameworks above a type.
pub(super) fn read(attributes: &[Attribute], mistakes: &mut Mistakes) -> Vec<Framework> {
    let mut words: Vec<Ident> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| is_response(attribute)) {
        let read = attribute.parse_args_with(parse);
        for word in mistakes.ok(read).into_iter().flatten() {
            if words.contains(&word) {
                mistakes.add(&word, format_args!("duplicate `{word}`: remove one of the two"));
            } else {
                words.push(word);
            }
        }
    }
    let frameworks = words.iter().map(|word| match word.to_string().as_str() {
        "actix" => Ok(Framework::Actix(word.span())),
        "axum" => Ok(Framework::Axum(word.span())),
        "rocket" => Ok(Framework::Rocket(word.span())),
        "warp" => Ok(Framework::Warp(word.span())),
        _ => Err(Error::new(word.span(), format!("unknown framework `{word}`: {FRAMEWORKS}"))),
    });
    frameworks.filter_map(|framework| mistakes.ok(framework)).collect()
}

/// Parses `response(axum, rocket)`.
fn parse(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    input.call(Ident::parse_any)?;
    let words;
    parenthesized!(words in input);
    if !input.is_empty() {
        return Err(input.error("`response` is an attribute of its own: remove what follows"));
    }
    let words = words.parse_terminated(Ident::parse_any, Token![,]);
    match words.map_err(|error| Error::new(error.span(), FRAMEWORKS))? {
        words if words.is_empty() => Err(Error::new(input.span(), FRAMEWORKS)),
        words => Ok(words.into_iter().collect()),
    }
}

/// Writes the implementation of the framework's responder, which uses the adapter's error.
pub(super) fn responder(input: &DeriveInput, framework: &Framework) -> TokenStream {
    let (_, type_generics, _) = input.generics.split_for_impl();
    let (ident, mut generics) = (&input.ident, input.generics.clone());
    let ty = quote!(#ident #type_generics);
    let is_generic = generics.type_params().next().is_some();
    if is_generic {
        generics.make_where_clause().predicates.push(parse_quote!(#ty: ::errorbook::IntoError));
    }
    match framework {
        Framework::Axum(span) => {
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote_spanned! {*span=>
                #[automatically_derived]
                impl #impl_generics ::errorbook_axum::__private::IntoResponse for #ty #where_clause {
                    fn into_response(self) -> ::errorbook_axum::__private::Response {
                        ::errorbook_axum::__private::IntoResponse::into_response(
                            <::errorbook_axum::Error as ::core::convert::From<Self>>::from(self),
                        )
                    }
                }
            }
        }
        Framework::Warp(span) => {
            if is_generic {
                generics.make_where_clause().predicates.push(parse_quote!(#ty: ::core::marker::Send));
            }
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote_spanned! {*span=>
                #[automatically_derived]
                impl #impl_generics ::errorbook_warp::__private::Reply for #ty #where_clause {
                    fn into_response(self) -> ::errorbook_warp::__private::Response {
                        ::errorbook_warp::__private::Reply::into_response(
                            <::errorbook_warp::Error as ::core::convert::From<Self>>::from(self),
                        )
                    }
                }
            }
        }
        Framework::Rocket(span) => {
            generics.params.insert(0, parse_quote!('__request));
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote_spanned! {*span=>
                #[automatically_derived]
                impl #impl_generics ::errorbook_rocket::__private::Responder<'__request, 'static> for #ty #where_clause {
                    fn respond_to(
                        self,
                        request: &'__request ::errorbook_rocket::__private::Request<'_>,
                    ) -> ::errorbook_rocket::__private::Result<'static> {
                        ::errorbook_rocket::__private::Responder::respond_to(
                            <::errorbook_rocket::Error as ::core::convert::From<Self>>::from(self),
                            request,
                        )
                    }
                }
            }
        }
        // actix-web's `ResponseError` only borrows the error, so the cause could not go to the log. A conversion into actix-web's own
        // error takes the value, and a handler's error needs nothing else.
        Framework::Actix(span) => {
            let (impl_generics, _, where_clause) = generics.split_for_impl();
            quote_spanned! {*span=>
                #[automatically_derived]
                impl #impl_generics ::core::convert::From<#ty> for ::errorbook_actix::__private::Error #where_clause {
                    fn from(error: #ty) -> ::errorbook_actix::__private::Error {
                        ::core::convert::From::from(<::errorbook_actix::Error as ::core::convert::From<#ty>>::from(error))
                    }
                }
            }
        }
    }
}
