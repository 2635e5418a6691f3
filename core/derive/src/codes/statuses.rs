//! [`StatusMap`]: the codes of statuses that come without a code.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Expr, LitInt, Path, Token};

use super::syntax::{braces, code, colon, list};
use crate::mistakes::Mistakes;

/// The field `statuses` of a book.
#[derive(Default)]
pub(super) struct StatusMap {
    /// The statuses with their own code.
    pub(super) coded: Vec<(u16, Path)>,
    /// The code of all 4xx statuses that are not listed, after the word `4xx`.
    pub(super) client: Option<(LitInt, Path)>,
    /// The code of all 5xx statuses that are not listed, after the word `5xx`.
    pub(super) server: Option<(LitInt, Path)>,
    /// The messages of the statuses that pass through, after the word `pass_through`.
    pub(super) pass_through: Option<(Ident, Option<Expr>)>,
}

impl StatusMap {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<StatusMap> {
        let entries = braces(input, "statuses: { 404: NO_SUCH_PAGE }")?;
        let mut statuses = StatusMap::default();
        list(&entries, mistakes, |input, mistakes| statuses.parse_entry(input, mistakes));
        statuses.check_unlisted(mistakes);
        Ok(statuses)
    }

    fn parse_entry(&mut self, input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<()> {
        if input.fork().parse::<Ident>().is_ok_and(|word| word == "pass_through") {
            let word = input.parse::<Ident>()?;
            let messages = if input.is_empty() || input.peek(Token![,]) {
                None
            } else {
                colon(input)?;
                Some(input.parse()?)
            };
            if self.pass_through.is_some() {
                mistakes.add(&word, "duplicate `pass_through`: remove one of the two");
            }
            self.pass_through = Some((word, messages));
            return Ok(());
        }
        let status = input.parse::<LitInt>().map_err(|error| {
            syn::Error::new(
                error.span(),
                "expected a status and its row, as in `404: NO_SUCH_PAGE`, or `4xx`, `5xx` or `pass_through` for all others",
            )
        })?;
        colon(input)?;
        let code = code(input)?;
        let rest = match status.to_string().as_str() {
            "4xx" => &mut self.client,
            "5xx" => &mut self.server,
            _ => {
                match status.base10_parse::<u16>() {
                    Ok(number @ 400..=599) if self.coded.iter().any(|(coded, _)| *coded == number) => {
                        mistakes.add(&status, format_args!("duplicate status {number}: remove one of the two"));
                    }
                    Ok(number @ 400..=599) => self.coded.push((number, code)),
                    _ => mistakes.add(
                        &status,
                        format_args!(
                            "{status} is not the status of an error: use 400 to 599, or `4xx` and `5xx` for all others"
                        ),
                    ),
                }
                return Ok(());
            }
        };
        match rest {
            Some(_) => mistakes.add(&status, format_args!("duplicate `{status}`: remove one of the two")),
            None => *rest = Some((status, code)),
        }
        Ok(())
    }

    /// Checks the treatment of all other statuses: a code per class, `pass_through`, or the codes of the `http` book.
    fn check_unlisted(&mut self, mistakes: &mut Mistakes) {
        for (one, other) in [(&self.client, "5xx"), (&self.server, "4xx")] {
            if let (Some((word, _)), true) = (one, self.client.is_none() || self.server.is_none()) {
                mistakes.add(word, format_args!("`{word}` needs `{other}`: add `{other}`, or remove `{word}`"));
            }
        }
        if let (Some((word, _)), true) = (&self.pass_through, self.client.is_some() || self.server.is_some()) {
            mistakes.add(word, "`pass_through` cannot be combined with `4xx` and `5xx`: remove one or the other");
        }
    }
}
