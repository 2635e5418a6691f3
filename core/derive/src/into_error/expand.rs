//! Writes the implementation.
//!
//! It contains the path of each code only once, in a constant, so that a wrong path causes one error and not several.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Path, WherePredicate, parse_quote};

use super::ast::{Field, Input, Variant};
use super::attribute::{ConstraintField, Disclosure, Role, VariantCode};
use super::description::Description;

pub(super) fn implementation(input: &Input<'_>) -> TokenStream {
    let (mut constants, mut own, mut others, mut arms) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut generics = input.generics.clone();
    for (index, variant) in input.variants.iter().enumerate() {
        match (&variant.code, variant.fields.as_slice()) {
            (VariantCode::Code { path, disclosure, description }, _) => {
                let code = format_ident!("__CODE_{index}");
                constants.push(quote!(const #code: ::errorbook::Code = #path;));
                let (disclosure, description) = (*disclosure, description.as_ref());
                arms.push(coded(variant, path, &code, disclosure, description));
                generics.make_where_clause().predicates.extend(bounds(input, variant, &code, disclosure, description));
                own.push(code);
            }
            (VariantCode::Transparent(_), [field]) => {
                let ty = field.ty;
                others.push(quote_spanned!(ty.span()=> <#ty as ::errorbook::IntoError>::CODES));
                arms.push(transparent(variant, field));
                if input.is_generic(ty.to_token_stream()) {
                    generics.make_where_clause().predicates.push(parse_quote!(#ty: ::errorbook::IntoError));
                }
            }
            (VariantCode::Transparent(_), _) => {}
        }
    }
    let ident = input.ident;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let where_clause = where_clause.filter(|clause| !clause.predicates.is_empty());
    quote! {
        const _: () = {
            // Their methods attach the value to the error.
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

            #[automatically_derived]
            impl #impl_generics ::errorbook::Promised<Self> for #ident #type_generics #where_clause {}
        };
    }
}

/// Writes the implementation for a type with mistakes. It uses the codes that could be read, so that the compiler does not report
/// their imports as unused.
pub(super) fn stand_in(input: &DeriveInput, read: Option<&Input<'_>>) -> TokenStream {
    let ident = &input.ident;
    let codes = read.into_iter().flat_map(|read| &read.variants).filter_map(|variant| match &variant.code {
        VariantCode::Code { path, .. } => Some(path),
        VariantCode::Transparent(_) => None,
    });
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics ::errorbook::IntoError for #ident #type_generics #where_clause {
            fn into_error(self) -> ::errorbook::Error {
                #(let _ = #codes;)*
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        impl #impl_generics ::errorbook::Promised<Self> for #ident #type_generics #where_clause {}
    }
}

/// Writes the match arm of a variant with the error of its field.
fn transparent(variant: &Variant<'_>, field: &Field<'_>) -> TokenStream {
    let (pattern, member, ty, error) = (&variant.pattern, &field.member, field.ty, local("error"));
    let into_error = quote_spanned!(ty.span()=> <#ty as ::errorbook::IntoError>::into_error(#error));
    let violations = variant
        .constraints
        .iter()
        .map(|ConstraintField { constraint, field, .. }| quote!(.with_violation_of(#constraint, #field)));
    quote!(#pattern { #member: #error } => #into_error #(#violations)*,)
}

/// Writes the match arm of a variant with a code. The fields are cloned, because the whole value is attached after them.
fn coded(
    variant: &Variant<'_>,
    path: &Path,
    code: &Ident,
    disclosure: Disclosure,
    description: Option<&Description>,
) -> TokenStream {
    let is_used = |field: &Field<'_>| {
        field.role.is_some() || description.is_some_and(|description| description.has(&field.member))
    };
    let fields = variant.fields.iter().enumerate().filter(|(_, field)| is_used(field));
    let fields: Vec<(&Field<'_>, Ident)> =
        fields.map(|(index, field)| (field, local(&format!("field_{index}")))).collect();
    let bindings = fields.iter().map(|(field, name)| {
        let member = &field.member;
        quote!(#member: ref #name,)
    });
    let error = local("error");
    let described = description.map(|description| describe(description, &fields, &error));
    let roles = fields.iter().filter_map(|(field, name)| Some((field, &field.role.as_ref()?.0, name)));
    let steps = roles.map(|(field, role, name)| {
        let step = add(field, role, code, &error, name);
        match field.option() {
            None => quote!(let #error = #step;),
            Some(_) => {
                quote!(let #error = if let ::core::option::Option::Some(#name) = #name { #step } else { #error };)
            }
        }
    });
    let pattern = &variant.pattern;
    let how = attach_mode(variant, code, disclosure, description);
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
            #described
            #(#steps)*
            #attach
        }
    }
}

/// Writes the statement that adds the description. Each field in it gets the variable that the text uses.
fn describe(description: &Description, fields: &[(&Field<'_>, Ident)], error: &Ident) -> TokenStream {
    if let Some(text) = description.plain() {
        return quote!(let #error = #error.with_description(#text););
    }
    let variables = fields.iter().filter(|(field, _)| description.has(&field.member)).map(|(field, name)| {
        let variable = description.variable(&field.member);
        quote!(let #variable = #name;)
    });
    let format = &description.format;
    quote! {
        let #error = #error.with_description({
            #(#variables)*
            ::std::format!(#format)
        });
    }
}

/// Writes the call that attaches as much of the value as its type allows.
///
/// The call has the location of the user's token, for messages, but the context of the derive, so that lints skip it.
fn probe(at: Span, how: &TokenStream, error: &Ident) -> TokenStream {
    let at = Span::call_site().located_at(at);
    quote_spanned!(at=> (&&&::errorbook::__private::Probe::<Self, #how>::NEW).attach(self, #error))
}

/// Writes the error with the addition of a field.
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
            let (parameter, kind) = parameter_kind(field, code);
            quote_spanned!(at=> #error.__with_parameter::<#kind>(#parameter, #value))
        }
    }
}

/// Returns the bounds of a generic variant. They are checked where the type is used.
fn bounds(
    input: &Input<'_>,
    variant: &Variant<'_>,
    code: &Ident,
    disclosure: Disclosure,
    description: Option<&Description>,
) -> Vec<WherePredicate> {
    let mut bounds = Vec::new();
    if input.generics.type_params().next().is_some() {
        let how = attach_mode(variant, code, disclosure, description);
        bounds.push(parse_quote!(Self: ::errorbook::__private::Attach<#how>));
    }
    for field in variant.fields.iter().filter(|field| input.is_generic(field.ty.to_token_stream())) {
        let arguments = description.iter().flat_map(|description| &description.arguments);
        for argument in arguments.filter(|argument| argument.is(&field.member)) {
            let (ty, bound) = (field.ty, argument.bound());
            bounds.push(parse_quote!(#ty: #bound));
        }
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
                let (_, kind) = parameter_kind(field, code);
                parse_quote!(#ty: ::core::clone::Clone + ::errorbook::__private::ValueOf<#kind>)
            }
        });
    }
    bounds
}

/// Writes the constant that selects how the value itself is attached.
fn attach_mode(
    variant: &Variant<'_>,
    code: &Ident,
    disclosure: Disclosure,
    description: Option<&Description>,
) -> TokenStream {
    match disclosure {
        Disclosure::Public(_) => quote!({ ::errorbook::__private::DESCRIPTION }),
        Disclosure::Private(_) => quote!({ ::errorbook::__private::CAUSE }),
        Disclosure::ByStatus => {
            let has_text = variant.has_violations() || description.is_some();
            quote!({ ::errorbook::__private::disclosure(#code, #has_text) })
        }
    }
}

/// Returns the name of a parameter, and the call that looks up its kind in the code's row. The call also checks the name.
fn parameter_kind(field: &Field<'_>, code: &Ident) -> (String, TokenStream) {
    let (name, span) = field.parameter().unwrap_or_else(|| (String::new(), Span::call_site()));
    let code = Ident::new(&code.to_string(), span);
    let kind = quote_spanned!(span=> { ::errorbook::__kind!(#code, #name) });
    (name, kind)
}

/// Returns a variable that cannot collide with the user's names.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
