//! [`BookHead`]: the name of a book, and the settings that all of its codes share.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, LitInt, LitStr, Path, Token};

use super::statuses::StatusMap;
use super::syntax::{braces, code, key, list, owner, text};
use crate::mistakes::Mistakes;

/// The error kinds, which are the fields of `ErrorKinds` in the core.
pub(super) const ERROR_KINDS: [&str; 13] = [
    "route_not_found",
    "method_not_allowed",
    "unsupported_media_type",
    "unreadable_body",
    "invalid_body",
    "body_too_large",
    "invalid_parameter",
    "object_not_found",
    "not_unique",
    "referenced",
    "rule_broken",
    "unavailable",
    "internal",
];

const FIELDS: [&str; 8] =
    ["envelope", "type_base", "pattern", "range", "owner", "suppression", "error_kinds", "statuses"];

const SHAPE: &str = "expected a book: `book \"name\" { envelope: ... }`, followed by its rows";

/// `book "cart" { envelope: envelope::PROBLEM }`
pub(super) struct BookHead {
    pub(super) attributes: Vec<Attribute>,
    pub(super) name: LitStr,
    pub(super) envelope: Option<Expr>,
    pub(super) type_base: Option<LitStr>,
    pub(super) pattern: Option<LitStr>,
    pub(super) range: Option<Range>,
    pub(super) owner: Option<LitStr>,
    pub(super) suppression: Option<LitStr>,
    pub(super) error_kinds: Vec<(Ident, Path)>,
    pub(super) statuses: Option<StatusMap>,
}

/// The numbers that are allowed as identifiers.
pub(super) enum Range {
    /// `2000..=2999`
    Numbers(u64, u64),
    /// The path of a constant. Only the compiler knows its value.
    Constant(Path),
}

impl BookHead {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<BookHead> {
        let attributes = input.call(Attribute::parse_outer)?;
        if !input.fork().call(Ident::parse_any).is_ok_and(|word| word == "book") {
            return Err(input.error(SHAPE));
        }
        input.call(Ident::parse_any)?;
        let name: LitStr = input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), SHAPE))?;
        if name.value().trim().is_empty() {
            mistakes.add(&name, "the book has no name: write one, which the log and the lock then use");
        }
        let mut head = BookHead {
            attributes,
            name,
            envelope: None,
            type_base: None,
            pattern: None,
            range: None,
            owner: None,
            suppression: None,
            error_kinds: Vec::new(),
            statuses: None,
        };
        let fields = braces(input, "book \"name\" { envelope: errorbook::envelope::PROBLEM }")?;
        let mut seen = Vec::new();
        list(&fields, mistakes, |input, mistakes| head.parse_field(input, &mut seen, mistakes));
        if !seen.iter().any(|field| field == "envelope") {
            mistakes.add(
                &head.name,
                "the book has no `envelope`, the JSON shape of its errors: add `envelope: errorbook::envelope::PROBLEM`, or a \
                 static of your own type that implements `Envelope`",
            );
        }
        Ok(head)
    }

    fn parse_field(
        &mut self,
        input: ParseStream<'_>,
        seen: &mut Vec<Ident>,
        mistakes: &mut Mistakes,
    ) -> syn::Result<()> {
        let field = key(input, "book field", &FIELDS, seen)?;
        match field.to_string().as_str() {
            "envelope" => self.envelope = Some(input.parse()?),
            "type_base" => {
                let base = text(input, "the URI before the code in a problem's `type`, in quotes")?;
                if base.value().trim().is_empty() {
                    mistakes.add(&base, "`type_base` is empty: write a URI, or remove it to use `about:blank`");
                }
                self.type_base = Some(base);
            }
            "pattern" => {
                let pattern = text(input, "a pattern in quotes, such as \"CART-####\"")?;
                if pattern.value().is_empty() {
                    mistakes.add(&pattern, "`pattern` is empty: write a pattern such as \"CART-####\", or remove it");
                } else {
                    self.pattern = Some(pattern);
                }
            }
            "range" => self.range = parse_range(input, mistakes)?,
            "owner" => self.owner = owner(input, mistakes)?,
            "suppression" => self.parse_suppression(input, mistakes)?,
            "error_kinds" => self.parse_error_kinds(input, mistakes)?,
            _ => self.statuses = Some(StatusMap::parse(input, mistakes)?),
        }
        Ok(())
    }

    fn parse_suppression(&mut self, input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<()> {
        let parameter = text(input, "the name of a query parameter in quotes, such as \"suppress_response_code\"")?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if parameter.value().is_empty() || !parameter.value().bytes().all(is_plain) {
            mistakes.add(
                &parameter,
                "the name of a parameter is made of letters, digits, `-`, `.`, `_` and `~`: write one, such as \
                 \"suppress_response_code\", or remove `suppression`",
            );
        } else {
            self.suppression = Some(parameter);
        }
        Ok(())
    }

    fn parse_error_kinds(&mut self, input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<()> {
        let error_kinds = braces(input, "error_kinds: { route_not_found: NO_SUCH_PAGE }")?;
        let mut seen = Vec::new();
        list(&error_kinds, mistakes, |input, _| {
            let kind = key(input, "error kind", &ERROR_KINDS, &mut seen)?;
            self.error_kinds.push((kind, code(input)?));
            Ok(())
        });
        Ok(())
    }
}

fn parse_range(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Option<Range>> {
    if !input.peek(LitInt) {
        let path = input.parse().map_err(|error: syn::Error| {
            syn::Error::new(
                error.span(),
                "expected a range of numbers, as in `2000..=2999`, or a constant such as `ayanova::RANGE`",
            )
        })?;
        return Ok(Some(Range::Constant(path)));
    }
    let start: LitInt = input.parse()?;
    if !input.peek(Token![..=]) {
        return Err(input.error("a range includes its last number: write it as `2000..=2999`"));
    }
    input.parse::<Token![..=]>()?;
    let end: LitInt = input.parse()?;
    let (first, last) = (start.base10_parse()?, end.base10_parse()?);
    if last < first {
        mistakes.add(end, "the range is empty: write the smaller number first");
        return Ok(None);
    }
    Ok(Some(Range::Numbers(first, last)))
}
