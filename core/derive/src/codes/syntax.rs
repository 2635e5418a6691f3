//! The small parts of a book's syntax. Reading continues after a mistake, so that all mistakes are found.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{LitStr, Path, Token, braced, bracketed};

use super::words::or;
use crate::mistakes::Mistakes;

/// Reads entries that are separated by commas, up to the end. After a mistake it continues behind the next comma.
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
                Err(_) => Err(input.error("expected `,` before this")),
            },
        });
        if let Err(error) = read {
            mistakes.push(error);
            skip(input, |input| input.peek(Token![,]));
            // The last entry needs no comma.
            let _ = input.parse::<Option<Token![,]>>();
        }
    }
}

/// Returns the content of braces. The error about missing braces shows an example.
pub(super) fn braces<'a>(input: ParseStream<'a>, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(syn::token::Brace) {
        return Err(input.error(format_args!("expected braces, as in `{example}`")));
    }
    let content;
    braced!(content in input);
    Ok(content)
}

/// Returns the content of brackets. The error about missing brackets shows an example.
pub(super) fn brackets<'a>(input: ParseStream<'a>, example: &str) -> syn::Result<ParseBuffer<'a>> {
    if !input.peek(syn::token::Bracket) {
        return Err(input.error(format_args!("expected brackets, as in `{example}`")));
    }
    let content;
    bracketed!(content in input);
    Ok(content)
}

/// Reads one of the known names, which must not be in `seen`, and its colon.
pub(super) fn key(input: ParseStream<'_>, what: &str, known: &[&str], seen: &mut Vec<Ident>) -> syn::Result<Ident> {
    let name = input
        .call(Ident::parse_any)
        .map_err(|error| syn::Error::new(error.span(), format!("expected a {what}: {}", or(known))))?;
    if !known.contains(&name.to_string().as_str()) {
        return Err(syn::Error::new(name.span(), format!("unknown {what} `{name}`: use {}", or(known))));
    }
    if seen.contains(&name) {
        return Err(syn::Error::new(name.span(), format!("duplicate `{name}`: remove one of the two")));
    }
    seen.push(name.clone());
    colon(input)?;
    Ok(name)
}

pub(super) fn colon(input: ParseStream<'_>) -> syn::Result<()> {
    match input.parse::<Token![:]>() {
        Ok(_) => Ok(()),
        Err(_) => Err(input.error("expected `:` and a value")),
    }
}

/// Reads a text in quotes.
pub(super) fn text(input: ParseStream<'_>, what: &str) -> syn::Result<LitStr> {
    input.parse().map_err(|error| syn::Error::new(error.span(), format!("expected {what}")))
}

/// Reads the team to ask, in quotes. Returns `None` after a mistake.
pub(super) fn owner(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<Option<LitStr>> {
    let owner = text(input, "the team to ask in quotes, such as \"team-cart\"")?;
    if owner.value().trim().is_empty() {
        mistakes.add(&owner, "`owner` is empty: name the team to ask, or remove it");
        return Ok(None);
    }
    Ok(Some(owner))
}

/// Reads the path of a code. The check follows when all rows are known.
pub(super) fn code(input: ParseStream<'_>) -> syn::Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), "expected the name of a row of this book, as in `route_not_found: NO_SUCH_PAGE`")
    })
}

/// Skips the rest of a row that cannot be read: past its semicolon, or up to the doc comment of the next row.
pub(super) fn skip_row(input: ParseStream<'_>) {
    skip(input, |input| input.peek(Token![;]) || input.peek(Token![#]));
    let _ = input.parse::<Option<Token![;]>>();
}

fn skip(input: ParseStream<'_>, is_end: impl Fn(ParseStream<'_>) -> bool) {
    while !input.is_empty() && !is_end(input) {
        // Every token is a token tree, so this cannot fail before the end.
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
