//! Writes a book: `BOOK`, and a constant per code.

use std::collections::{BTreeMap, HashMap};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::book::Book;
use super::book_head::{BookHead, ERROR_KINDS, Range};
use super::check::{outside, tokens};
use super::fallback;
use super::row::{Row, literal};
use super::row_attributes::{Retry, RowAttributes};
use super::stand_in;
use super::statuses::StatusMap;

/// Writes only items, so that a book can be declared inside of a function as well.
pub(super) fn write(book: &Book) -> TokenStream {
    let rows = write_rows(book);
    let constants = book.rows.iter().enumerate().map(|(index, row)| write_constant(book, index, row));
    let stand_ins = stand_in::write_constants(book);
    let warning = fallback::warning(book);
    let range = write_range(book);
    let book = write_book(book);
    quote!(#book #rows #(#constants)* #stand_ins #range #warning)
}

fn write_book(book: &Book) -> TokenStream {
    let (krate, BookHead { attributes, name, .. }) = (&book.krate, &book.head);
    // A missing envelope has already been reported.
    let envelope = match &book.head.envelope {
        Some(envelope) => quote_spanned!(envelope.span()=> &#envelope),
        None => quote!(&#krate::envelope::PROBLEM),
    };
    let type_base = option(book.head.type_base.as_ref());
    let pattern = option(book.head.pattern.as_ref());
    let range = option(book.head.range.as_ref().map(|range| match range {
        Range::Numbers(first, last) => quote!((#first, #last)),
        Range::Constant(_) => quote!((__RANGE.0 as u64, __RANGE.1 as u64)),
    }));
    let owner = option(book.head.owner.as_ref());
    let suppression = option(book.head.suppression.as_ref());
    let error_kinds = write_error_kinds(book);
    let statuses = write_statuses(book);
    let sorted = write_sorted(book);
    let retired = book.retired.iter().map(|retired| &retired.id);
    let count = Literal::usize_unsuffixed(book.rows.len());
    quote! {
        #(#attributes)*
        #[allow(deprecated)]
        pub static BOOK: #krate::Book = {
            static __SORTED: [u16; #count] = [#(#sorted),*];
            static __BODIES: [#krate::__private::Body; #count] = [const { #krate::__private::Body::new() }; #count];

            #krate::Book::__new(
                #name,
                #envelope,
                #type_base,
                #pattern,
                #range,
                #owner,
                #suppression,
                // Functions, because a static cannot refer to itself, and these refer to codes of the book.
                || #error_kinds,
                || #statuses,
                &[#(#retired),*],
                || #krate::__private::Tables { rows: &__ROWS, sorted: &__SORTED },
                || &__BODIES,
            )
        };
    }
}

/// Returns the indexes of the rows, sorted by the bytes of their identifiers, for the binary search of `Book::find`.
fn write_sorted(book: &Book) -> Vec<Literal> {
    let mut sorted: Vec<(String, usize)> = book.rows.iter().map(|row| row.id.value()).zip(0..).collect();
    sorted.sort();
    sorted.into_iter().map(|(_, index)| Literal::usize_unsuffixed(index)).collect()
}

fn write_error_kinds(book: &Book) -> TokenStream {
    let (krate, error_kinds) = (&book.krate, &book.head.error_kinds);
    let codes = error_kinds.iter().map(|(kind, code)| quote!(#kind: #code));
    let rest = (error_kinds.len() < ERROR_KINDS.len()).then(|| quote!(..#krate::__private::ErrorKinds::STANDARD));
    quote!(#krate::__private::ErrorKinds { #(#codes,)* #rest })
}

fn write_statuses(book: &Book) -> TokenStream {
    let krate = &book.krate;
    let Some(StatusMap { coded, client, server, pass_through }) = &book.head.statuses else {
        return quote!(#krate::__private::StatusMap::STANDARD);
    };
    let coded = coded.iter().map(|(status, code)| quote!((#status, #code)));
    let unlisted = match (client, server, pass_through) {
        (Some((_, client)), Some((_, server)), _) => quote!(Coded { client: #client, server: #server }),
        (_, _, Some((_, Some(messages)))) => quote!(PassThrough { messages: #messages }),
        (_, _, Some((_, None))) => quote!(PassThrough { messages: &[] }),
        _ => quote!(Standard),
    };
    quote!(#krate::__private::StatusMap { coded: &[#(#coded),*], unlisted: #krate::__private::UnlistedStatuses::#unlisted })
}

/// Writes the rows without function calls, which the compiler would evaluate one by one. Statuses are constants instead.
fn write_rows(book: &Book) -> TokenStream {
    let krate = &book.krate;
    let statuses: BTreeMap<u16, Ident> =
        book.rows.iter().map(|row| (row.status, format_ident!("S{}", row.status))).collect();
    let (numbers, constants) = (statuses.keys(), statuses.values());
    let indexes: HashMap<String, usize> =
        book.rows.iter().enumerate().map(|(index, row)| (row.name.to_string(), index)).collect();
    let rows = book.rows.iter().enumerate().map(|(index, row)| {
        let Row { id, message, .. } = row;
        let status = statuses.get(&row.status);
        let meaning = write_meaning(row);
        let index = Literal::usize_unsuffixed(index);
        let details = write_details(krate, &row.attributes, &indexes);
        quote!(Row { id: #id, status: #status, message: #message, meaning: #meaning, book: &BOOK, index: #index, details: #details })
    });
    let count = Literal::usize_unsuffixed(book.rows.len());
    quote! {
        static __ROWS: [#krate::__private::Row; #count] = {
            use #krate::__private::{Details, Row};

            #(const #constants: #krate::Status = #krate::Status::__checked(#numbers);)*

            [#(#rows),*]
        };
    }
}

fn write_details(krate: &TokenStream, row: &RowAttributes, indexes: &HashMap<String, usize>) -> TokenStream {
    let mut fields = Vec::new();
    if !row.parameters.is_empty() {
        let parameters = row.parameters.iter().map(|(name, kind)| {
            let (name, kind) = (name.to_string(), kind_variant(kind));
            quote!(#krate::Parameter::__new(#name, #krate::ParameterKind::#kind))
        });
        fields.push(quote!(parameters: &[#(#parameters),*]));
    }
    if !row.headers.is_empty() {
        let headers = &row.headers;
        fields.push(quote!(headers: &[#(#headers),*]));
    }
    if let Some(retry) = &row.retry {
        let retry = match retry {
            Retry::Never => quote!(Never),
            Retry::AtOnce => quote!(AtOnce),
            Retry::After(_, seconds) => quote!(After(::core::time::Duration::from_secs(#seconds))),
        };
        fields.push(quote!(retry: ::core::option::Option::Some(#krate::Retry::#retry)));
    }
    if let Some(since) = &row.since {
        fields.push(quote!(since: ::core::option::Option::Some(#since)));
    }
    if let Some(owner) = &row.owner {
        fields.push(quote!(owner: ::core::option::Option::Some(#owner)));
    }
    if let Some(index) = row.deprecated.as_ref().and_then(|name| indexes.get(&name.to_string())) {
        let index = Literal::usize_unsuffixed(*index);
        fields.push(quote!(replacement: ::core::option::Option::Some(#index)));
    }
    match fields.len() {
        0 => quote!(Details::NONE),
        6 => quote!(Details { #(#fields),* }),
        _ => quote!(Details { #(#fields,)* ..Details::NONE }),
    }
}

fn write_constant(book: &Book, index: usize, row: &Row) -> TokenStream {
    let (krate, Row { meaning, name, attributes, .. }) = (&book.krate, row);
    let title = format!("`{}`, {}: {}", row.id.value(), row.status, row.message.value());
    let meaning = meaning.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let details = details_doc(attributes).map(|details| quote!(#[doc = #details]));
    let deprecated = attributes.deprecated.as_ref().map(|other| {
        let note = format!("use `{other}`");
        quote!(#[deprecated(note = #note)])
    });
    let index = Literal::usize_unsuffixed(index);
    quote! {
        #[doc = #title]
        #[doc = ""]
        #(#meaning)*
        #details
        #deprecated
        pub const #name: #krate::Code = #krate::Code::__at(&__ROWS, #index);
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
    let texts: Vec<&syn::Expr> = row.texts().collect();
    let literals: Option<String> = texts.iter().map(|text| literal(text).map(|text| text.value() + "\n")).collect();
    match literals {
        Some(text) => text.to_token_stream(),
        None => quote!(::core::concat!(#(#texts, "\n"),*)),
    }
}

/// Writes a check of each identifier against a range whose value only the compiler knows.
fn write_range(book: &Book) -> Option<TokenStream> {
    let Some(Range::Constant(path)) = &book.head.range else { return None };
    let range = tokens(path);
    let checks = book.rows.iter().filter_map(|row| {
        let id = row.id.value();
        let (number, message) = (id.parse::<u16>().ok()?, outside(&id, &range));
        Some(quote_spanned! {row.id.span()=>
            const _: () = if #number < __RANGE.0 || #number > __RANGE.1 {
                ::core::panic!("{}", #message)
            };
        })
    });
    Some(quote! {
        const __RANGE: (u16, u16) = {
            const __NUMBERS: ::core::ops::RangeInclusive<u16> = #path;
            (*__NUMBERS.start(), *__NUMBERS.end())
        };
        #(#checks)*
    })
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// Returns the variant of `errorbook::ParameterKind` for a kind in a row.
fn kind_variant(kind: &Ident) -> Ident {
    let kind = kind.to_string();
    let (first, rest) = kind.split_at(1);
    Ident::new(&(first.to_uppercase() + rest), Span::call_site())
}
