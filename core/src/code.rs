//! [`Code`]: one row of a [`Book`], and [`codes!`](crate::codes) that declares them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ptr;

use crate::{Book, Parameter, Retry, Status};

/// An error code: a stable identifier of one kind of error, with one HTTP status, a message and a meaning.
///
/// A `Code` is a reference to its row in a [`Book`]: it is `Copy`, and two codes are equal when they are the same row.
///
/// ```
/// use errorbook::primaerp::OBJECT_NOT_FOUND;
///
/// assert_eq!(OBJECT_NOT_FOUND.id(), "PE01-1101");
/// assert_eq!(OBJECT_NOT_FOUND.status().as_u16(), 404);
/// assert_eq!(OBJECT_NOT_FOUND.message(), "Object not found");
/// assert_eq!(
///     OBJECT_NOT_FOUND.body(),
///     br#"{"status":404,"code":"PE01-1101","message":"Object not found","description":null,"constraintViolations":[]}"#,
/// );
/// ```
#[derive(Clone, Copy)]
pub struct Code(&'static Row);

impl Code {
    #[doc(hidden)]
    #[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
    pub const fn __at(rows: &'static [Row], index: usize) -> Code {
        Code(&rows[index])
    }

    /// Returns the kind of a parameter as the number that [`ValueOf`](crate::parameter::ValueOf) takes.
    ///
    /// The compiler evaluates it, and reports a panic as an error at the line. `complaint` is the text of that error. `__kind!`
    /// makes it, because a `const fn` cannot format text.
    #[doc(hidden)]
    #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
    pub const fn __kind(self, parameter: &str, complaint: &str) -> u8 {
        let mut at = 0;
        while at < self.0.details.parameters.len() {
            if is_same(self.0.details.parameters[at].name(), parameter) {
                return self.0.details.parameters[at].kind() as u8;
            }
            at += 1;
        }
        panic!("{}", complaint)
    }

    /// Returns the identifier on the wire: `PE01-1101`, `2010`, `not_found`.
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// Returns the status of every response that carries this code.
    pub const fn status(self) -> Status {
        self.0.status
    }

    /// Returns the short public message.
    pub const fn message(self) -> &'static str {
        self.0.message
    }

    /// Returns the meaning of the code as Markdown: the doc comment of its row, up to the heading `# What to do`.
    pub fn meaning(self) -> &'static str {
        split(self.0.meaning).0
    }

    /// Returns the advice for a client's developer as Markdown: the doc comment below the heading `# What to do`.
    ///
    /// ```
    /// use errorbook::primaerp::TOKEN_INVALID;
    ///
    /// assert!(TOKEN_INVALID.advice().is_some_and(|advice| advice.contains("refresh token")));
    /// ```
    pub fn advice(self) -> Option<&'static str> {
        split(self.0.meaning).1
    }

    /// Returns the machine-readable values that an error of this code can carry.
    pub const fn parameters(self) -> &'static [Parameter] {
        self.0.details.parameters
    }

    /// Returns the names, in lower case, of the headers that a response with this code can carry in addition to those of every error.
    pub const fn headers(self) -> &'static [&'static str] {
        self.0.details.headers
    }

    /// Returns the advice about sending the same request again, if the book has any.
    pub const fn retry(self) -> Option<Retry> {
        self.0.details.retry
    }

    /// Returns the first version of the service that had the code, in the book's own numbering.
    pub const fn since(self) -> Option<&'static str> {
        self.0.details.since
    }

    /// Returns the team to ask about the code. The row's owner takes precedence over the book's.
    ///
    /// ```
    /// mod cart {
    ///     errorbook::codes! {
    ///         /// The codes of the cart.
    ///         book "cart" { envelope: errorbook::envelope::PROBLEM, owner: "team-cart" }
    ///
    ///         /// The cart holds nothing that could be ordered.
    ///         EMPTY = "CART-1001", 409, "The cart is empty";
    ///         /// The card was refused.
    ///         REFUSED = "CART-1002", 402, "Refused" { owner: "team-payments" };
    ///     }
    /// }
    ///
    /// assert_eq!(cart::BOOK.owner(), Some("team-cart"));
    /// assert_eq!([cart::EMPTY.owner(), cart::REFUSED.owner()], [Some("team-cart"), Some("team-payments")]);
    /// ```
    pub fn owner(self) -> Option<&'static str> {
        self.0.details.owner.or_else(|| self.0.book.owner())
    }

    /// Returns the code of the same book to use instead, if this code is deprecated.
    pub fn replacement(self) -> Option<Code> {
        self.0.details.replacement.and_then(|index| self.0.book.codes().nth(index))
    }

    /// Returns the book that lists the code.
    pub const fn book(self) -> &'static Book {
        self.0.book
    }

    /// Returns the body of a response without details. It is rendered once and borrowed afterwards.
    #[inline]
    pub fn body(self) -> &'static [u8] {
        self.0.book.prerendered_body(self, self.0.index)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        ptr::eq(self.0, other.0)
    }
}

impl Eq for Code {}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ptr::hash(self.0, state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.book().name(), self.id())
    }
}

/// `PE01-1101 Object not found`
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.message())
    }
}

/// Splits a doc comment at the heading `# What to do`, of any level: returns the text before it and the text after it.
fn split(text: &str) -> (&str, Option<&str>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let title = line.trim().trim_start_matches('#');
        if title.trim() == "What to do" && (1..=6).contains(&(line.trim().len() - title.len())) {
            let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            return (before.trim(), Some(after.trim()).filter(|advice| !advice.is_empty()));
        }
        start = end;
    }
    (text.trim(), None)
}

#[expect(clippy::indexing_slicing, reason = "the index is below both lengths")]
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// A row of a book, made by [`codes!`](crate::codes).
#[doc(hidden)]
#[derive(Debug)]
pub struct Row {
    id: &'static str,
    status: Status,
    message: &'static str,
    meaning: &'static str,
    book: &'static Book,
    index: usize,
    details: Details,
}

impl Row {
    pub const fn new(
        book: &'static Book,
        id: &'static str,
        status: u16,
        message: &'static str,
        meaning: &'static str,
        index: usize,
    ) -> Row {
        Row { id, status: Status::__checked(status), message, meaning, book, index, details: Details::NONE }
    }

    pub const fn with(self, details: Details) -> Row {
        Row { details, ..self }
    }
}

/// The optional parts of a row.
#[doc(hidden)]
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by `codes!` alone")]
pub struct Details {
    pub parameters: &'static [Parameter],
    pub headers: &'static [&'static str],
    pub retry: Option<Retry>,
    pub since: Option<&'static str>,
    pub owner: Option<&'static str>,
    /// The index of the row that replaces this one.
    pub replacement: Option<usize>,
}

impl Details {
    /// A row without optional parts.
    pub const NONE: Details =
        Details { parameters: &[], headers: &[], retry: None, since: None, owner: None, replacement: None };
}

/// Declares a book of error codes: a head, then one row per code.
///
/// ```
/// use errorbook::envelope;
///
/// errorbook::codes! {
///     /// The codes of the cart.
///     book "cart" {
///         envelope: envelope::PROBLEM,
///         type_base: "https://cart.example/errors/",
///         pattern: "CART-####",
///     }
///
///     /// The cart holds nothing that could be ordered.
///     ///
///     /// # What to do
///     /// Put something into the cart first.
///     EMPTY = "CART-1001", 409, "The cart is empty";
/// }
///
/// assert_eq!(BOOK.find("CART-1001"), Some(EMPTY));
/// assert_eq!(EMPTY.meaning(), "The cart holds nothing that could be ordered.");
/// assert_eq!(EMPTY.advice(), Some("Put something into the cart first."));
/// assert_eq!(
///     EMPTY.body(),
///     br#"{"type":"https://cart.example/errors/CART-1001","title":"The cart is empty","status":409,"code":"CART-1001"}"#,
/// );
/// ```
///
/// Defines `pub static BOOK` and one `pub const` per row, with documentation made from the row. Use a dedicated module. The
/// compiler reports all mistakes of a book at once, each at its place. A book can have up to 65,535 codes.
///
/// # The head
/// | field | value | default |
/// |---|---|---|
/// | `envelope` | a static, or any constant expression, of a type that implements [`Envelope`](crate::Envelope) | required |
/// | `type_base` | the URI before the code in a problem's `type` | `about:blank` |
/// | `pattern` | the form of all identifiers: `#` is a digit, other characters stand for themselves | any form |
/// | `range` | the range of all identifiers, which must then be numbers: `2000..=2999`, or a constant of type `RangeInclusive<u16>` such as [`ayanova::RANGE`](crate::ayanova::RANGE) | any identifier |
/// | `owner` | the team to ask about the codes, such as `"team-cart"` | none |
/// | `suppression` | the query parameter with which clients can ask for status 200, such as `"suppress_response_code"` | clients cannot ask for it |
/// | `error_kinds` | the row for each [`ErrorKind`](crate::ErrorKind) | the row in `statuses` for the status of the [`http`](crate::standard) book's code, or else that code |
/// | `statuses` | the row for each status from 400 to 599 that comes without a code, and the treatment of all others: see [below](#statuses-without-a-code) | each status has the code of the [`http`](crate::standard) book |
///
/// ```
/// use errorbook::{ErrorKind, Status, StatusMapping, envelope, standard};
///
/// errorbook::codes! {
///     /// The codes of the stock.
///     book "stock" {
///         envelope: envelope::PROBLEM,
///         error_kinds: { route_not_found: NO_SUCH_PAGE, internal: FAILED },
///         statuses: { 409: CONFLICT },
///     }
///
///     /// No page has this address.
///     NO_SUCH_PAGE = "STOCK-1", 404, "No such page";
///     /// Somebody else has changed the stock.
///     CONFLICT = "STOCK-2", 409, "Changed meanwhile";
///     /// The server failed; its log has the cause.
///     FAILED = "STOCK-3", 500, "Failed";
/// }
///
/// let mapping = |status| BOOK.for_status(Status::new(status).unwrap());
/// assert_eq!(BOOK.code_for(ErrorKind::RouteNotFound), NO_SUCH_PAGE);
/// // A kind is also the code of its status.
/// assert_eq!(mapping(404), StatusMapping::Coded(NO_SUCH_PAGE));
/// assert_eq!(mapping(409), StatusMapping::Coded(CONFLICT));
/// // Every other status stays as it is.
/// assert_eq!(mapping(405), StatusMapping::Coded(standard::METHOD_NOT_ALLOWED));
/// ```
///
/// # Statuses without a code
/// A framework, a middleware or a handler can send a status without a code. The book puts it into its envelope. List the
/// statuses for which the book has its own row, and choose the treatment of all others:
///
/// | `statuses` | any other status, such as 405 |
/// |---|---|
/// | `{ 404: NO_SUCH_PAGE }` | stays, with the code of the [`http`](crate::standard) book: `method_not_allowed` |
/// | `{ 404: NO_SUCH_PAGE, pass_through }` | stays, without a code, with the reason phrase as its message |
/// | `{ 404: NO_SUCH_PAGE, pass_through: MESSAGES }` | the same, with the messages of [`UnlistedStatuses::PassThrough`](crate::UnlistedStatuses::PassThrough) |
/// | `{ 404: NO_SUCH_PAGE, 4xx: REFUSED, 5xx: FAILED }` | **is replaced** by the status of `REFUSED` or `FAILED` |
///
/// Begin with the first form. Use the last one only if the contract allows no other codes, as AyaNova's does: the code decides
/// the status, so a 405, 413, 415 or 429 becomes a 400, and neither clients nor proxies can act on it. The compiler warns about
/// the last form until these four statuses have their own rows in `statuses` or `error_kinds`.
///
/// ```
/// use errorbook::{Status, StatusMapping, envelope};
///
/// errorbook::codes! {
///     /// The codes of the gate.
///     book "gate" { envelope: envelope::FLAT, statuses: { 404: NO_SUCH_PAGE, pass_through } }
///
///     /// No page has this address.
///     NO_SUCH_PAGE = "GATE-1", 404, "No such page";
/// }
///
/// let mapping = BOOK.for_status(Status::new(405).unwrap());
/// assert_eq!(mapping, StatusMapping::PassThrough { code: None, message: "Method Not Allowed" });
/// ```
///
/// # A row
/// The doc comment is the meaning of the code. Below a heading `# What to do` it advises the developer of a client. The
/// constant's name, the identifier, the status and the message follow, and then optional attributes in braces:
///
/// | attribute | value | read with |
/// |---|---|---|
/// | `parameters` | the values that an error can carry for programs, each with its kind: `string`, `integer`, `number`, `boolean` | [`Code::parameters`](crate::Code::parameters) |
/// | `headers` | the headers that a response can carry, in lower case | [`Code::headers`](crate::Code::headers) |
/// | `retry` | `never`, `at_once`, or `after` a whole number of `s`, `min` or `h` | [`Code::retry`](crate::Code::retry) |
/// | `since` | the first version that had the code | [`Code::since`](crate::Code::since) |
/// | `owner` | the team to ask about the code, if it is not the book's | [`Code::owner`](crate::Code::owner) |
/// | `deprecated` | the row to use instead; the constant is marked as deprecated as well | [`Code::replacement`](crate::Code::replacement) |
///
/// `retired` reserves an identifier that used to be a code. It does not have to match the pattern or the range, because those
/// may have been introduced later.
///
/// ```
/// use std::time::Duration;
/// use errorbook::{Retry, coded, envelope};
///
/// errorbook::codes! {
///     /// The codes of the cart.
///     book "cart" { envelope: envelope::PROBLEM }
///
///     /// Less is in stock than was asked for.
///     OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
///         parameters: { part: integer, available: integer },
///         headers: ["retry-after"],
///         retry: after 1h,
///         since: "1.2",
///     };
///     /// The part is not there.
///     NO_PART = "CART-1003", 409, "No such part" { deprecated: OUT_OF_STOCK };
///
///     /// The cart was full, when carts had a size.
///     retired "CART-1000";
/// }
///
/// assert_eq!(OUT_OF_STOCK.headers(), ["retry-after"]);
/// assert_eq!(OUT_OF_STOCK.retry(), Some(Retry::After(Duration::from_secs(3_600))));
/// assert_eq!(OUT_OF_STOCK.since(), Some("1.2"));
/// assert_eq!(BOOK.find("CART-1003").and_then(|code| code.replacement()), Some(OUT_OF_STOCK));
/// assert_eq!(BOOK.retired(), ["CART-1000"]);
///
/// let error = coded!(OUT_OF_STOCK, { part: 7, available: 3 }, "only 3 are left");
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"type":"about:blank","title":"Not enough in stock","status":409,"detail":"only 3 are left","code":"CART-1002","part":7,"available":3}"#,
/// );
/// ```
///
/// # Errors
/// A book does not compile if an identifier occurs twice or is retired, if a row has no meaning, if a status is not valid, or
/// if an error kind has a code of another book:
///
/// ```compile_fail
/// errorbook::codes! {
///     /// The codes of the cart.
///     book "cart" { envelope: errorbook::envelope::PROBLEM }
///
///     /// The cart holds nothing that could be ordered.
///     EMPTY = "CART-1001", 409, "The cart is empty";
///     /// The cart is full.
///     FULL = "CART-1001", 409, "The cart is full";
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($($book:tt)*) => {
        $crate::__private::codes! { [$crate] $($book)* }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_advice_is_the_text_below_its_heading() {
        let cases = [
            (" It failed.\n", "It failed.", None),
            (" It failed.\n\n # What to do\n Try again.\n\n Later.\n", "It failed.", Some("Try again.\n\n Later.")),
            ("It failed.\n###### What to do \nTry again.", "It failed.", Some("Try again.")),
            ("# What to do\nTry again.", "", Some("Try again.")),
            ("It failed.\n# What to do\n\n", "It failed.", None),
            ("It failed.\n####### What to do\nTry.", "It failed.\n####### What to do\nTry.", None),
            ("What to do\nTry.", "What to do\nTry.", None),
            ("# What to do next\nTry.", "# What to do next\nTry.", None),
            ("", "", None),
        ];
        for (text, meaning, advice) in cases {
            assert_eq!(split(text), (meaning, advice), "{text:?}");
        }
    }
}
