//! Recognises the media types of JSON, forms and readable text.

/// The media type of JSON.
pub const JSON: &str = "application/json";
/// The media type of a form that is encoded like a query.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// The media type of a script, with its charset.
pub const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// The media type of an RFC 9457 problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Returns true if a `content-type` is `application/json` or `application/*+json`. Letter case and parameters do not matter.
///
/// ```
/// use errorbook::media_type::is_json;
///
/// assert!(is_json(b"application/json; charset=utf-8"));
/// assert!(is_json(b"Application/Problem+JSON"));
/// assert!(!is_json(b"text/json"));
/// ```
#[inline]
pub fn is_json(content_type: &[u8]) -> bool {
    // Nearly every response has one of these two.
    content_type == JSON.as_bytes() || content_type == PROBLEM_JSON.as_bytes() || is_parsed_json(content_type)
}

fn is_parsed_json(content_type: &[u8]) -> bool {
    let Some(subtype) = strip_prefix(essence(content_type), b"application/") else { return false };
    subtype.eq_ignore_ascii_case(b"json")
        || (subtype.len() > b"+json".len()
            && subtype.iter().all(|byte| is_token(*byte))
            && subtype.last_chunk().is_some_and(|suffix: &[u8; 5]| suffix.eq_ignore_ascii_case(b"+json")))
}

/// Returns true if a `content-type` is `application/x-www-form-urlencoded`. Letter case and parameters do not matter.
///
/// ```
/// use errorbook::media_type::is_form;
///
/// assert!(is_form(b"application/x-www-form-urlencoded; charset=utf-8"));
/// assert!(!is_form(b"multipart/form-data; boundary=x"));
/// ```
pub fn is_form(content_type: &[u8]) -> bool {
    essence(content_type).eq_ignore_ascii_case(FORM.as_bytes())
}

/// Returns true if a `content-type` is `text/plain` with the charset UTF-8 or without a charset.
pub(crate) fn is_utf8_text(content_type: &[u8]) -> bool {
    let mut parts = content_type.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
    parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(b"text/plain"))
        && parts.all(|parameter| match strip_prefix(parameter, b"charset=") {
            Some(charset) => charset.eq_ignore_ascii_case(b"utf-8") || charset.eq_ignore_ascii_case(b"\"utf-8\""),
            None => true,
        })
}

/// Returns true if a `content-type` is that of a problem. Parameters do not matter.
pub(crate) fn is_problem(content_type: &[u8]) -> bool {
    content_type == PROBLEM_JSON.as_bytes() || essence(content_type).eq_ignore_ascii_case(PROBLEM_JSON.as_bytes())
}

/// Returns true if a byte can be part of a token of RFC 9110, such as a header name.
pub(crate) const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
}

fn essence(content_type: &[u8]) -> &[u8] {
    content_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii()
}

fn strip_prefix<'a>(text: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn application_json_and_the_json_suffix_are_json() {
        let cases: [(&str, bool); 16] = [
            ("application/json", true),
            ("APPLICATION/JSON", true),
            ("application/json;charset=utf-8", true),
            (" application/json ; charset=iso-8859-1", true),
            ("application/problem+json", true),
            ("application/vnd.api+json; ext=1", true),
            ("text/json", false),
            ("application/jsonp", false),
            ("application/+json", false),
            ("application/a b+json", false),
            ("application/json, text/plain", false),
            ("application/xml+json2", false),
            ("application", false),
            ("application/", false),
            ("json", false),
            ("", false),
        ];
        for (content_type, expected) in cases {
            assert_eq!(is_json(content_type.as_bytes()), expected, "{content_type:?}");
        }
    }

    #[test]
    fn only_plain_text_in_utf8_is_read() {
        let cases = [
            ("text/plain", true),
            ("Text/Plain; Charset=UTF-8", true),
            ("text/plain; charset=\"utf-8\"; format=flowed", true),
            ("text/plain; charset=iso-8859-1", false),
            ("text/html; charset=utf-8", false),
            ("", false),
        ];
        for (content_type, expected) in cases {
            assert_eq!(is_utf8_text(content_type.as_bytes()), expected, "{content_type:?}");
        }
    }
}
