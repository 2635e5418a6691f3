//! The type that derives, as far as the derive looks at it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Error, Fields, GenericArgument, Generics, Member, Path, PathArguments, Result, Type};

use super::all;
use super::attr::{self, Role, Says};

pub(super) struct Input<'a> {
    pub(super) ident: &'a Ident,
    pub(super) generics: &'a Generics,
    /// A struct is one variant.
    pub(super) variants: Vec<Variant<'a>>,
}

pub(super) struct Variant<'a> {
    pub(super) ident: &'a Ident,
    /// What stands before the braces of its pattern.
    pub(super) pattern: TokenStream,
    pub(super) says: Says,
    pub(super) fields: Vec<Field<'a>>,
}

pub(super) struct Field<'a> {
    pub(super) member: Member,
    pub(super) ty: &'a Type,
    pub(super) role: Option<(Role, Span)>,
}

impl<'a> Input<'a> {
    pub(super) fn read(input: &'a DeriveInput) -> Result<Input<'a>> {
        let ident = &input.ident;
        let variants = match &input.data {
            Data::Struct(data) => {
                vec![Variant::read(ident, quote!(Self), attr::says(&input.attrs, ident), &data.fields)?]
            }
            Data::Enum(data) => {
                let on_the_type = attr::none(
                    &input.attrs,
                    "an enum has no code of its own: write `#[code(...)]` above each variant instead",
                );
                let variants = data.variants.iter().map(|variant| {
                    let ident = &variant.ident;
                    let says = attr::says(&variant.attrs, ident);
                    Variant::read(ident, quote!(Self::#ident), says, &variant.fields).map(Some)
                });
                all([on_the_type.map(|()| None)].into_iter().chain(variants))?.into_iter().flatten().collect()
            }
            Data::Union(data) => {
                return Err(Error::new(
                    data.union_token.span,
                    "a union cannot be an error: make it an enum, whose variants say their codes",
                ));
            }
        };
        Ok(Input { ident, generics: &input.generics, variants })
    }

    /// Whether the type, or that of a field, depends on a type that is not known yet.
    pub(super) fn is_generic(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => self.generics.type_params().any(|param| param.ident == ident),
            proc_macro2::TokenTree::Group(group) => self.is_generic(group.stream()),
            _ => false,
        })
    }
}

impl<'a> Variant<'a> {
    fn read(ident: &'a Ident, pattern: TokenStream, says: Result<Says>, fields: &'a Fields) -> Result<Variant<'a>> {
        let fields = all(fields.iter().zip(fields.members()).map(|(field, member)| {
            let role = attr::role(&field.attrs)?;
            Ok(Field { member, ty: &field.ty, role })
        }));
        match (says, fields) {
            (Ok(says), Ok(fields)) => Ok(Variant { ident, pattern, says, fields }),
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
            (Err(mut error), Err(others)) => {
                error.combine(others);
                Err(error)
            }
        }
    }

    /// Whether the envelopes have something to make a description of.
    pub(super) fn has_violations(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.role, Some((Role::Violation | Role::Violations, _))))
    }
}

impl Field<'_> {
    /// The name of the parameter that the field is; a field of a tuple has none of its own.
    pub(super) fn parameter(&self) -> Option<(String, Span)> {
        match (&self.role, &self.member) {
            (Some((Role::Parameter(Some(name)), _)), _) => Some((name.value(), name.span())),
            (Some((Role::Parameter(None), _)), Member::Named(name)) => Some((name.unraw().to_string(), name.span())),
            _ => None,
        }
    }

    /// The `T` of an `Option<T>` that is written as such.
    pub(super) fn option(&self) -> Option<&Type> {
        let Type::Path(path) = self.ty else { return None };
        argument_of_option(&path.path)
    }
}

fn argument_of_option(path: &Path) -> Option<&Type> {
    let last = path.segments.last().filter(|last| last.ident == "Option")?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match (arguments.args.first(), arguments.args.len()) {
            (Some(GenericArgument::Type(ty)), 1) => Some(ty),
            _ => None,
        },
        _ => None,
    }
}
