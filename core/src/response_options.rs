//! [`ResponseOptions`]: the form of the response that a request asks for.

use std::borrow::Cow;

use percent_encoding::percent_decode;

use crate::jsonp::{Callback, InvalidCallback};

/// The form of the response that the query of a request asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ResponseOptions {
    /// True if the response is to have status 200.
    pub(crate) suppress: bool,
    /// The function that the response calls, or the error about its name.
    pub(crate) callback: Option<Result<Callback, InvalidCallback>>,
}

impl ResponseOptions {
    /// Reads a query. `suppression` and `jsonp` are the names of the parameters to look for.
    ///
    /// Each occurrence is read alone: malformed percent-encoding elsewhere in the query changes nothing. Malformed percent-encoding is
    /// read as it stands, so it never matches: `%` occurs neither in the names, nor in `true`, nor in a function's name.
    pub(crate) fn of(query: &str, suppression: Option<&str>, jsonp: Option<&str>) -> ResponseOptions {
        let mut options = ResponseOptions::default();
        for pair in query.as_bytes().split(|byte| *byte == b'&') {
            let (name, value) = split(pair, suppression);
            if suppression.is_some_and(|suppression| is_name(name, suppression)) {
                let is_on = |value: &[u8]| value == b"1" || value.eq_ignore_ascii_case(b"true");
                options.suppress |= is_on(value) || is_on(&Cow::from(percent_decode(value)));
            }
            if jsonp.is_some_and(|jsonp| is_name(name, jsonp)) {
                let is_first = options.callback.is_none();
                let callback = || percent_decode(value).decode_utf8_lossy().parse();
                options.callback = Some(if is_first { callback() } else { Err(InvalidCallback) });
            }
        }
        options
    }
}

/// Splits a pair at its first `=`. If the pair has the likely name, the `=` is not searched byte by byte: that took 100 instructions of
/// a suppressed response.
fn split<'a>(pair: &'a [u8], likely: Option<&str>) -> (&'a [u8], &'a [u8]) {
    let end = likely.map_or(0, str::len);
    let is_likely = pair.get(end) == Some(&b'=') && pair.get(..end) == likely.map(str::as_bytes);
    let end = if is_likely { Some(end) } else { pair.iter().position(|byte| *byte == b'=') };
    match end.and_then(|end| pair.split_at_checked(end)) {
        Some((name, [_, value @ ..])) => (name, value),
        _ => (pair, b""),
    }
}

/// Returns true if the encoded name of a parameter is this one.
///
/// `form_urlencoded::parse` decodes every name and value, which took 60 instructions for each byte of a query instead of 10. It
/// also turns `+` into a space, but `+` occurs neither in the names nor in the values that count.
fn is_name(encoded: &[u8], name: &str) -> bool {
    let is_longer = encoded.len() > name.len();
    encoded == name.as_bytes() || (is_longer && encoded.contains(&b'%') && percent_decode(encoded).eq(name.bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PARAMETER: &str = "suppress_response_code";

    #[test]
    fn the_parameter_has_one_name_and_two_values() {
        let on = [
            "suppress_response_code=true",
            "suppress_response_code=1",
            "suppress_response_code=TrUe",
            "suppress%5Fresponse%5fcode=%74rue",
            "a=b&suppress_response_code=true&c",
            "suppress_response_code=false&suppress_response_code=true",
            "suppress_response_code=true&suppress_response_code=false",
            "%zz=%&&=&suppress_response_code=%31&%ff",
        ];
        let off = [
            "",
            "suppress_response_code",
            "suppress_response_code=",
            "suppress_response_code=false",
            "suppress_response_code=0",
            "suppress_response_code=yes",
            "suppress_response_code=true+",
            "suppress_response_code=+true",
            "suppress_response_code=true%20",
            "suppress_response_code==true",
            "suppress_response_code=true=",
            "suppress_response_code=%7true",
            "suppress_response_code=tru%65%",
            "suppress_response_code=true;a=b",
            "Suppress_response_code=true",
            "xsuppress_response_code=true",
            "suppress_response_codex=true",
            "suppress%255Fresponse_code=true",
        ];
        for (queries, suppress) in [(&on[..], true), (&off[..], false)] {
            for query in queries {
                assert_eq!(ResponseOptions::of(query, Some(PARAMETER), None).suppress, suppress, "{query}");
            }
        }
    }

    #[test]
    fn a_callback_can_be_given_only_once() {
        let cases = [
            ("", None),
            ("a=callback", None),
            ("Callback=a", None),
            ("callback=a", Some(Ok("a"))),
            ("%63allbac%6b=%61%2e%62", Some(Ok("a.b"))),
            ("x=%zz&&=&callback=a&%ff", Some(Ok("a"))),
            ("callback", Some(Err(InvalidCallback))),
            ("callback=", Some(Err(InvalidCallback))),
            ("callback=a%20", Some(Err(InvalidCallback))),
            ("callback=a+", Some(Err(InvalidCallback))),
            ("callback=a=", Some(Err(InvalidCallback))),
            ("callback=%ff", Some(Err(InvalidCallback))),
            ("callback=%2561", Some(Err(InvalidCallback))),
            ("callback=a%", Some(Err(InvalidCallback))),
            ("callback=a&callback=a", Some(Err(InvalidCallback))),
            ("callback=a&callback", Some(Err(InvalidCallback))),
            ("callback=a&callback=b&callback=c", Some(Err(InvalidCallback))),
        ];
        for (query, expected) in cases {
            let options = ResponseOptions::of(query, Some(PARAMETER), Some("callback"));
            let callback = options.callback.as_ref().map(|callback| callback.as_ref().map(Callback::as_str));
            assert_eq!(callback, expected.as_ref().map(|expected| expected.as_ref().copied()), "{query}");
            assert!(!options.suppress, "{query}");
        }
    }

    /// Returns what a URL library reads from the parameter.
    fn judge(query: &str) -> bool {
        url::form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == PARAMETER && (value.eq_ignore_ascii_case("true") || value == "1"))
    }

    proptest! {
        #[test]
        fn any_query_means_what_a_url_library_says(query in any::<String>()) {
            prop_assert_eq!(ResponseOptions::of(&query, Some(PARAMETER), None).suppress, judge(&query));
        }

        #[test]
        fn a_query_of_likely_pieces_means_what_a_url_library_says(
            pieces in proptest::collection::vec("suppress_response_code|suppress%5[fF]response_code|=|&|true|TRUE|1|%31|%|%7|%74rue|\\+|;|0|x", 0..12)
        ) {
            let query = pieces.concat();
            prop_assert_eq!(ResponseOptions::of(&query, Some(PARAMETER), None).suppress, judge(&query), "{}", query);
        }
    }
}
