//! The attributes `#[code(...)]`.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Attribute, Error, LitStr, Meta, Path, Result, Token};

/// What a variant, or a struct, says of itself.
pub(super) enum Says {
    Code {
        path: Path,
        disclosure: Disclosure,
    },
    /// The one field is an error of a book, and is what the variant becomes.
    Transparent(Span),
}

/// Whether `Display` is for the client.
#[derive(Clone, Copy)]
pub(super) enum Disclosure {
    /// As the status of the code has it.
    ByStatus,
    Public(Span),
    Private(Span),
}

/// What a field is to the client.
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
    /// The word for it.
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

/// The attribute of the variant, or struct, of this name.
pub(super) fn says(attributes: &[Attribute], ident: &Ident) -> Result<Says> {
    const A_PATH: &str = "name the code by its path, as in `#[code(primaerp::OBJECT_NOT_FOUND)]`";

    let Some(attribute) = the_one(attributes, "a variant or struct has one `#[code(...)]`: remove this one")? else {
        return Err(Error::new(
            ident.span(),
            format!(
                "`{ident}` says no code: write `#[code(path::TO_CODE)]` above it, \
                 or `#[code(transparent)]` if its one field says it"
            ),
        ));
    };
    parse(attribute, A_PATH, |input| {
        let path = path(input, A_PATH)?;
        let word = path.get_ident().map(Ident::to_string);
        match word.as_deref() {
            Some("public" | "private") => {
                Err(Error::new(path.span(), "the code comes first, as in `#[code(primaerp::UNHANDLED_ERROR, public)]`"))
            }
            Some("transparent") if input.is_empty() => Ok(Says::Transparent(path.span())),
            Some("transparent") => Err(Error::new(
                path.span(),
                "`transparent` stands alone: the field says its code, and what of it is public",
            )),
            _ => Ok(Says::Code { disclosure: disclosure(input)?, path }),
        }
    })
}

/// What follows the code: `, public`, `, private` or nothing.
fn disclosure(input: ParseStream<'_>) -> Result<Disclosure> {
    let mut disclosure = Disclosure::ByStatus;
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let word = input.call(Ident::parse_any)?;
        disclosure = match (word.to_string().as_str(), disclosure) {
            ("public", Disclosure::ByStatus) => Disclosure::Public(word.span()),
            ("private", Disclosure::ByStatus) => Disclosure::Private(word.span()),
            ("public" | "private", _) => {
                return Err(Error::new(
                    word.span(),
                    "say `public` or `private` once, or neither: then the status decides",
                ));
            }
            (other, _) => {
                return Err(Error::new(
                    word.span(),
                    format!("unknown word `{other}`: after the code stands `public` or `private`, or nothing"),
                ));
            }
        };
    }
    Ok(disclosure)
}

/// The attribute of a field, if it has one.
pub(super) fn role(attributes: &[Attribute]) -> Result<Option<(Role, Span)>> {
    const A_WORD: &str = "a field is `violation`, `violations`, `target`, `parameter`, `retry_after`, `location` or \
                          `instance`, as in `#[code(target)]`";

    let Some(attribute) = the_one(attributes, "a field is one thing to the client: remove this `#[code(...)]`")? else {
        return Ok(None);
    };
    let role = parse(attribute, A_WORD, |input| {
        let path = path(input, A_WORD)?;
        let value = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse::<LitStr>().map_err(|error| {
                Error::new(error.span(), "the name of a parameter is a text, as in `parameter = \"available\"`")
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
                return Err(Error::new(path.span(), "a field has no code: write it above the variant or the struct"));
            }
        };
        match value {
            Some(value) if !matches!(role, Role::Parameter(_)) => {
                let message = format!("only a parameter is given a name: write `#[code({})]`", role.name());
                Err(Error::new(value.span(), message))
            }
            _ if !input.is_empty() => {
                Err(Error::new(input.span(), "a field is one thing to the client: remove what follows"))
            }
            _ => Ok((role, path.span())),
        }
    });
    role.map(Some)
}

/// Refuses the attribute where it means nothing.
pub(super) fn none(attributes: &[Attribute], message: &str) -> Result<()> {
    attributes.iter().find(|attribute| is_code(attribute)).map_or(Ok(()), |found| Err(error_at(found, message)))
}

fn the_one<'a>(attributes: &'a [Attribute], message: &str) -> Result<Option<&'a Attribute>> {
    let mut codes = attributes.iter().filter(|attribute| is_code(attribute));
    let first = codes.next();
    codes.next().map_or(Ok(first), |second| Err(error_at(second, message)))
}

fn is_code(attribute: &Attribute) -> bool {
    attribute.path().is_ident("code")
}

/// Parses what stands in the parentheses; `advice` is the error if nothing does.
fn parse<T>(attribute: &Attribute, advice: &str, parser: impl FnOnce(ParseStream<'_>) -> Result<T>) -> Result<T> {
    match &attribute.meta {
        Meta::List(list) if !list.tokens.is_empty() => list.parse_args_with(parser),
        _ => Err(error_at(attribute, advice)),
    }
}

/// A path; `advice` is the error if something else stands there.
fn path(input: ParseStream<'_>, advice: &str) -> Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| Error::new(error.span(), advice))
}

fn error_at(attribute: &Attribute, message: &str) -> Error {
    Error::new(attribute.meta.span(), message)
}
