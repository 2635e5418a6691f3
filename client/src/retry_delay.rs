//! Reads the delay before a retry from a header or a body.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

/// Reads the header `retry-after`: whole seconds, or an HTTP date. A date is compared with the header `date` of the response,
/// because both come from the same clock. It is compared with the current time if there is no `date`.
pub(crate) fn of_header(retry_after: &str, date: Option<&str>) -> Option<Duration> {
    let retry_after = retry_after.trim();
    if let Some(seconds) = seconds(retry_after) {
        return Some(seconds);
    }
    let at = httpdate::parse_http_date(retry_after).ok()?;
    let now = date.and_then(|date| httpdate::parse_http_date(date.trim()).ok()).unwrap_or_else(SystemTime::now);
    Some(at.duration_since(now).unwrap_or_default())
}

/// Reads a member `retry_after` or `retryAfter`: seconds as a number or as text.
pub(crate) fn of_members(members: &Map<String, Value>) -> Option<Duration> {
    match members.get("retry_after").or_else(|| members.get("retryAfter"))? {
        Value::Number(number) => Duration::try_from_secs_f64(number.as_f64()?).ok(),
        Value::String(text) => seconds(text.trim()),
        _ => None,
    }
}

fn seconds(text: &str) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok().map(Duration::from_secs) } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_header_has_seconds_or_a_date() {
        const DATE: Option<&str> = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        let cases = [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("Sun, 06 Nov 1994 08:51:37 GMT", DATE, Some(120)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", DATE, Some(60)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", DATE, Some(0)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", None, Some(0)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", Some("yesterday"), Some(0)),
            ("", None, None),
            ("-1", None, None),
            ("+1", None, None),
            ("1.5", None, None),
            ("soon", DATE, None),
            ("99999999999999999999", None, None),
        ];
        for (header, date, expected) in cases {
            assert_eq!(of_header(header, date), expected.map(Duration::from_secs), "{header:?}");
        }
    }

    #[test]
    fn a_body_has_seconds() {
        let cases = [
            (json!({ "retry_after": 2 }), Some(2_000)),
            (json!({ "retryAfter": 1.5 }), Some(1_500)),
            (json!({ "retryAfter": "30" }), Some(30_000)),
            (json!({ "retry_after": -1 }), None),
            (json!({ "retry_after": 1e300 }), None),
            (json!({ "retry_after": null }), None),
            (json!({ "retryafter": 1 }), None),
        ];
        for (body, expected) in cases {
            let delay = body.as_object().and_then(of_members);
            assert_eq!(delay, expected.map(Duration::from_millis), "{body}");
        }
    }
}
