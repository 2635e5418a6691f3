//! [`Delivery`]: what a request asks of its answer's form.

use percent_encoding::percent_decode;

use crate::{Callback, InvalidCallback};

/// What a request's query asks of the answer's form, whatever the answer is: see [`Policy::delivery`].
///
/// [`Policy::delivery`]: crate::Policy::delivery
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Whether the answer is to have status 200 whatever it says.
    pub suppress: bool,
    /// The function that the answer is to call, if it is to be a script, or what was asked for instead of one.
    pub callback: Option<Result<Callback, InvalidCallback>>,
}

impl Delivery {
    /// What the query asks for, where `suppression` and `jsonp` are the names of the parameters that ask for it.
    ///
    /// Every occurrence is judged alone, so that what is malformed elsewhere in the query changes nothing. Malformed
    /// percent-encoding stands for itself, and a `%` is neither in a parameter's name, nor in a value that switches
    /// suppression on, nor in the name of a function.
    pub(crate) fn of(query: &str, suppression: Option<&str>, jsonp: Option<&str>) -> Delivery {
        let mut delivery = Delivery::default();
        let first = |name: Option<&str>| name.and_then(|name| name.bytes().next());
        let (first_of_suppression, first_of_jsonp) = (first(suppression), first(jsonp));
        let mut rest = Some(query.as_bytes());
        while let Some(from) = rest {
            let end = memchr::memchr(b'&', from);
            let (pair, after) = from.split_at(end.unwrap_or(from.len()));
            rest = after.split_first().map(|(_, after)| after);
            // A long query costs the one pass that splits it: what does not begin like a parameter is not looked at.
            match pair.first().copied() {
                Some(b'%') => {}
                Some(byte) if Some(byte) == first_of_suppression || Some(byte) == first_of_jsonp => {}
                _ => continue,
            }
            if let Some(value) = suppression.and_then(|suppression| value_of(suppression, pair)) {
                delivery.suppress |= is_true(value);
            }
            if let Some(value) = jsonp.and_then(|jsonp| value_of(jsonp, pair)) {
                let first = delivery.callback.is_none();
                delivery.callback = Some(if first { callback(value) } else { Err(InvalidCallback) });
            }
        }
        delivery
    }
}

/// What is behind the name in a pair, if its name, percent-decoded, is this one.
fn value_of<'q>(name: &str, pair: &'q [u8]) -> Option<&'q [u8]> {
    match pair.strip_prefix(name.as_bytes()) {
        Some([]) => return Some(b""),
        Some([b'=', value @ ..]) => return Some(value),
        _ => {}
    }
    let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
    let (encoded, value) = pair.split_at(end);
    let is_name = encoded.len() > name.len() && percent_decode(encoded).eq(name.bytes());
    is_name.then(|| value.strip_prefix(b"=").unwrap_or(value))
}

fn is_true(value: &[u8]) -> bool {
    if value == b"true" || value == b"1" {
        return true;
    }
    let decoded = || percent_decode(value).map(|byte| byte.to_ascii_lowercase());
    decoded().eq(*b"true") || decoded().eq(*b"1")
}

fn callback(value: &[u8]) -> Result<Callback, InvalidCallback> {
    percent_decode(value).decode_utf8().map_err(|_| InvalidCallback)?.parse()
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
                assert_eq!(Delivery::of(query, Some(PARAMETER), None).suppress, suppress, "{query}");
            }
        }
    }

    #[test]
    fn a_callback_is_asked_for_once() {
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
            let delivery = Delivery::of(query, Some(PARAMETER), Some("callback"));
            let callback = delivery.callback.as_ref().map(|callback| callback.as_ref().map(Callback::as_str));
            assert_eq!(callback, expected.as_ref().map(|expected| expected.as_ref().copied()), "{query}");
            assert!(!delivery.suppress, "{query}");
        }
    }

    /// What a URL library says about the parameter.
    fn judge(query: &str) -> bool {
        url::form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == PARAMETER && (value.eq_ignore_ascii_case("true") || value == "1"))
    }

    proptest! {
        #[test]
        fn any_query_means_what_a_url_library_says(query in any::<String>()) {
            prop_assert_eq!(Delivery::of(&query, Some(PARAMETER), None).suppress, judge(&query));
        }

        #[test]
        fn a_query_of_likely_pieces_means_what_a_url_library_says(
            pieces in proptest::collection::vec("suppress_response_code|suppress%5[fF]response_code|=|&|true|TRUE|1|%31|%|%7|%74rue|\\+|;|0|x", 0..12)
        ) {
            let query = pieces.concat();
            prop_assert_eq!(Delivery::of(&query, Some(PARAMETER), None).suppress, judge(&query), "{}", query);
        }
    }
}
