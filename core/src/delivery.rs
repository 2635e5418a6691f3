//! [`Delivery`]: what a request asks of its answer's form.

use percent_encoding::percent_decode;

/// What a request's query asks of the answer's form, whatever the answer is: see [`Policy::delivery`].
///
/// [`Policy::delivery`]: crate::Policy::delivery
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// Whether the answer is to have status 200 whatever it says.
    pub suppress: bool,
}

impl Delivery {
    /// What the query asks for, where `suppression` is the name of the parameter that suppresses statuses.
    ///
    /// Every occurrence is judged alone, so that what is malformed elsewhere in the query changes nothing. Malformed
    /// percent-encoding stands for itself, and a `%` is neither in a parameter's name nor in a value that switches
    /// suppression on.
    pub(crate) fn of(query: &str, suppression: &str) -> Delivery {
        let suppress = query
            .split('&')
            .any(|pair| pair.split_once('=').is_some_and(|(name, value)| spells(name, suppression) && is_true(value)));
        Delivery { suppress }
    }
}

/// Whether `encoded` is `name`, percent-decoded.
fn spells(encoded: &str, name: &str) -> bool {
    percent_decode(encoded.as_bytes()).eq(name.bytes())
}

fn is_true(value: &str) -> bool {
    let decoded = || percent_decode(value.as_bytes()).map(|byte| byte.to_ascii_lowercase());
    decoded().eq(*b"true") || decoded().eq(*b"1")
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
                assert_eq!(Delivery::of(query, PARAMETER).suppress, suppress, "{query}");
            }
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
            prop_assert_eq!(Delivery::of(&query, PARAMETER).suppress, judge(&query));
        }

        #[test]
        fn a_query_of_likely_pieces_means_what_a_url_library_says(
            pieces in proptest::collection::vec("suppress_response_code|suppress%5[fF]response_code|=|&|true|TRUE|1|%31|%|%7|%74rue|\\+|;|0|x", 0..12)
        ) {
            let query = pieces.concat();
            prop_assert_eq!(Delivery::of(&query, PARAMETER).suppress, judge(&query), "{}", query);
        }
    }
}
