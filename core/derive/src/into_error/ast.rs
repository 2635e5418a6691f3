//! The type with the derive, reduced to its relevant parts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{
    Attribute, Data, DeriveInput, Error, Fields, GenericArgument, Generics, Member, Path, PathArguments, Result, Type,
};

use super::attribute::{self, ConstraintField, Role, VariantCode, is_constraint, is_response};
use crate::mistakes::Mistakes;

pub(super) struct Input<'a> {
    pub(super) ident: &'a Ident,
    pub(super) generics: &'a Generics,
    /// The variants. A struct has one, itself.
    pub(super) variants: Vec<Variant<'a>>,
}

pub(super) struct Variant<'a> {
    pub(super) ident: &'a Ident,
    /// The path before the braces of its pattern.
    pub(super) pattern: TokenStream,
    pub(super) code: VariantCode,
    pub(super) constraints: Vec<ConstraintField>,
    pub(super) fields: Vec<Field<'a>>,
}

pub(super) struct Field<'a> {
    pub(super) member: Member,
    pub(super) ty: &'a Type,
    pub(super) role: Option<(Role, Span)>,
}

impl<'a> Input<'a> {
    /// Reads the type. A variant with a mistake in its attribute is left out.
    pub(super) fn read(input: &'a DeriveInput, mistakes: &mut Mistakes) -> Result<Input<'a>> {
        let ident = &input.ident;
        let variants = match &input.data {
            Data::Struct(data) => {
                Variant::read(ident, quote!(Self), &input.attrs, &data.fields, mistakes).into_iter().collect()
            }
            Data::Enum(data) => {
                for response in
                    data.variants.iter().flat_map(|variant| &variant.attrs).filter(|attribute| is_response(attribute))
                {
                    mistakes.add(response, "`response` belongs to the whole type: write it above the enum");
                }
                mistakes.ok(attribute::refuse(
                    &input.attrs,
                    "an enum cannot have a code: write `#[code(...)]` above each variant instead",
                ));
                let read = |variant: &'a syn::Variant| {
                    let ident = &variant.ident;
                    Variant::read(ident, quote!(Self::#ident), &variant.attrs, &variant.fields, mistakes)
                };
                data.variants.iter().filter_map(read).collect()
            }
            Data::Union(data) => {
                return Err(Error::new(
                    data.union_token.span,
                    "a union cannot be an error: use an enum, and write the code above each variant",
                ));
            }
        };
        Ok(Input { ident, generics: &input.generics, variants })
    }

    /// Returns true if the tokens depend on a type parameter.
    pub(super) fn is_generic(&self, tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => self.generics.type_params().any(|param| param.ident == ident),
            proc_macro2::TokenTree::Group(group) => self.is_generic(group.stream()),
            _ => false,
        })
    }
}

impl<'a> Variant<'a> {
    fn read(
        ident: &'a Ident,
        pattern: TokenStream,
        attributes: &[Attribute],
        fields: &'a Fields,
        mistakes: &mut Mistakes,
    ) -> Option<Variant<'a>> {
        let code = mistakes.ok(attribute::read_variant(attributes, ident));
        let constraints = attributes.iter().filter(|attribute| is_constraint(attribute));
        let constraints =
            constraints.filter_map(|attribute| mistakes.ok(attribute::read_constraint(attribute))).collect();
        let fields = fields.iter().zip(fields.members()).map(|(field, member)| {
            let role = mistakes.ok(attribute::read_field(&field.attrs)).flatten();
            Field { member, ty: &field.ty, role }
        });
        let fields = fields.collect();
        Some(Variant { ident, pattern, code: code?, constraints, fields })
    }

    /// Returns true if violations can describe the error.
    pub(super) fn has_violations(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.role, Some((Role::Violation | Role::Violations, _))))
    }
}

impl Field<'_> {
    /// Returns the name of the parameter. A field without a name needs one in its attribute.
    pub(super) fn parameter(&self) -> Option<(String, Span)> {
        match (&self.role, &self.member) {
            (Some((Role::Parameter(Some(name)), _)), _) => Some((name.value(), name.span())),
            (Some((Role::Parameter(None), _)), Member::Named(name)) => Some((name.unraw().to_string(), name.span())),
            _ => None,
        }
    }

    /// Returns the `T` of a type that is written as `Option<T>`.
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
