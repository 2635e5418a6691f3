//! Writes the rows of a book, and their constants.
//!
//! After a change of one row, the compiler takes the other rows and constants from its incremental cache: the check of a book of
//! 2,400 codes takes 0.22 s instead of 0.55 s. This needs three things. Each token of a row is at the place of that row, because
//! the place of the macro call changes with its length. The tokens do not contain `$crate`, which has the place of the call, but
//! an alias. And a static holds only some of the rows.

use std::collections::HashMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::row::{Row, literal};
use super::row_attributes::{Retry, RowAttributes};

/// The greatest number of rows in one static. The compiler checks a static as a whole. With 64 the check is no faster.
const ROWS_OF_A_STATIC: usize = 256;

/// Writes the rows and their constants.
pub(super) fn write_rows(rows: &[Row]) -> TokenStream {
    let indexes: HashMap<String, usize> = rows.iter().map(|row| row.name.to_string()).zip(0..).collect();
    let parts = rows.chunks(ROWS_OF_A_STATIC).enumerate();
    parts.map(|(part, rows)| write_part(part, rows, &indexes)).collect()
}

fn write_part(part: usize, rows: &[Row], indexes: &HashMap<String, usize>) -> TokenStream {
    let Some(place) = rows.first().map(|row| row.place) else { return TokenStream::new() };
    let (statics, code) = (format_ident!("__ROWS_{part}", span = place), format_ident!("__code_{part}", span = place));
    let values = rows.iter().zip(part * ROWS_OF_A_STATIC..).map(|(row, index)| write_row(row, index, indexes));
    let count = number(rows.len(), place);
    let constants = rows.iter().enumerate().map(|(index, row)| write_constant(row, &code, index));
    // The compiler checks the call of a function faster than a struct expression, and than an index into the static.
    let items = quote_spanned! {place=>
        #[allow(unused_qualifications)]
        static #statics: [__errorbook::Row; #count] = {
            const fn row(
                id: &'static str,
                status: u16,
                message: &'static str,
                meaning: &'static str,
                index: usize,
            ) -> __errorbook::Row {
                __errorbook::Row::new(&BOOK, id, status, message, meaning, index)
            }

            [#(#values),*]
        };

        #[allow(unused_qualifications)]
        const fn #code(index: usize) -> __errorbook::Code {
            __errorbook::Code::__at(&#statics, index)
        }
    };
    quote!(#items #(#constants)*)
}

fn write_row(row: &Row, index: usize, indexes: &HashMap<String, usize>) -> TokenStream {
    let Row { id, message, place, .. } = row;
    let (status, index) = (number(row.status.into(), *place), number(index, *place));
    let meaning = write_meaning(row);
    let details = write_details(row, indexes);
    quote_spanned!(*place=> row(#id, #status, #message, #meaning, #index) #details)
}

/// Writes the optional parts of a row, or nothing.
fn write_details(row: &Row, indexes: &HashMap<String, usize>) -> TokenStream {
    let Row { attributes, place, .. } = row;
    let some = |value| quote_spanned!(*place=> ::core::option::Option::Some(#value));
    let mut fields = Vec::new();
    if !attributes.parameters.is_empty() {
        let parameters = attributes.parameters.iter().map(|(name, kind)| {
            let (name, kind) = (text(&name.to_string(), *place), kind_variant(kind, *place));
            quote_spanned!(*place=> __errorbook::Parameter::__new(#name, __errorbook::ParameterKind::#kind))
        });
        fields.push(quote_spanned!(*place=> parameters: &[#(#parameters),*]));
    }
    if !attributes.headers.is_empty() {
        let headers = &attributes.headers;
        fields.push(quote_spanned!(*place=> headers: &[#(#headers),*]));
    }
    if let Some(retry) = &attributes.retry {
        let retry = match retry {
            Retry::Never => quote_spanned!(*place=> Never),
            Retry::AtOnce => quote_spanned!(*place=> AtOnce),
            Retry::After(_, seconds) => {
                let seconds = at(*place, Literal::u64_unsuffixed(*seconds));
                quote_spanned!(*place=> After(::core::time::Duration::from_secs(#seconds)))
            }
        };
        let retry = some(quote_spanned!(*place=> __errorbook::Retry::#retry));
        fields.push(quote_spanned!(*place=> retry: #retry));
    }
    if let Some(since) = &attributes.since {
        let since = some(since.to_token_stream());
        fields.push(quote_spanned!(*place=> since: #since));
    }
    if let Some(owner) = &attributes.owner {
        let owner = some(owner.to_token_stream());
        fields.push(quote_spanned!(*place=> owner: #owner));
    }
    if let Some(index) = attributes.deprecated.as_ref().and_then(|name| indexes.get(&name.to_string())) {
        let index = some(number(*index, *place).to_token_stream());
        fields.push(quote_spanned!(*place=> replacement: #index));
    }
    match fields.len() {
        0 => TokenStream::new(),
        6 => quote_spanned!(*place=> .with(__errorbook::Details { #(#fields),* })),
        _ => quote_spanned!(*place=> .with(__errorbook::Details { #(#fields,)* ..__errorbook::Details::NONE })),
    }
}

/// Writes the constant of the row at this index of its static, which the function `code` returns.
fn write_constant(row: &Row, code: &Ident, index: usize) -> TokenStream {
    let Row { name, place, attributes, .. } = row;
    let title = format!("`{}`, {}: {}", row.id.value(), row.status, row.message.value());
    let details = details_doc(attributes).unwrap_or_default();
    let documentation = match literal_meaning(row) {
        Some(meaning) => {
            let documentation = text(&format!("{title}\n\n{meaning}{details}"), *place);
            quote_spanned!(*place=> #[doc = #documentation])
        }
        None => {
            let meaning = row.meaning.iter().filter(|attribute| attribute.path().is_ident("doc"));
            let (title, details) = (text(&title, *place), text(&details, *place));
            quote_spanned!(*place=> #[doc = #title] #[doc = ""] #(#meaning)* #[doc = #details])
        }
    };
    let deprecated = attributes.deprecated.as_ref().map(|other| {
        let note = text(&format!("use `{other}`"), *place);
        quote_spanned!(*place=> #[deprecated(note = #note)])
    });
    let index = number(index, *place);
    quote_spanned! {*place=>
        #documentation
        #deprecated
        #[allow(unreachable_pub, unused_qualifications)]
        pub const #name: __errorbook::Code = #code(#index);
    }
}

/// Returns the documentation of a row's attributes.
fn details_doc(row: &RowAttributes) -> Option<String> {
    let parameters: Vec<String> = row.parameters.iter().map(|(name, kind)| format!("`{name}` ({kind})")).collect();
    let headers: Vec<String> = row.headers.iter().map(|header| format!("`{}`", header.value())).collect();
    let retry = row.retry.as_ref().map(|retry| match retry {
        Retry::Never => "never: the same request will fail again".to_owned(),
        Retry::AtOnce => "at once".to_owned(),
        Retry::After(delay, _) => {
            format!("after {} {}, or as `retry-after` says", delay.base10_digits(), delay.suffix())
        }
    });
    let lines = [
        ("Parameters", Some(parameters.join(", ")).filter(|_| !parameters.is_empty())),
        ("Headers", Some(headers.join(", ")).filter(|_| !headers.is_empty())),
        ("Retry", retry),
        ("Since", row.since.as_ref().map(|since| since.value())),
        ("Owner", row.owner.as_ref().map(|owner| owner.value())),
    ];
    let lines: String = lines.into_iter().filter_map(|(title, text)| Some(format!("- {title}: {}\n", text?))).collect();
    (!lines.is_empty()).then(|| format!("\n# Details\n{lines}"))
}

fn write_meaning(row: &Row) -> TokenStream {
    match literal_meaning(row) {
        Some(meaning) => text(&meaning, row.place).to_token_stream(),
        None => {
            let texts = row.texts();
            quote_spanned!(row.place=> ::core::concat!(#(#texts, "\n"),*))
        }
    }
}

/// Returns the doc comment, unless only the compiler knows a part of it.
fn literal_meaning(row: &Row) -> Option<String> {
    row.texts().map(|text| literal(text).map(|text| text.value() + "\n")).collect()
}

/// Returns the variant of `errorbook::ParameterKind` for a kind in a row.
fn kind_variant(kind: &Ident, place: Span) -> Ident {
    let kind = kind.to_string();
    let (first, rest) = kind.split_at(1);
    Ident::new(&(first.to_uppercase() + rest), place)
}

/// Returns a number without a suffix.
pub(super) fn number(number: usize, place: Span) -> Literal {
    at(place, Literal::usize_unsuffixed(number))
}

/// Returns a text in quotes.
pub(super) fn text(text: &str, place: Span) -> Literal {
    at(place, Literal::string(text))
}

fn at(place: Span, mut literal: Literal) -> Literal {
    literal.set_span(place);
    literal
}
