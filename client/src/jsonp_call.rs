//! The JSON in a script that calls a function with it.

use errorbook::adapter::Callback;

/// Returns the argument in `name(…)`. `/**/` before it, `;` after it and white space around it are allowed.
///
/// The argument need not be JSON. JSON itself is never such a call.
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
    fn a_call_of_a_function_is_taken_apart() {
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
