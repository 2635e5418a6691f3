//! [`Row`]: one code of the book, and [`Retired`], what was one.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, LitInt, LitStr, Token, braced};

use super::mistakes::Mistakes;
use super::reading::text;
use super::row_attributes::RowAttributes;

const SHAPE: &str = "a row reads `NAME = \"identifier\", status, \"message\";`";

/// What stands in a book after its head.
pub(super) enum Entry {
    Row(Box<Row>),
    Retired(Retired),
}

/// `retired "CART-1000"`
pub(super) struct Retired {
    pub(super) id: LitStr,
}

/// `EMPTY = "CART-1001", 409, "The cart is empty"`
pub(super) struct Row {
    /// The doc comment: what the code means.
    pub(super) meaning: Vec<Attribute>,
    pub(super) name: Ident,
    pub(super) id: LitStr,
    pub(super) status: u16,
    pub(super) message: LitStr,
    pub(super) attributes: RowAttributes,
}

impl Entry {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Entry> {
        let meaning = input.call(Attribute::parse_outer)?;
        for attribute in meaning.iter().filter(|attribute| !attribute.path().is_ident("doc")) {
            mistakes.add(
                attribute,
                "a row has no attribute but its doc comment: what else there is to say goes into braces after the message",
            );
        }
        if let (Some(last), true) = (meaning.last(), input.is_empty()) {
            return Err(syn::Error::new_spanned(
                last,
                "no row follows this: add one, or write it as a comment with `//`",
            ));
        }
        let name = part("a constant's name or `retired`", input.call(Ident::parse_any))?;
        if name == "retired" && !input.peek(Token![=]) {
            let id = text(input, "the identifier in quotes, as in `retired \"CART-1000\"`")?;
            return Ok(Entry::Retired(Retired { id }));
        }
        Row::parse(input, meaning, name, mistakes).map(|row| Entry::Row(Box::new(row)))
    }
}

impl Row {
    fn parse(
        input: ParseStream<'_>,
        meaning: Vec<Attribute>,
        name: Ident,
        mistakes: &mut Mistakes,
    ) -> syn::Result<Row> {
        part("`=`", input.parse::<Token![=]>())?;
        let id = part("the identifier in quotes", input.parse::<LitStr>())?;
        part("a comma", input.parse::<Token![,]>())?;
        let status = part("the status, a number such as 409,", input.parse::<LitInt>())?;
        part("a comma", input.parse::<Token![,]>())?;
        let message = part("the message in quotes", input.parse::<LitStr>())?;
        let attributes = if input.peek(syn::token::Brace) {
            let attributes;
            braced!(attributes in input);
            RowAttributes::parse(&attributes, mistakes)
        } else {
            RowAttributes::default()
        };
        let row = Row { meaning, status: check_status(&status, mistakes), name, id, message, attributes };
        row.check(mistakes);
        Ok(row)
    }

    /// What is wrong with the row, whatever else is in the book.
    fn check(&self, mistakes: &mut Mistakes) {
        if !self.has_meaning() {
            mistakes.add(
                &self.name,
                format_args!(
                    "`{}` has no meaning: say in a doc comment above it when an error has this code",
                    self.name
                ),
            );
        }
        if self.message.value().trim().is_empty() {
            mistakes.add(
                &self.message,
                "the message is empty: say in a few words what went wrong, for every client to read",
            );
        }
    }

    /// Whether the doc comment says anything before its heading `# What to do`.
    fn has_meaning(&self) -> bool {
        let texts: Vec<&Expr> = self.texts().collect();
        let first = texts.iter().find_map(|text| match literal(text) {
            Some(text) => text.value().lines().find(|line| !line.trim().is_empty()).map(str::to_owned),
            // Only the compiler knows what a macro such as `include_str!` says.
            None => Some("a text".to_owned()),
        });
        first.is_some_and(|line| line.trim().trim_start_matches('#').trim() != "What to do")
    }

    /// The texts of the doc comment, line by line.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Expr> {
        self.meaning.iter().filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => Some(&meta.value),
            _ => None,
        })
    }
}

/// The text, if it is one in quotes.
pub(super) fn literal(text: &Expr) -> Option<&LitStr> {
    match text {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}

fn check_status(status: &LitInt, mistakes: &mut Mistakes) -> u16 {
    match status.base10_parse() {
        Ok(number @ 100..=599) if status.suffix().is_empty() => number,
        _ => {
            mistakes.add(
                status,
                format_args!(
                    "{status} is no HTTP status: take one from 100 to 599, 4xx if the client can mend it, 5xx if not"
                ),
            );
            500
        }
    }
}

/// A part of a row, or what is missing and what a row looks like.
fn part<T>(what: &str, part: syn::Result<T>) -> syn::Result<T> {
    part.map_err(|error| syn::Error::new(error.span(), format_args!("{what} comes here: {SHAPE}")))
}
