//! The implementation.
//!
//! Each code's path stands in it once, as a constant: whoever names what is no code reads so once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Path, WherePredicate, parse_quote};

use super::ast::{Field, Input, Variant};
use super::attr::{Disclosure, Role, Says};

pub(super) fn expand(input: &Input<'_>) -> TokenStream {
    let (mut constants, mut own, mut others, mut arms) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut generics = input.generics.clone();
    for (index, variant) in input.variants.iter().enumerate() {
        match (&variant.says, variant.fields.as_slice()) {
            (Says::Code { path, disclosure }, _) => {
                let code = format_ident!("__CODE_{index}");
                constants.push(quote!(const #code: ::errorbook::Code = #path;));
                arms.push(coded(variant, path, &code, *disclosure));
                generics.make_where_clause().predicates.extend(bounds(input, variant, &code, *disclosure));
                own.push(code);
            }
            (Says::Transparent(_), [field]) => {
                let ty = field.ty;
                others.push(quote_spanned!(ty.span()=> <#ty as ::errorbook::IntoError>::CODES));
                arms.push(transparent(variant, field));
                if input.is_generic(ty.to_token_stream()) {
                    generics.make_where_clause().predicates.push(parse_quote!(#ty: ::errorbook::IntoError));
                }
            }
            (Says::Transparent(_), _) => {}
        }
    }
    let ident = input.ident;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let where_clause = where_clause.filter(|clause| !clause.predicates.is_empty());
    quote! {
        const _: () = {
            // What is to be told of the value is looked up among their methods.
            #[allow(unused_imports)]
            use ::errorbook::__private::{ViaDisplay as _, ViaError as _, ViaNothing as _};

            #(#constants)*

            #[automatically_derived]
            impl #impl_generics ::errorbook::IntoError for #ident #type_generics #where_clause {
                const CODES: ::errorbook::Codes =
                    ::errorbook::Codes { own: &[#(#own),*], others: &[#(#others),*], is_known: true };

                #[allow(deprecated)]
                fn into_error(self) -> ::errorbook::Error {
                    match self {
                        #(#arms)*
                    }
                }
            }
        };
    }
}

fn transparent(variant: &Variant<'_>, field: &Field<'_>) -> TokenStream {
    let (pattern, member, ty, error) = (&variant.pattern, &field.member, field.ty, local("error"));
    let into_error = quote_spanned!(ty.span()=> <#ty as ::errorbook::IntoError>::into_error(#error));
    quote!(#pattern { #member: #error } => #into_error,)
}

/// The fields are cloned, because the value is told as a whole when they have been taken.
fn coded(variant: &Variant<'_>, path: &Path, code: &Ident, disclosure: Disclosure) -> TokenStream {
    let fields: Vec<(&Field<'_>, &Role, Ident)> = variant
        .fields
        .iter()
        .enumerate()
        .filter_map(|(index, field)| Some((field, &field.role.as_ref()?.0, local(&format!("field_{index}")))))
        .collect();
    let bindings = fields.iter().map(|(field, _, name)| {
        let member = &field.member;
        quote!(#member: ref #name,)
    });
    let error = local("error");
    let steps = fields.iter().map(|(field, role, name)| {
        let step = add(field, role, code, &error, name);
        match field.option() {
            None => quote!(let #error = #step;),
            Some(_) => {
                quote!(let #error = if let ::core::option::Option::Some(#name) = #name { #step } else { #error };)
            }
        }
    });
    let pattern = &variant.pattern;
    let how = how(variant, code, disclosure);
    let attach = match disclosure {
        Disclosure::Public(word) => {
            quote_spanned!(word=> <Self as ::errorbook::__private::Attach<#how>>::attach(self, #error))
        }
        Disclosure::ByStatus => probe(path.span(), &how, &error),
        Disclosure::Private(word) => probe(word, &how, &error),
    };
    quote! {
        #pattern { #(#bindings)* .. } => {
            let #error = <::errorbook::Error as ::core::convert::From<::errorbook::Code>>::from(#code);
            #(#steps)*
            #attach
        }
    }
}

/// Tells the best there is. Messages show the user's token; the tokens themselves are the derive's, which lints know.
fn probe(at: Span, how: &TokenStream, error: &Ident) -> TokenStream {
    let at = Span::call_site().located_at(at);
    quote_spanned!(at=> (&&&::errorbook::__private::Probe::<Self, #how>::NEW).attach(self, #error))
}

/// The error, with what the field adds to it.
fn add(field: &Field<'_>, role: &Role, code: &Ident, error: &Ident, name: &Ident) -> TokenStream {
    let ty = field.option().unwrap_or(field.ty);
    let at = ty.span();
    let value = quote_spanned!(at=> <#ty as ::core::clone::Clone>::clone(#name));
    match role {
        Role::Violation => quote_spanned!(at=> #error.with_violation(#value)),
        Role::Violations => quote_spanned!(at=> #error.with_violations(#value)),
        Role::Target => quote_spanned!(at=> #error.with_target(#value)),
        Role::RetryAfter => quote_spanned!(at=> #error.with_retry_after(#value)),
        Role::Location => {
            quote_spanned!(at=> #error.with_location(<#ty as ::core::convert::AsRef<str>>::as_ref(#name)))
        }
        Role::Instance => quote_spanned!(at=> #error.with_instance(#value)),
        Role::Parameter(_) => {
            let (parameter, kind) = kind(field, code);
            quote_spanned!(at=> #error.__with_parameter::<#kind>(#parameter, #value))
        }
    }
}

/// What has to hold for a type that is not known yet: it is asked for where the type is used.
fn bounds(input: &Input<'_>, variant: &Variant<'_>, code: &Ident, disclosure: Disclosure) -> Vec<WherePredicate> {
    let mut bounds = Vec::new();
    if input.generics.type_params().next().is_some() {
        let how = how(variant, code, disclosure);
        bounds.push(parse_quote!(Self: ::errorbook::__private::Attach<#how>));
    }
    for field in &variant.fields {
        let (Some((role, _)), ty) = (&field.role, field.option().unwrap_or(field.ty)) else { continue };
        if !input.is_generic(ty.to_token_stream()) {
            continue;
        }
        bounds.push(match role {
            Role::Violation => continue,
            Role::Violations => parse_quote! {
                #ty: ::core::clone::Clone + ::core::iter::IntoIterator<Item = ::errorbook::Violation>
            },
            Role::Target => parse_quote!(#ty: ::core::clone::Clone + ::core::convert::Into<::errorbook::Target>),
            Role::RetryAfter => continue,
            Role::Location => parse_quote!(#ty: ::core::convert::AsRef<str>),
            Role::Instance => parse_quote! {
                #ty: ::core::clone::Clone + ::core::convert::Into<::std::borrow::Cow<'static, str>>
            },
            Role::Parameter(_) => {
                let (_, kind) = kind(field, code);
                parse_quote!(#ty: ::core::clone::Clone + ::errorbook::__private::ValueOf<#kind>)
            }
        });
    }
    bounds
}

/// The constant that says what becomes of the value itself.
fn how(variant: &Variant<'_>, code: &Ident, disclosure: Disclosure) -> TokenStream {
    match disclosure {
        Disclosure::Public(_) => quote!({ ::errorbook::__private::DESCRIPTION }),
        Disclosure::Private(_) => quote!({ ::errorbook::__private::CAUSE }),
        Disclosure::ByStatus => {
            let has_violations = variant.has_violations();
            quote!({ ::errorbook::__private::disclosure(#code, #has_violations) })
        }
    }
}

/// The parameter's name, and its kind as the code's row has it, which is also what checks the name.
fn kind(field: &Field<'_>, code: &Ident) -> (String, TokenStream) {
    let (name, span) = field.parameter().unwrap_or_else(|| (String::new(), Span::call_site()));
    let code = Ident::new(&code.to_string(), span);
    let kind = quote_spanned!(span=> { ::errorbook::__kind!(#code, #name) });
    (name, kind)
}

/// A variable that no path of the user's can mean.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
