//! Reads the JSON out of a JSONP script.

use errorbook::adapter::Callback;

/// Returns the argument of the call in a JSONP script: `name(…)`, with an optional `/**/` before and an optional `;` after it.
///
/// White space is allowed. The argument is not checked, so it may not be JSON. A JSON text is never taken for a call.
pub(crate) fn argument(script: &[u8]) -> Option<&[u8]> {
    let call = script.trim_ascii();
    let call = call.strip_prefix(b"/**/").unwrap_or(call).trim_ascii_start();
    let (name, rest) = call.split_at_checked(call.iter().position(|byte| *byte == b'(')?)?;
    std::str::from_utf8(name.trim_ascii_end()).ok()?.parse::<Callback>().ok()?;
    let rest = rest.strip_prefix(b"(")?;
    rest.strip_suffix(b";").unwrap_or(rest).trim_ascii_end().strip_suffix(b")")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_of_a_call_is_returned() {
        let cases = [
            ("/**/show({});", Some("{}")),
            ("show({})", Some("{}")),
            (" \n/**/ jQuery.done[0] ( {\"a\":\"()\"} ) ; \n", Some(" {\"a\":\"()\"} ")),
            ("show()", Some("")),
            ("show(1", None),
            ("show", None),
            ("(1)", None),
            ("if(1);", None),
            ("alert(1)//", None),
            ("/*x*/show(1)", None),
            ("{\"a\":\"b(1)\"}", None),
            ("[\"b(1)\"]", None),
            ("\"b(1)\"", None),
            ("", None),
        ];
        for (script, expected) in cases {
            let argument = argument(script.as_bytes());
            assert_eq!(argument, expected.map(str::as_bytes), "{script:?}");
        }
    }
}
