//! [`Book`]: a catalogue of codes that share one envelope.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

use crate::envelope::{Envelope, Report};
use crate::error_kind::ErrorKinds;
use crate::status_map::{StatusMap, UnlistedStatuses};
use crate::{Code, ErrorKind, Status, StatusMapping, standard};

/// A catalogue of [`Code`]s that share one [`Envelope`], declared with [`codes!`](crate::codes).
///
/// ```
/// use errorbook::{primaerp, standard};
///
/// assert_eq!(primaerp::BOOK.find("PE01-1104"), Some(primaerp::VALIDATION_ERROR));
/// assert_eq!(primaerp::BOOK.find("PE01-0000"), None);
/// assert_eq!(primaerp::BOOK.codes().len(), 28);
/// assert_eq!(standard::BOOK.find("not_found"), Some(standard::NOT_FOUND));
/// ```
pub struct Book {
    name: &'static str,
    envelope: &'static dyn Envelope,
    type_base: Option<&'static str>,
    pattern: Option<&'static str>,
    range: Option<(u64, u64)>,
    owner: Option<&'static str>,
    suppression: Option<&'static str>,
    error_kinds: fn() -> ErrorKinds,
    statuses: fn() -> StatusMap,
    retired: &'static [&'static str],
    tables: fn() -> Tables,
    bodies: fn() -> &'static [Body],
}

/// The codes of a book, with their order by identifier.
///
/// A book reaches them through a function. The compiler checks everything that a constant refers to: without the function,
/// each code would make it check every row of its book, which takes a minute for thousands of codes.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by `codes!` alone")]
pub struct Tables {
    pub codes: &'static [Code],
    /// The indexes of the codes, sorted by their identifiers.
    pub sorted: &'static [u16],
}

/// The body of a code without details, rendered when it is first needed.
///
/// A book reaches the bodies through a function of their own. A constant cannot refer to them, because they change. One slice is
/// returned in registers: as a part of [`Tables`] it took 20 of the 120 instructions that a code costs more than static bytes.
#[doc(hidden)]
pub type Body = OnceLock<Box<[u8]>>;

impl Book {
    /// The challenge of a 401, unless the service sets another one.
    pub(crate) const CHALLENGE: &'static str = "Bearer";

    #[doc(hidden)]
    #[expect(clippy::too_many_arguments, reason = "`codes!` alone calls it, and names none of its fields")]
    pub const fn __new(
        name: &'static str,
        envelope: &'static dyn Envelope,
        type_base: Option<&'static str>,
        pattern: Option<&'static str>,
        range: Option<(u64, u64)>,
        owner: Option<&'static str>,
        suppression: Option<&'static str>,
        error_kinds: fn() -> ErrorKinds,
        statuses: fn() -> StatusMap,
        retired: &'static [&'static str],
        tables: fn() -> Tables,
        bodies: fn() -> &'static [Body],
    ) -> Book {
        Book {
            name,
            envelope,
            type_base,
            pattern,
            range,
            owner,
            suppression,
            error_kinds,
            statuses,
            retired,
            tables,
            bodies,
        }
    }

    /// Returns the book's name: `primaerp`, `ayanova`, `http`, or a name of your own.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the JSON shape of the book's errors.
    pub const fn envelope(&self) -> &'static dyn Envelope {
        self.envelope
    }

    /// Returns the URI before the code in a problem's `type`. Without one, the `type` is `about:blank`.
    pub const fn type_base(&self) -> Option<&'static str> {
        self.type_base
    }

    /// Returns the form of all identifiers, if the book declares one: `#` is a digit, other characters stand for themselves.
    ///
    /// ```
    /// assert_eq!(errorbook::primaerp::BOOK.pattern(), Some("PE01-####"));
    /// ```
    pub const fn pattern(&self) -> Option<&'static str> {
        self.pattern
    }

    /// Returns the range of all identifiers, if the book declares one. The identifiers are then numbers.
    ///
    /// ```
    /// assert_eq!(errorbook::ayanova::BOOK.range(), Some(2000..=2999));
    /// ```
    pub fn range(&self) -> Option<RangeInclusive<u64>> {
        self.range.map(|(first, last)| first..=last)
    }

    /// Returns the team to ask about the codes, if the book names one.
    pub const fn owner(&self) -> Option<&'static str> {
        self.owner
    }

    /// Returns the query parameter that asks for status 200, if the book promises to suppress statuses.
    ///
    /// A layer keeps this promise if its [`Policy`](crate::Policy) is made from the book.
    ///
    /// ```
    /// use errorbook::{primaerp, standard};
    ///
    /// assert_eq!(primaerp::BOOK.suppression(), Some("suppress_response_code"));
    /// assert_eq!(standard::BOOK.suppression(), None);
    /// ```
    pub const fn suppression(&self) -> Option<&'static str> {
        self.suppression
    }

    /// Returns all codes, in the order of the book.
    pub fn codes(&self) -> impl ExactSizeIterator<Item = Code> + use<> {
        (self.tables)().codes.iter().copied()
    }

    /// Returns the identifiers that used to be codes and must never be used again.
    pub const fn retired(&self) -> &'static [&'static str] {
        self.retired
    }

    /// Returns the code with this identifier. Upper and lower case differ.
    pub fn find(&self, id: &str) -> Option<Code> {
        let Tables { codes, sorted } = (self.tables)();
        let code = |index: &u16| codes.get(usize::from(*index)).copied();
        let place = sorted.binary_search_by_key(&Some(id), |index| code(index).map(Code::id)).ok()?;
        code(sorted.get(place)?)
    }

    /// Returns the code for an error that a framework or a library finds.
    ///
    /// If the book does not map the kind, the code of the [`standard`] book gives a status, and the book's code for that status is
    /// returned. So the response is the same whether a framework reports the kind or only sends the status.
    ///
    /// ```
    /// use errorbook::{ErrorKind, primaerp};
    ///
    /// assert_eq!(primaerp::BOOK.code_for(ErrorKind::BodyTooLarge).id(), "PE01-1109");
    /// ```
    pub fn code_for(&self, kind: ErrorKind) -> Code {
        let code = (self.error_kinds)().get(kind);
        if self.lists(code) {
            return code;
        }
        let statuses = (self.statuses)();
        match (statuses.coded(code.status()), statuses.unlisted) {
            (Some(listed), _) => listed,
            (None, UnlistedStatuses::Coded { server, .. }) if code.status().is_server_error() => server,
            (None, UnlistedStatuses::Coded { client, .. }) => client,
            (None, UnlistedStatuses::PassThrough { .. } | UnlistedStatuses::Standard) => code,
        }
    }

    fn lists(&self, code: Code) -> bool {
        std::ptr::eq(code.book(), self)
    }

    /// Returns the treatment of a status that comes without a code.
    ///
    /// For a framework each of 404, 405, 413, 415 and 500 stands for one [`ErrorKind`]. If the book does not list such a status,
    /// the code of that kind is used.
    ///
    /// ```
    /// use errorbook::{Status, StatusMapping, primaerp};
    ///
    /// let mapping = primaerp::BOOK.for_status(Status::new(403).unwrap());
    /// assert_eq!(mapping, StatusMapping::Coded(primaerp::ACCESS_DENIED));
    /// let mapping = primaerp::BOOK.for_status(Status::new(410).unwrap());
    /// assert_eq!(mapping, StatusMapping::PassThrough { code: None, message: "Gone" });
    /// # #[allow(unused)] let _ = mapping;
    /// ```
    pub fn for_status(&self, status: Status) -> StatusMapping {
        let statuses = (self.statuses)();
        let of_kind = || ErrorKind::of_status(status.as_u16()).map(|kind| (self.error_kinds)().get(kind));
        let listed = statuses.coded(status).or_else(|| of_kind().filter(|code| self.lists(*code)));
        match (listed, statuses.unlisted) {
            (Some(code), _) => StatusMapping::Coded(code),
            (None, UnlistedStatuses::Coded { client, server }) => {
                StatusMapping::Coded(if status.is_server_error() { server } else { client })
            }
            (None, UnlistedStatuses::PassThrough { messages }) => {
                let message =
                    messages.iter().find(|(number, _)| *number == status.as_u16()).map(|(_, message)| *message);
                StatusMapping::PassThrough { code: None, message: message.unwrap_or_else(|| standard::phrase(status)) }
            }
            (None, UnlistedStatuses::Standard) => match standard::registered(status) {
                Some(code) => StatusMapping::Coded(code),
                None => StatusMapping::PassThrough { code: Some(standard::UNKNOWN), message: standard::phrase(status) },
            },
        }
    }

    /// Returns the treatment of all statuses that the book does not list. [`Book::for_status`] applies it.
    ///
    /// ```
    /// use errorbook::{UnlistedStatuses, ayanova, standard};
    ///
    /// assert!(matches!(standard::BOOK.unlisted_statuses(), UnlistedStatuses::Standard));
    /// let UnlistedStatuses::Coded { client, .. } = ayanova::BOOK.unlisted_statuses() else { panic!("a code per class") };
    /// assert_eq!(client, ayanova::INVALID_OPERATION);
    /// ```
    pub fn unlisted_statuses(&self) -> UnlistedStatuses {
        (self.statuses)().unlisted
    }

    /// Writes a report in the book's envelope.
    ///
    /// The vector keeps its spare capacity: shrinking it took 500 of the 4,100 instructions of the response to one violation. A
    /// buffer per thread, copied into a vector of the right size, saves an allocation and no time.
    pub(crate) fn render(&self, report: &Report<'_>) -> Vec<u8> {
        let mut body = Vec::with_capacity(report.size_hint());
        self.envelope.write(report, &mut body);
        body
    }

    /// Returns the body of a code without details in this book's envelope. It is borrowed if the code belongs to the book.
    pub(crate) fn body_of(&self, code: Code) -> Cow<'static, [u8]> {
        if self.lists(code) { Cow::Borrowed(code.body()) } else { Cow::Owned(self.render(&Report::of(code))) }
    }

    /// Returns the rendered body of the code in row `index`.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "`codes!` makes as many bodies as rows")]
    pub(crate) fn prerendered_body(&self, code: Code, index: usize) -> &'static [u8] {
        (self.bodies)()[index].get_or_init(|| self.render(&Report::of(code)).into_boxed_slice())
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Book({}, {} codes)", self.name, self.codes().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ayanova, primaerp};

    const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

    #[test]
    fn every_code_is_found_by_its_identifier_and_returns_its_book() {
        for book in BOOKS {
            for code in book.codes() {
                assert_eq!(book.find(code.id()), Some(code));
                assert_eq!(code.book().name(), book.name());
                assert!(!code.meaning().is_empty(), "{code:?} has no meaning");
            }
            for wrong in ["", "PE01", "PE01-1101 ", "pe01-1101", "Not_found", "02000", "9999"] {
                assert_eq!(book.find(wrong), None, "{wrong:?}");
            }
        }
    }

    #[test]
    fn a_body_without_details_is_json_with_the_code_and_rendered_once() {
        for code in BOOKS.into_iter().flat_map(Book::codes) {
            let body: serde_json::Value = serde_json::from_slice(code.body()).unwrap();
            let id = body.pointer("/code").or_else(|| body.pointer("/error/code")).unwrap();
            assert_eq!(id, code.id());
            assert!(std::ptr::eq(code.body(), code.body()));
        }
    }

    #[test]
    fn every_status_without_a_code_gets_the_status_of_a_code_or_stays() {
        for book in BOOKS {
            for status in (400..=599).filter_map(Status::new) {
                match book.for_status(status) {
                    StatusMapping::Coded(code) => assert_eq!(book.find(code.id()), Some(code)),
                    StatusMapping::PassThrough { message, .. } => assert!(!message.is_empty()),
                }
            }
        }
        let pass_through = |status| primaerp::BOOK.for_status(Status::new(status).unwrap());
        let message = |message| StatusMapping::PassThrough { code: None, message };
        assert_eq!(
            pass_through(501),
            message("Not implemented. The requested action is either not supported or not implemented yet.")
        );
        assert_eq!(pass_through(410), message("Gone"));
        assert_eq!(pass_through(418), message("Unknown"));
    }
}
