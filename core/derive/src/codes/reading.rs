//! The parts of which a book is read, and how to read on past a mistake, so that one does not hide the next.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{LitStr, Path, Token, braced, bracketed};

use super::mistakes::Mistakes;
use super::words::{and, or};

/// Reads entries that are separated by commas, up to the end; past a mistake it goes on after the next comma.
pub(super) fn list(
    input: ParseStream<'_>,
    mistakes: &mut Mistakes,
    mut entry: impl FnMut(ParseStream<'_>, &mut Mistakes) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let read = entry(input, mistakes).and_then(|()| match input.is_empty() {
            true => Ok(()),
            false => match input.parse::<Token![,]>() {
                Ok(_) => Ok(()),
                Err(_) => Err(input.error("a comma is missing before this")),
            },
        });
        if let Err(error) = read {
            mistakes.push(error);
            skip(input, |input| input.peek(Token![,]));
            // There is none at the end.
            let _ = input.parse::<Option<Token![,]>>();
        }
    }
}

/// What stands in braces; without them the example shows how it is written.
pub(super) fn braces<'a>(input: ParseStream<'a>, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(syn::token::Brace) {
        return Err(input.error(format_args!("braces come here, as in `{example}`")));
    }
    let content;
    braced!(content in input);
    Ok(content)
}

/// What stands in brackets, likewise.
pub(super) fn brackets<'a>(input: ParseStream<'a>, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(syn::token::Bracket) {
        return Err(input.error(format_args!("brackets come here, as in `{example}`")));
    }
    let content;
    bracketed!(content in input);
    Ok(content)
}

/// One of the known names, which has not been seen before, and its colon.
pub(super) fn name(input: ParseStream<'_>, what: &str, known: &[&str], seen: &mut Vec<Ident>) -> syn::Result<Ident> {
    let name = input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), format!("the name of a {what} comes first: {}", or(known))))?;
    if !known.contains(&name.to_string().as_str()) {
        return Err(syn::Error::new(name.span(), format!("`{name}` is no {what}: there are {}", and(known))));
    }
    if seen.contains(&name) {
        return Err(syn::Error::new(name.span(), format!("`{name}` is there already: remove one of the two")));
    }
    seen.push(name.clone());
    colon(input)?;
    Ok(name)
}

pub(super) fn colon(input: ParseStream<'_>) -> syn::Result<()> {
    match input.parse::<Token![:]>() {
        Ok(_) => Ok(()),
        Err(_) => Err(input.error("a colon and the value come here")),
    }
}

/// A text in quotes.
pub(super) fn text(input: ParseStream<'_>, what: &str) -> syn::Result<LitStr> {
    input.parse().map_err(|error| syn::Error::new(error.span(), format!("here comes {what}")))
}

/// A code; whether it is one of the book is seen when all rows are known.
pub(super) fn code(input: ParseStream<'_>) -> syn::Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(
            error.span(),
            "the name of a row of this book comes here, as in `route_not_found: NO_SUCH_PAGE`",
        )
    })
}

/// Skips the rest of a row that cannot be read: past its semicolon, or up to the doc comment of the next one.
pub(super) fn skip_row(input: ParseStream<'_>) {
    skip(input, |input| input.peek(Token![;]) || input.peek(Token![#]));
    let _ = input.parse::<Option<Token![;]>>();
}

fn skip(input: ParseStream<'_>, is_end: impl Fn(ParseStream<'_>) -> bool) {
    while !input.is_empty() && !is_end(input) {
        // Any token is a token tree: there is none that could not be skipped.
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
