//! [`Code`]: one row of a [`Book`], and [`codes!`](crate::codes) that declares them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ptr;

use crate::{Book, Status};

/// One stable identifier of a kind of error, with its one HTTP status, message and meaning.
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
    pub const fn __at<const N: usize>(rows: &'static [Row; N], index: usize) -> Code {
        Code(&rows[index])
    }

    pub(crate) const fn of(row: &'static Row) -> Code {
        Code(row)
    }

    /// The identifier on the wire: `PE01-1101`, `2010`, `not_found`.
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// The one status with which an answer carries this code.
    pub const fn status(self) -> Status {
        self.0.status
    }

    /// The short public message.
    pub const fn message(self) -> &'static str {
        self.0.message
    }

    /// What the code means, from the doc comment of its row, up to the heading `# What to do` if it has one: Markdown.
    pub fn meaning(self) -> &'static str {
        split(self.0.meaning).0
    }

    /// What a client's developer is to do about it: what the doc comment says under the heading `# What to do`, Markdown.
    ///
    /// ```
    /// use errorbook::primaerp::TOKEN_INVALID;
    ///
    /// assert!(TOKEN_INVALID.advice().is_some_and(|advice| advice.contains("refresh token")));
    /// ```
    pub fn advice(self) -> Option<&'static str> {
        split(self.0.meaning).1
    }

    /// The book that lists the code.
    pub const fn book(self) -> &'static Book {
        self.0.book
    }

    /// The answer's body when there is nothing to say but the code: rendered once, borrowed from then on.
    pub fn body(self) -> &'static [u8] {
        self.0.book.bare_body(self, self.0.index)
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

/// Splits a doc comment into what stands before the heading `# What to do`, of whatever level, and what follows it.
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

/// What [`codes!`](crate::codes) makes of one row.
#[doc(hidden)]
#[derive(Debug)]
pub struct Row {
    id: &'static str,
    status: Status,
    message: &'static str,
    meaning: &'static str,
    book: &'static Book,
    index: usize,
}

impl Row {
    pub const fn new(
        id: &'static str,
        status: u16,
        message: &'static str,
        meaning: &'static str,
        book: &'static Book,
        index: usize,
    ) -> Row {
        if message.is_empty() {
            fail("code ", id, " has no message: say in a few words what is wrong");
        }
        let Some(status) = Status::new(status) else {
            fail("code ", id, " has a status that is not within 100..=599");
        };
        Row { id, status, message, meaning, book, index }
    }
}

/// Sorts the identifiers of a book, for [`Book::find`], and refuses what a book must not have.
///
/// A heap sort, because this runs in the compiler: a book of thousands of codes must not cost seconds.
#[doc(hidden)]
#[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
pub const fn sort<const N: usize>(ids: &[&str; N], range: Option<(u16, u16)>) -> [u16; N] {
    const fn sink<const N: usize>(ids: &[&str; N], heap: &mut [u16; N], mut root: usize, end: usize) {
        loop {
            let mut child = 2 * root + 1;
            if child >= end {
                return;
            }
            if child + 1 < end && less(ids[heap[child] as usize], ids[heap[child + 1] as usize]) {
                child += 1;
            }
            if !less(ids[heap[root] as usize], ids[heap[child] as usize]) {
                return;
            }
            heap.swap(root, child);
            root = child;
        }
    }

    assert!(N <= u16::MAX as usize, "a book has at most 65,535 codes");
    let mut sorted = [0; N];
    let mut at = 0;
    while at < N {
        if ids[at].is_empty() {
            panic!("a code has an empty identifier");
        }
        if let Some((first, last)) = range {
            match number(ids[at]) {
                Some(number) if first <= number && number <= last => {}
                _ => fail("code ", ids[at], " is not a number within the book's range"),
            }
        }
        sorted[at] = at as u16;
        at += 1;
    }
    let mut root = N / 2;
    while root > 0 {
        root -= 1;
        sink(ids, &mut sorted, root, N);
    }
    let mut end = N;
    while end > 1 {
        end -= 1;
        sorted.swap(0, end);
        sink(ids, &mut sorted, 0, end);
    }
    let mut at = 1;
    while at < N {
        let (before, this) = (ids[sorted[at - 1] as usize], ids[sorted[at] as usize]);
        if !less(before, this) {
            fail("code ", this, " is declared twice: an identifier has one meaning for ever");
        }
        at += 1;
    }
    sorted
}

#[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
const fn less(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}

/// The number that an identifier spells in its one canonical form: no sign, no leading zero.
#[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
const fn number(id: &str) -> Option<u16> {
    let id = id.as_bytes();
    let (mut number, mut at) = (0_u16, 0);
    while at < id.len() {
        if !id[at].is_ascii_digit() || (at == 0 && id[at] == b'0') || number > 6_000 {
            return None;
        }
        number = number * 10 + (id[at] - b'0') as u16;
        at += 1;
    }
    Some(number)
}

/// Panics with the three parts joined, which `panic!` itself cannot do in the compiler.
#[expect(clippy::indexing_slicing, reason = "evaluated in the compiler, where a wrong index is an error")]
const fn fail(before: &str, id: &str, after: &str) -> ! {
    let parts = [before.as_bytes(), id.as_bytes(), after.as_bytes()];
    let mut message = [b' '; 512];
    let (mut length, mut part) = (0, 0);
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() && length < message.len() {
            message[length] = parts[part][at];
            length += 1;
            at += 1;
        }
        part += 1;
    }
    match std::str::from_utf8(message.split_at(length).0) {
        Ok(message) => panic!("{}", message),
        Err(_) => panic!("an identifier of the book is wrong and too long to show"),
    }
}

/// Declares a book: its head, then one row per code, from which constants, lookup, documentation and checks are made.
///
/// A row is its doc comment (what the code means and, under a heading `# What to do`, what to do about it), a constant's
/// name, the identifier on the wire, the status and the message. In the scope of the call arise `pub static BOOK` and a `pub const` per row.
///
/// ```
/// mod cart {
///     use errorbook::{Situations, BareStatuses, envelope, http};
///
///     errorbook::codes! {
///         /// The codes of the cart.
///         book "cart" {
///             envelope: envelope::PROBLEM,
///             type_base: Some("https://cart.example/errors/"),
///             situations: Situations::HTTP,
///             bare_statuses: BareStatuses::HTTP,
///             range: None,
///         }
///
///         /// The cart holds nothing that could be ordered.
///         ///
///         /// # What to do
///         /// Put something into the cart first.
///         EMPTY = "CART-1001", 409, "The cart is empty";
///     }
/// }
///
/// assert_eq!(cart::BOOK.find("CART-1001"), Some(cart::EMPTY));
/// assert_eq!(cart::EMPTY.meaning(), "The cart holds nothing that could be ordered.");
/// assert_eq!(cart::EMPTY.advice(), Some("Put something into the cart first."));
/// assert_eq!(
///     cart::EMPTY.body(),
///     br#"{"type":"https://cart.example/errors/CART-1001","title":"The cart is empty","status":409,"code":"CART-1001"}"#,
/// );
/// ```
///
/// # Errors
/// A duplicate identifier, an invalid status, an empty message, and an identifier outside of the book's range do not
/// compile:
///
/// ```compile_fail
/// # use errorbook::{Situations, BareStatuses, envelope};
/// errorbook::codes! {
///     book "cart" {
///         envelope: envelope::PROBLEM, type_base: None,
///         situations: Situations::HTTP, bare_statuses: BareStatuses::HTTP, range: None,
///     }
///     /// One.
///     ONE = "CART-1", 409, "One";
///     /// Another.
///     TWO = "CART-1", 409, "Two";
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! codes {
    (
        $(#[$book_meta:meta])*
        book $book:literal {
            envelope: $envelope:expr,
            type_base: $type_base:expr,
            situations: $situations:expr,
            bare_statuses: $bare_statuses:expr,
            range: $range:expr $(,)?
        }
        $(
            $(#[doc = $meaning:expr])+
            $name:ident = $id:literal, $status:literal, $message:literal;
        )+
    ) => {
        $(#[$book_meta])*
        pub static BOOK: $crate::Book = $crate::Book::__new(
            $book,
            &$envelope,
            $type_base,
            // Functions, because a static that holds codes of its own rows would need itself to be made.
            || $situations,
            || $bare_statuses,
            &__book::ROWS,
            &__book::SORTED,
            &__book::BODIES,
        );

        $(
            #[doc = concat!("`", $id, "`, ", stringify!($status), ": ", $message)]
            #[doc = ""]
            $(#[doc = $meaning])+
            pub const $name: $crate::Code = $crate::Code::__at(&__book::ROWS, __book::Index::$name as usize);
        )+

        mod __book {
            #[allow(unused_imports)]
            use super::*;

            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            pub(super) enum Index { $($name),+ }

            const COUNT: usize = [$($id),+].len();

            pub(super) static ROWS: [$crate::__private::Row; COUNT] = [$(
                $crate::__private::Row::new(
                    $id, $status, $message, concat!($($meaning, "\n"),+), &super::BOOK, Index::$name as usize,
                )
            ),+];

            pub(super) static SORTED: [u16; COUNT] = $crate::__private::sort(&[$($id),+], $range);

            pub(super) static BODIES: [$crate::__private::Body; COUNT] =
                [const { $crate::__private::Body::new() }; COUNT];
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_sorted_like_strings() {
        let ids = ["b", "PE01-9000", "a", "PE01-1001", "ab", "PE01-10010", "2000", "é", "z"];
        let sorted = sort(&ids, None).map(|at| ids[usize::from(at)]);
        let mut expected = ids;
        expected.sort_unstable();
        assert_eq!(sorted, expected);
    }

    #[test]
    fn the_advice_is_what_follows_its_heading() {
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

    #[test]
    fn a_number_has_one_spelling() {
        let cases = [
            ("2000", Some(2000)),
            ("02000", None),
            ("+2000", None),
            ("2000 ", None),
            ("65536", None),
            ("99999999", None),
        ];
        for (id, expected) in cases {
            assert_eq!(number(id), expected, "{id}");
        }
    }
}
