//! Checks that the attributes of a variant and its fields can be combined.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::Error;

use super::ast::{Field, Input, Variant};
use super::attribute::{ConstraintField, Disclosure, Role, VariantCode};
use super::description::{self, Argument, Description};
use crate::mistakes::Mistakes;

pub(super) fn check(input: &Input<'_>, mistakes: &mut Mistakes) {
    for variant in &input.variants {
        match variant.code {
            VariantCode::Transparent(span) => check_transparent(variant, span, mistakes),
            VariantCode::Code { disclosure, ref description, .. } => {
                for ConstraintField { span, .. } in &variant.constraints {
                    let text = "only a `transparent` variant can have a broken constraint: write `transparent` instead of \
                                the code, or remove this";
                    mistakes.push(Error::new(*span, text));
                }
                check_roles(&variant.fields, mistakes);
                if let Some(description) = description {
                    check_description(variant, disclosure, description, mistakes);
                }
            }
        }
    }
}

fn check_transparent(variant: &Variant<'_>, span: Span, mistakes: &mut Mistakes) {
    for (_, span) in variant.fields.iter().filter_map(|field| field.role.as_ref()) {
        let text = "the field of a `transparent` variant cannot have a role: remove this, or write a code instead of `transparent`";
        mistakes.push(Error::new(*span, text));
    }
    let mut named = HashSet::new();
    for ConstraintField { constraint, field, span } in &variant.constraints {
        if !named.insert((constraint.value(), field.value())) {
            mistakes.push(Error::new(*span, "the constraint has this field already: remove one of the two"));
        }
    }
    let found = match variant.fields.len() {
        1 => return,
        0 => "none".to_owned(),
        fields => fields.to_string(),
    };
    let text = format!("`transparent` needs one field, and `{}` has {found}: write a code instead", variant.ident);
    mistakes.push(Error::new(span, text));
}

/// Checks that there is only one description, and that each name in it is a field.
fn check_description(
    variant: &Variant<'_>,
    disclosure: Disclosure,
    description: &Description,
    mistakes: &mut Mistakes,
) {
    if let Disclosure::Public(span) = disclosure {
        let text = "`public` sends the `Display` of the value, and `description` another text: remove one of the two";
        mistakes.push(Error::new(span, text));
    }
    let mut unknown: Vec<&str> = Vec::new();
    for Argument { name, .. } in &description.arguments {
        let is_field = variant.fields.iter().any(|field| *name == description::name(&field.member));
        if !is_field && !unknown.contains(&name.as_str()) {
            unknown.push(name);
            let text =
                format!("`{}` has no field `{name}`: use one that it has, or write `{{{{` for a brace", variant.ident);
            mistakes.push(Error::new(description.format.span(), text));
        }
    }
}

/// Checks that no two fields provide the same part of the error.
fn check_roles(fields: &[Field<'_>], mistakes: &mut Mistakes) {
    let (mut parameters, mut roles) = (HashSet::new(), HashSet::new());
    for field in fields {
        let mistake = match &field.role {
            None | Some((Role::Violation | Role::Violations, _)) => None,
            Some((Role::Parameter(_), span)) => match field.parameter() {
                None => {
                    Some((*span, "a field without a name needs one: write `#[code(parameter = \"name\")]`".to_owned()))
                }
                Some((name, span)) if name.is_empty() => {
                    Some((span, "the name of the parameter is empty: write the one in the code's row".to_owned()))
                }
                Some((name, span)) => (!parameters.insert(name.clone()))
                    .then(|| (span, format!("duplicate parameter `{name}`: remove this one, or change its name"))),
            },
            Some((role, span)) => (!roles.insert(role.name()))
                .then(|| (*span, format!("duplicate `{}`: an error has only one, remove this one", role.name()))),
        };
        if let Some((span, text)) = mistake {
            mistakes.push(Error::new(span, text));
        }
    }
}
