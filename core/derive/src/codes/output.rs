//! Writes a book: `BOOK`, and the checks that only the compiler can make. `row_output` writes the rows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::book::Book;
use super::book_head::{BookHead, ERROR_KINDS, Range};
use super::check::{outside, tokens};
use super::fallback;
use super::row_output::{number, text, write_rows};
use super::stand_in;
use super::statuses::StatusMap;

/// Writes only items, so that a book can be declared inside of a function as well.
pub(super) fn write(book: &Book) -> TokenStream {
    let krate = &book.krate;
    let rows = write_rows(&book.rows);
    let stand_ins = stand_in::write_constants(book);
    let warning = fallback::warning(book);
    let range = write_range(book);
    let book = write_book(book);
    quote! {
        #[allow(unused_imports)]
        use #krate::__private as __errorbook;
        #book
        #rows
        #stand_ins
        #range
        #warning
    }
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
    let tables = write_tables(book);
    let retired = book.retired.iter().map(|retired| &retired.id);
    quote! {
        #(#attributes)*
        #[allow(deprecated, unused_qualifications)]
        pub static BOOK: #krate::Book = {
            #tables

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
                || #krate::__private::Tables { codes: &__CODES, sorted: &__SORTED },
                || &__BODIES,
            )
        };
    }
}

/// Writes the codes in order, and their indexes, sorted by the bytes of their identifiers, for the binary search of `Book::find`.
fn write_tables(book: &Book) -> TokenStream {
    let place = book.head.name.span();
    let names = book.rows.iter().map(|row| &row.name);
    let mut sorted: Vec<(String, usize)> = book.rows.iter().map(|row| row.id.value()).zip(0..).collect();
    sorted.sort();
    let sorted = sorted.into_iter().map(|(_, index)| number(index, place));
    let count = number(book.rows.len(), place);
    quote_spanned! {place=>
        static __CODES: [__errorbook::Code; #count] = [#(#names),*];
        static __SORTED: [u16; #count] = [#(#sorted),*];
        static __BODIES: [__errorbook::Body; #count] = [const { __errorbook::Body::new() }; #count];
    }
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

/// Writes a check of each identifier against a range whose value only the compiler knows.
fn write_range(book: &Book) -> Option<TokenStream> {
    let Some(Range::Constant(path)) = &book.head.range else { return None };
    let range = tokens(path);
    let checks = book.rows.iter().filter_map(|row| {
        let id = row.id.value();
        let place = row.id.span();
        let (number, message) = (number(id.parse::<u16>().ok()?.into(), place), text(&outside(&id, &range), place));
        Some(quote_spanned! {place=>
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
