//! A book as JSON.

use serde::{Serialize, Serializer};

use super::retry_after;
use crate::prose::unindent;
use crate::{Book, Code, Retry};

/// The book as JSON, pretty-printed: all that its rows say.
///
/// ```
/// mod cart {
///     errorbook::codes! {
///         /// The codes of the cart.
///         book "cart" { envelope: errorbook::envelope::PROBLEM }
///
///         /// Less is in stock than was asked for.
///         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
///             parameters: { part: integer },
///             retry: after 1min,
///             since: "1.2",
///         };
///
///         retired "CART-1000";
///     }
/// }
///
/// assert_eq!(errorbook::export::json(&cart::BOOK), r#"{
///   "name": "cart",
///   "retired": [
///     "CART-1000"
///   ],
///   "codes": [
///     {
///       "code": "CART-1002",
///       "status": 409,
///       "message": "Not enough in stock",
///       "meaning": "Less is in stock than was asked for.",
///       "advice": null,
///       "parameters": [
///         {
///           "name": "part",
///           "kind": "integer"
///         }
///       ],
///       "headers": [],
///       "retry": "after",
///       "retry_after": 60,
///       "since": "1.2",
///       "replacement": null
///     }
///   ]
/// }
/// "#);
/// ```
///
/// `meaning` and `advice` are Markdown. `retry` is `"never"`, `"at_once"`, `"after"` or `null`, and `retry_after` the delay in
/// seconds. `replacement` is the code that is to be used instead of a deprecated one.
pub fn json(book: &Book) -> String {
    let codes = book.codes().map(|code| Row {
        code: code.id(),
        status: code.status().as_u16(),
        message: code.message(),
        meaning: unindent(code.meaning()),
        advice: code.advice().map(unindent),
        parameters: code
            .parameters()
            .iter()
            .map(|parameter| Parameter { name: parameter.name(), kind: parameter.kind().name() })
            .collect(),
        headers: code.headers(),
        retry: code.retry().map(Retry::name),
        retry_after: retry_after(code),
        since: code.since(),
        replacement: code.replacement().map(Code::id),
    });
    pretty(&Catalogue { name: book.name(), retired: book.retired(), codes: codes.collect() })
}

#[derive(Serialize)]
struct Catalogue<'a> {
    name: &'a str,
    retired: &'a [&'a str],
    codes: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: &'static str,
    status: u16,
    message: &'static str,
    meaning: String,
    advice: Option<String>,
    parameters: Vec<Parameter>,
    headers: &'static [&'static str],
    retry: Option<&'static str>,
    retry_after: Option<u64>,
    since: Option<&'static str>,
    replacement: Option<&'static str>,
}

#[derive(Serialize)]
struct Parameter {
    name: &'static str,
    kind: &'static str,
}

/// Pretty-prints a document, with a line feed at its end.
pub(super) fn pretty(document: &impl Serialize) -> String {
    // What is exported has text for the keys of its maps and is written to memory: there is no error to meet.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// A JSON object whose members keep their order.
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

impl<T> Ordered<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// A text as JSON writes it, which is how JavaScript writes it, too.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = Vec::with_capacity(text.len() + 2);
    crate::json::write_str(&mut quoted, text);
    String::from_utf8(quoted).unwrap_or_default()
}
