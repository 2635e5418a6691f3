//! [`BareStatuses`]: what a book makes of statuses that come without a code.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Expr, LitInt, Path};

use super::mistakes::Mistakes;
use super::reading::{braces, code, colon, list};

/// What becomes of a status that comes without a code.
#[derive(Default)]
pub(super) struct BareStatuses {
    pub(super) coded: Vec<(u16, Path)>,
    /// The code of every other 4xx, after the word `4xx`.
    pub(super) client: Option<(LitInt, Path)>,
    /// The code of every other 5xx, after the word `5xx`.
    pub(super) server: Option<(LitInt, Path)>,
    /// The messages of the statuses that are kept.
    pub(super) kept: Option<Expr>,
}

impl BareStatuses {
    pub(super) fn parse(input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<BareStatuses> {
        let entries = braces(input, "bare_statuses: { 404: NO_SUCH_PAGE }")?;
        let mut bare_statuses = BareStatuses::default();
        list(&entries, mistakes, |input, mistakes| bare_statuses.parse_entry(input, mistakes));
        bare_statuses.check_rest(mistakes);
        Ok(bare_statuses)
    }

    fn parse_entry(&mut self, input: ParseStream<'_>, mistakes: &mut Mistakes) -> syn::Result<()> {
        if input.fork().parse::<Ident>().is_ok_and(|word| word == "kept") {
            let word = input.parse::<Ident>()?;
            colon(input)?;
            if self.kept.replace(input.parse()?).is_some() {
                mistakes.add(word, "`kept` is there already: remove one of the two");
            }
            return Ok(());
        }
        let status = input.parse::<LitInt>().map_err(|error| {
            syn::Error::new(
                error.span(),
                "a status and its row come here, as in `404: NO_SUCH_PAGE`, or `4xx`, `5xx` or `kept` for all others",
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
                        mistakes.add(&status, format_args!("{number} has a code already: remove one of the two"));
                    }
                    Ok(number @ 400..=599) => self.coded.push((number, code)),
                    _ => mistakes.add(
                        &status,
                        "a bare status is an error: a number from 400 to 599, or `4xx` and `5xx` for all others",
                    ),
                }
                return Ok(());
            }
        };
        match rest {
            Some(_) => mistakes.add(&status, format_args!("`{status}` has a code already: remove one of the two")),
            None => *rest = Some((status, code)),
        }
        Ok(())
    }

    /// All other statuses have a code per class, or are kept, or are the `http` book's: there is no mixing them.
    fn check_rest(&mut self, mistakes: &mut Mistakes) {
        for (one, other) in [(&self.client, "5xx"), (&self.server, "4xx")] {
            if let (Some((word, _)), true) = (one, self.client.is_none() || self.server.is_none()) {
                mistakes
                    .add(word, format_args!("`{word}` goes with `{other}`: add `{other}`, too, or remove this one"));
            }
        }
        if let (Some(kept), true) = (&self.kept, self.client.is_some() || self.server.is_some()) {
            mistakes.add(kept, "all other statuses are kept or have a code: remove `kept`, or `4xx` and `5xx`");
        }
    }
}
