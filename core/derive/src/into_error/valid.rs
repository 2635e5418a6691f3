//! What each attribute alone cannot know: whether they fit together.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::{Error, Result};

use super::ast::{Field, Input, Variant};
use super::attr::{Role, Says};

pub(super) fn check(input: &Input<'_>) -> Result<()> {
    super::all(input.variants.iter().map(|variant| match variant.says {
        Says::Transparent(span) => check_transparent(variant, span),
        Says::Code { .. } => check_roles(&variant.fields),
    }))
    .map(|_| ())
}

fn check_transparent(variant: &Variant<'_>, span: Span) -> Result<()> {
    if let Some((_, span)) = variant.fields.iter().find_map(|field| field.role.as_ref()) {
        return Err(Error::new(
            *span,
            "`transparent` hands the field on as it is: remove this, or name a code instead of `transparent`",
        ));
    }
    if variant.fields.len() != 1 {
        let message = format!(
            "`transparent` hands on the one field of a variant or struct, and `{}` has {}: name a code instead",
            variant.ident,
            match variant.fields.len() {
                0 => "none".to_owned(),
                fields => fields.to_string(),
            },
        );
        return Err(Error::new(span, message));
    }
    Ok(())
}

fn check_roles(fields: &[Field<'_>]) -> Result<()> {
    let mut parameters = HashMap::new();
    let mut roles = HashMap::new();
    super::all(fields.iter().map(|field| match &field.role {
        None | Some((Role::Violation | Role::Violations, _)) => Ok(()),
        Some((Role::Parameter(_), span)) => match field.parameter() {
            None => Err(Error::new(*span, "a field without a name needs one: `#[code(parameter = \"name\")]`")),
            Some((name, span)) if name.is_empty() => Err(Error::new(span, "a parameter has a name that is not empty")),
            Some((name, span)) => match parameters.insert(name.clone(), ()) {
                None => Ok(()),
                Some(()) => Err(Error::new(span, format!("the parameter `{name}` has a value already: name another"))),
            },
        },
        Some((role, span)) => match roles.insert(role.name(), ()) {
            None => Ok(()),
            Some(()) => {
                let message = format!("another field is the `{}` already, and an error has one", role.name());
                Err(Error::new(*span, message))
            }
        },
    }))
    .map(|_| ())
}
