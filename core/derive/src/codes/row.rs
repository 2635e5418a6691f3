//! [`Row`]: one code of the book, and [`Retired`]: an identifier that used to be a code.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Attribute, Expr, LitInt, LitStr, Token, braced};

use super::row_attributes::RowAttributes;
use super::syntax::text;
use crate::mistakes::Mistakes;

const SHAPE: &str = "a row is written `NAME = \"identifier\", status, \"message\";`";

/// An entry of a book after its head.
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
    /// The doc comment, which is the meaning of the code.
    pub(super) meaning: Vec<Attribute>,
    pub(super) name: Ident,
    /// The place of the row's `=`, which the tokens that the macro adds get. In an editor nobody looks up a `=`.
    pub(super) place: Span,
    pub(super) id: LitStr,
    pub(super) status: u16,
    pub(super) message: LitStr,
    pub(super) attributes: RowAttributes,
}

impl Entry {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Entry> {
        let meaning = input.call(Attribute::parse_outer)?;
        for attribute in meaning.iter().filter(|attribute| !attribute.path().is_ident("doc")) {
            mistakes
                .add(attribute, "a row can only have a doc comment: write other details in braces after the message");
        }
        if let (Some(last), true) = (meaning.last(), input.is_empty()) {
            return Err(syn::Error::new_spanned(
                last,
                "no row follows this doc comment: add one, or make it a comment with `//`",
            ));
        }
        let name = part("the name of a constant or `retired`", input.call(Ident::parse_any))?;
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
        let place = part("`=`", input.parse::<Token![=]>())?.span();
        let id = part("the identifier in quotes", input.parse::<LitStr>())?;
        part("`,`", input.parse::<Token![,]>())?;
        let status = part("the status, such as 409", input.parse::<LitInt>())?;
        part("`,`", input.parse::<Token![,]>())?;
        let message = part("the message in quotes", input.parse::<LitStr>())?;
        let attributes = if input.peek(syn::token::Brace) {
            let attributes;
            braced!(attributes in input);
            RowAttributes::parse(&attributes, mistakes)
        } else {
            RowAttributes::default()
        };
        let row = Row { meaning, name, place, id, status: check_status(&status, mistakes), message, attributes };
        row.check(mistakes);
        Ok(row)
    }

    /// Checks the row by itself, without the rest of the book.
    fn check(&self, mistakes: &mut Mistakes) {
        if !self.has_meaning() {
            mistakes.add(
                &self.name,
                format_args!("`{}` has no meaning: add a doc comment that says when an error has this code", self.name),
            );
        }
        if self.message.value().trim().is_empty() {
            mistakes.add(&self.message, "the message is empty: write a few words for the client about what went wrong");
        }
    }

    /// Returns true if the doc comment has a text before its heading `# What to do`.
    fn has_meaning(&self) -> bool {
        let texts: Vec<&Expr> = self.texts().collect();
        let first = texts.iter().find_map(|text| match literal(text) {
            Some(text) => text.value().lines().find(|line| !line.trim().is_empty()).map(str::to_owned),
            // Only the compiler knows the text of a macro such as `include_str!`.
            None => Some("a text".to_owned()),
        });
        first.is_some_and(|line| line.trim().trim_start_matches('#').trim() != "What to do")
    }

    /// Returns the texts of the doc comment, line by line.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Expr> {
        self.meaning.iter().filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(meta) if meta.path.is_ident("doc") => Some(&meta.value),
            _ => None,
        })
    }
}

/// Returns the text if it is in quotes.
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
                    "{status} is not an HTTP status: use one from 100 to 599, 4xx if the client can fix the request, 5xx if not"
                ),
            );
            500
        }
    }
}

/// Returns a part of a row. The error names the missing part and shows the form of a row.
fn part<T>(what: &str, part: syn::Result<T>) -> syn::Result<T> {
    part.map_err(|error| syn::Error::new(error.span(), format_args!("expected {what}: {SHAPE}")))
}
