//! The attributes `#[code(...)]`.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, LitStr, Meta, Path, Result, Token};

use super::description::Description;

/// The attribute of a variant or a struct.
pub(super) enum VariantCode {
    Code {
        path: Path,
        disclosure: Disclosure,
        description: Option<Description>,
    },
    /// The error of the only field.
    Transparent(Span),
}

/// The field that a violation names if a constraint of a database is broken.
pub(super) struct ConstraintField {
    pub(super) constraint: LitStr,
    pub(super) field: LitStr,
    /// The location of the word `constraint`.
    pub(super) span: Span,
}

/// The treatment of the value: public or private.
#[derive(Clone, Copy)]
pub(super) enum Disclosure {
    /// Public below status 500, private from 500 on.
    ByStatus,
    Public(Span),
    Private(Span),
}

/// The part of the error that a field provides.
pub(super) enum Role {
    Violation,
    Violations,
    Target,
    RetryAfter,
    Location,
    Instance,
    Parameter(Option<LitStr>),
}

impl Role {
    /// Returns the word for the role.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Role::Violation => "violation",
            Role::Violations => "violations",
            Role::Target => "target",
            Role::RetryAfter => "retry_after",
            Role::Location => "location",
            Role::Instance => "instance",
            Role::Parameter(_) => "parameter",
        }
    }
}

/// Reads the attribute of a variant or a struct.
pub(super) fn read_variant(attributes: &[Attribute], ident: &Ident) -> Result<VariantCode> {
    const A_PATH: &str = "expected the path of a code, as in `#[code(primaerp::OBJECT_NOT_FOUND)]`";

    let Some(attribute) = single(attributes, "a variant or struct has only one `#[code(...)]`: remove this one")?
    else {
        return Err(Error::new(
            ident.span(),
            format!(
                "`{ident}` has no code: write `#[code(path::TO_CODE)]` above it, \
                 or `#[code(transparent)]` if its only field has one"
            ),
        ));
    };
    parse(attribute, A_PATH, |input| {
        let path = path(input, A_PATH)?;
        let word = path.get_ident().map(Ident::to_string);
        match word.as_deref() {
            Some("public" | "private") => {
                Err(Error::new(path.span(), "the code comes first: write `#[code(path::TO_CODE, ...)]`"))
            }
            Some("transparent") if input.is_empty() => Ok(VariantCode::Transparent(path.span())),
            Some("transparent") => Err(Error::new(
                path.span(),
                "`transparent` takes no other words, because the field has them: remove what follows it",
            )),
            _ => {
                let (disclosure, description) = disclosure(input)?;
                Ok(VariantCode::Code { path, disclosure, description })
            }
        }
    })
}

/// Reads the rest after the code: `public` or `private`, and `description = "..."`, each after a comma.
fn disclosure(input: ParseStream<'_>) -> Result<(Disclosure, Option<Description>)> {
    let (mut disclosure, mut description) = (Disclosure::ByStatus, None);
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let word = input.call(Ident::parse_any)?;
        if word == "description" {
            if description.replace(Description::parse(input)?).is_some() {
                return Err(Error::new(word.span(), "`description` can be used only once: remove this one"));
            }
            continue;
        }
        disclosure = match (word.to_string().as_str(), disclosure) {
            ("public", Disclosure::ByStatus) => Disclosure::Public(word.span()),
            ("private", Disclosure::ByStatus) => Disclosure::Private(word.span()),
            ("public" | "private", _) => {
                return Err(Error::new(word.span(), "`public` or `private` can be used only once: remove this one"));
            }
            ("response", _) => {
                return Err(Error::new(
                    word.span(),
                    "`response` is an attribute of its own: write `#[code(response(...))]` above this one",
                ));
            }
            (other, _) => {
                return Err(Error::new(
                    word.span(),
                    format!(
                        "unknown word `{other}`: use `public`, `private` or `description = \"...\"` after the code, or \
                         nothing"
                    ),
                ));
            }
        };
    }
    Ok((disclosure, description))
}

/// Reads `#[code(constraint = "...", field = "...")]`.
pub(super) fn read_constraint(attribute: &Attribute) -> Result<ConstraintField> {
    attribute.parse_args_with(|input: ParseStream<'_>| {
        let (mut constraint, mut field) = (None, None);
        let span = input.span();
        while !input.is_empty() {
            let word = input.call(Ident::parse_any)?;
            let value = match word.to_string().as_str() {
                "constraint" => &mut constraint,
                "field" => &mut field,
                other => {
                    let text = format!("unknown word `{other}`: write `constraint = \"...\", field = \"...\"`");
                    return Err(Error::new(word.span(), text));
                }
            };
            let text = input.parse::<Token![=]>().and_then(|_| input.parse::<LitStr>());
            let text = text.map_err(|error| {
                Error::new(error.span(), format!("expected a name in quotes, as in `{word} = \"...\"`"))
            })?;
            if value.replace(text).is_some() {
                let text =
                    format!("`{word}` can be used only once: write another `#[code(...)]` for another constraint");
                return Err(Error::new(word.span(), text));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        match (constraint, field) {
            (Some(constraint), _) if constraint.value().is_empty() => {
                Err(Error::new(constraint.span(), "the name of the constraint is empty: write the one in the database"))
            }
            (Some(constraint), Some(field)) => Ok(ConstraintField { constraint, field, span }),
            (None, _) => Err(Error::new(span, "a field needs its constraint: write `constraint = \"...\"` before it")),
            (_, None) => Err(Error::new(span, "a constraint needs a field: write `field = \"...\"` after it")),
        }
    })
}

/// Reads the attribute of a field, if it has one.
pub(super) fn read_field(attributes: &[Attribute]) -> Result<Option<(Role, Span)>> {
    const A_WORD: &str = "use `violation`, `violations`, `target`, `parameter`, `retry_after`, `location` or `instance`, \
                          as in `#[code(target)]`";

    let Some(attribute) = single(attributes, "a field has only one `#[code(...)]`: remove this one")? else {
        return Ok(None);
    };
    let role = parse(attribute, A_WORD, |input| {
        let path = path(input, A_WORD)?;
        let value = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse::<LitStr>().map_err(|error| {
                Error::new(
                    error.span(),
                    "expected the name of a parameter in quotes, as in `parameter = \"available\"`",
                )
            })?),
            None => None,
        };
        let word = path.get_ident().map(Ident::to_string);
        let role = match word.as_deref() {
            Some("violation") => Role::Violation,
            Some("violations") => Role::Violations,
            Some("target") => Role::Target,
            Some("retry_after") => Role::RetryAfter,
            Some("location") => Role::Location,
            Some("instance") => Role::Instance,
            Some("parameter") => Role::Parameter(value.clone()),
            Some(other) => {
                return Err(Error::new(path.span(), format!("unknown word `{other}`: {A_WORD}")));
            }
            None => {
                return Err(Error::new(
                    path.span(),
                    "a field cannot have a code: write it above the variant or the struct",
                ));
            }
        };
        match value {
            Some(value) if !matches!(role, Role::Parameter(_)) => {
                let message = format!("only `parameter` takes a name: write `#[code({})]`", role.name());
                Err(Error::new(value.span(), message))
            }
            _ if !input.is_empty() => Err(Error::new(input.span(), "a field has only one role: remove what follows")),
            _ => Ok((role, path.span())),
        }
    });
    role.map(Some)
}

/// Refuses the attribute where it is not allowed.
pub(super) fn refuse(attributes: &[Attribute], message: &str) -> Result<()> {
    let is_refused = |attribute: &&Attribute| is_code(attribute) || is_constraint(attribute);
    attributes.iter().find(is_refused).map_or(Ok(()), |found| Err(error_at(found, message)))
}

/// Returns the attribute. A second attribute is an error with this message.
fn single<'a>(attributes: &'a [Attribute], message: &str) -> Result<Option<&'a Attribute>> {
    let mut codes = attributes.iter().filter(|attribute| is_code(attribute));
    let first = codes.next();
    codes.next().map_or(Ok(first), |second| Err(error_at(second, message)))
}

fn is_code(attribute: &Attribute) -> bool {
    attribute.path().is_ident("code") && !is_response(attribute) && !is_constraint(attribute)
}

/// Returns true for `#[code(constraint = "...", field = "...")]`, which stands beside `#[code(transparent)]`.
pub(super) fn is_constraint(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let mut tokens = list.tokens.clone().into_iter();
    list.path.is_ident("code")
        && matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == "constraint" || word == "field")
        // `constraint::TAKEN` is the path of a code.
        && !matches!(tokens.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == ':')
}

/// Returns true for `#[code(response(...))]`, which belongs above the type.
pub(super) fn is_response(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let mut tokens = list.tokens.clone().into_iter();
    list.path.is_ident("code")
        && matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == "response")
        && matches!(tokens.next(), Some(TokenTree::Group(_)))
}

/// Parses the content of the parentheses. Without parentheses the error is the advice.
fn parse<T>(attribute: &Attribute, advice: &str, parser: impl FnOnce(ParseStream<'_>) -> Result<T>) -> Result<T> {
    match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => list.parse_args_with(parser),
        _ => Err(error_at(attribute, advice)),
    }
}

/// Parses a path. Without a path the error is the advice.
fn path(input: ParseStream<'_>, advice: &str) -> Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| Error::new(error.span(), advice))
}

fn error_at(attribute: &Attribute, message: &str) -> Error {
    Error::new(attribute.meta.span(), message)
}
