//! Reads the parameters of a page's query.

use errorbook::Error;
use percent_encoding::percent_decode_str;

/// Returns the value of a query parameter. Other parameters are ignored, even malformed ones.
///
/// # Errors
/// [`ErrorKind::InvalidParameter`](errorbook::ErrorKind::InvalidParameter) if the parameter occurs twice or is not UTF-8.
pub(crate) fn parameter(query: &str, name: &'static str) -> Result<Option<String>, Error> {
    let mut values = query.split('&').filter_map(|pair| {
        let (given, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(given).as_deref() == Some(name)).then_some(value)
    });
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(Error::invalid_parameter(name, "occurs twice"));
    }
    let value = decoded(value).ok_or_else(|| Error::invalid_parameter(name, "expected UTF-8"))?;
    Ok(Some(value))
}

/// Decodes the name or the value of a parameter. Returns `None` if it is not UTF-8.
fn decoded(encoded: &str) -> Option<String> {
    let encoded = encoded.replace('+', " ");
    percent_decode_str(&encoded).decode_utf8().ok().map(|text| text.into_owned())
}
