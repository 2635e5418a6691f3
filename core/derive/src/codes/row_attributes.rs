//! [`RowAttributes`]: the optional attributes of a row, in braces after its message.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{LitInt, LitStr, Token};

use super::syntax::{braces, brackets, key, list, owner, text};
use super::words::or;
use crate::mistakes::Mistakes;

const ATTRIBUTES: [&str; 6] = ["parameters", "headers", "retry", "since", "owner", "deprecated"];

/// The members of every problem. A parameter must not have one of these names.
const MEMBERS: [&str; 7] = ["type", "title", "status", "detail", "instance", "code", "errors"];

const KINDS: [&str; 4] = ["string", "integer", "number", "boolean"];

const RETRY: &str =
    "expected `never`, `at_once`, or `after` and a whole number of `s`, `min` or `h`, as in `after 30s`";

/// `{ parameters: { part: integer }, retry: never }`
#[derive(Default)]
pub(super) struct RowAttributes {
    /// Each parameter with its kind, one of `string`, `integer`, `number`, `boolean`.
    pub(super) parameters: Vec<(Ident, Ident)>,
    pub(super) headers: Vec<LitStr>,
    pub(super) retry: Option<Retry>,
    pub(super) since: Option<LitStr>,
    pub(super) owner: Option<LitStr>,
    /// The row to use instead.
    pub(super) deprecated: Option<Ident>,
}

pub(super) enum Retry {
    Never,
    AtOnce,
    /// The delay as written, and in seconds.
    After(LitInt, u64),
}

impl RowAttributes {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> RowAttributes {
        let mut attributes = RowAttributes::default();
        let mut seen = Vec::new();
        list(input, mistakes, |input, mistakes| attributes.parse_attribute(input, &mut seen, mistakes));
        attributes
    }

    fn parse_attribute(
        &mut self,
        input: ParseStream<'_>,
        seen: &mut Vec<Ident>,
        mistakes: &mut Mistakes,
    ) -> syn::Result<()> {
        let attribute = key(input, "row attribute", &ATTRIBUTES, seen)?;
        match attribute.to_string().as_str() {
            "parameters" => {
                let parameters = braces(input, "parameters: { part: integer }")?;
                list(&parameters, mistakes, |input, mistakes| self.parse_parameter(input, mistakes));
            }
            "headers" => {
                let headers = brackets(input, "headers: [\"retry-after\"]")?;
                list(&headers, mistakes, |input, mistakes| self.parse_header(input, mistakes));
            }
            "retry" => self.retry = Some(parse_retry(input)?),
            "since" => {
                let since = text(input, "a version in quotes, such as \"1.2\"")?;
                if since.value().trim().is_empty() {
                    mistakes.add(&since, "`since` is empty: write the first version that has the code");
                }
                self.since = Some(since);
            }
            "owner" => self.owner = owner(input, mistakes)?,
            _ => {
                self.deprecated = Some(input.call(Ident::parse_any).map_err(|error| {
                    syn::Error::new(error.span(), "expected the row to use instead, as in `deprecated: EMPTY`")
                })?);
            }
        }
        Ok(())
    }

    fn parse_parameter(&mut self, input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<()> {
        const SHAPE: &str = "expected a parameter and its kind, as in `part: integer`";
        let parameter = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), SHAPE))?;
        if input.parse::<Token![:]>().is_err() {
            return Err(input.error(SHAPE));
        }
        let kind = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), SHAPE))?;
        let parameter_name = parameter.to_string();
        if MEMBERS.contains(&parameter_name.trim_start_matches("r#")) {
            mistakes.add(
                &parameter,
                format_args!(
                    "every problem has a member `{}`: choose another name for the parameter",
                    parameter.unraw()
                ),
            );
        } else if parameter_name.starts_with("r#") {
            mistakes.add(
                &parameter,
                format_args!("write `{}` without `r#`: the name is sent as it is written", parameter.unraw()),
            );
        } else if self.parameters.iter().any(|(other, _)| *other == parameter) {
            mistakes.add(&parameter, format_args!("duplicate parameter `{parameter}`: remove one of the two"));
        } else if !KINDS.contains(&kind.to_string().as_str()) {
            mistakes.add(&kind, format_args!("unknown parameter kind `{kind}`: use {}", or(&KINDS)));
        } else {
            self.parameters.push((parameter, kind));
        }
        Ok(())
    }

    fn parse_header(&mut self, input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<()> {
        let header = text(input, "the name of a header in quotes, such as \"retry-after\"")?;
        let value = header.value();
        if value.is_empty() || !value.bytes().all(is_lower_case_token) {
            mistakes.add(
                &header,
                format_args!(
                    "{value:?} is not a header name in lower case: use letters, digits and hyphens, as in `retry-after`"
                ),
            );
        } else if self.headers.iter().any(|other| other.value() == value) {
            mistakes.add(&header, format_args!("duplicate header `{value}`: remove one of the two"));
        } else {
            self.headers.push(header);
        }
        Ok(())
    }
}

fn parse_retry(input: ParseStream<'_>) -> syn::Result<Retry> {
    let word = input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), RETRY))?;
    match word.to_string().as_str() {
        "never" => Ok(Retry::Never),
        "at_once" => Ok(Retry::AtOnce),
        "after" => {
            let delay: LitInt = input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), RETRY))?;
            let unit = match delay.suffix() {
                "s" => 1_u64,
                "min" => 60,
                "h" => 3_600,
                _ => return Err(syn::Error::new(delay.span(), RETRY)),
            };
            match delay.base10_parse::<u64>().ok().and_then(|number| number.checked_mul(unit)) {
                Some(0) => Err(syn::Error::new(delay.span(), "the delay is 0: write `at_once` instead")),
                Some(seconds) => Ok(Retry::After(delay, seconds)),
                None => Err(syn::Error::new(delay.span(), "the delay is too long: use a shorter one")),
            }
        }
        _ => Err(syn::Error::new(word.span(), RETRY)),
    }
}

/// Returns true for the characters of RFC 9110, section 5.6.2, except upper-case letters: HTTP/2 does not allow them.
fn is_lower_case_token(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9') || b"!#$%&'*+-.^_`|~".contains(&byte)
}
