//! Checks that a response is in the envelope of its mount.

use errorbook::{Book, ayanova, primaerp, standard};
use serde_json::Value;

use crate::client::{Request, Response};
use crate::rules::status;

/// Checks that an error is in the envelope of its mount, with a code of the mount's book and the status of that code.
///
/// `body` is the body of the response or, for a script, the argument of its call.
pub(crate) fn enveloped(request: &Request, response: &Response, body: &[u8]) -> Result<(), String> {
    let (status, book) = (status(response), book(&request.target));
    // The JSON error of a handler stays as it is, without an envelope.
    let own = request.target.split('?').next().is_some_and(|path| path.ends_with("/own"));
    if status < 400 || own || request.method == "HEAD" {
        return Ok(());
    }
    let content_types = match response.status {
        200 => [errorbook::media_type::JSON, errorbook::media_type::JAVASCRIPT].as_slice(),
        _ => &[book.envelope().content_type()],
    };
    if !matches!(response.header("content-type").as_slice(), [one] if content_types.contains(&one.as_str())) {
        return Err(format!("the content type is not {}", content_types.join(" or ")));
    }
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let id = body.pointer("/error/code").or(body.get("code")).ok_or("the body has no code")?;
    let Some(id) = id.as_str() else {
        // An error of primaERP's basic table has no code, only the status that the handler sent.
        let kept = body.get("status").and_then(Value::as_u64) == Some(u64::from(status));
        return if kept { Ok(()) } else { Err("the body has neither a code nor the status".to_owned()) };
    };
    match book.find(id) {
        Some(code) if code.status().as_u16() == status => Ok(()),
        None if id == standard::UNKNOWN => Ok(()),
        Some(code) => Err(format!("{code} has another status")),
        None => Err(format!("{id} is not a code of the book {}", book.name())),
    }
}

/// Returns the book of the mount to which the target belongs.
fn book(target: &str) -> &'static Book {
    match target.split(['/', '?']).nth(1) {
        Some("primaerp") => &primaerp::BOOK,
        Some("ayanova") => &ayanova::BOOK,
        _ => &standard::BOOK,
    }
}
