//! [`Book`]: a catalogue of codes that share one envelope.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::sync::OnceLock;

use crate::code::Row;
use crate::envelope::{Envelope, Report};
use crate::{Code, Status, http, index};

/// A catalogue of [`Code`]s that share one [`Envelope`], declared with [`codes!`](crate::codes).
///
/// ```
/// use errorbook::{http, primaerp};
///
/// assert_eq!(primaerp::BOOK.find("PE01-1104"), Some(primaerp::VALIDATION_ERROR));
/// assert_eq!(primaerp::BOOK.find("PE01-0000"), None);
/// assert_eq!(primaerp::BOOK.codes().len(), 28);
/// assert_eq!(http::BOOK.find("not_found"), Some(http::NOT_FOUND));
/// ```
pub struct Book {
    name: &'static str,
    envelope: &'static dyn Envelope,
    type_base: Option<&'static str>,
    situations: fn() -> Situations,
    bare_statuses: fn() -> BareStatuses,
    retired: &'static [&'static str],
    tables: fn() -> Tables,
}

/// What a book has of each of its codes.
///
/// A book reaches it through a function, because the compiler checks all that can be reached from a constant: from each
/// code, each row of its book otherwise, which for thousands of codes takes it a minute.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "made by `codes!` alone")]
pub struct Tables {
    pub rows: &'static [Row],
    /// Where the row of an identifier is.
    pub index: &'static [u16],
    pub bodies: &'static [Body],
}

/// The body of a bare code, rendered when it is first needed.
#[doc(hidden)]
pub type Body = OnceLock<Box<[u8]>>;

impl Book {
    /// The challenge of a 401 for which nobody has set another.
    pub(crate) const CHALLENGE: &'static str = "Bearer";

    #[doc(hidden)]
    pub const fn __new(
        name: &'static str,
        envelope: &'static dyn Envelope,
        type_base: Option<&'static str>,
        situations: fn() -> Situations,
        bare_statuses: fn() -> BareStatuses,
        retired: &'static [&'static str],
        tables: fn() -> Tables,
    ) -> Book {
        Book { name, envelope, type_base, situations, bare_statuses, retired, tables }
    }

    /// The book's name: `primaerp`, `ayanova`, `http`, or a user's own.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The JSON shape of the book's errors.
    pub const fn envelope(&self) -> &'static dyn Envelope {
        self.envelope
    }

    /// The URI before the code in a problem's `type`; without one it is `about:blank`.
    pub const fn type_base(&self) -> Option<&'static str> {
        self.type_base
    }

    /// Every code, in the order of the book.
    pub fn codes(&self) -> impl ExactSizeIterator<Item = Code> + use<> {
        (self.tables)().rows.iter().map(Code::of)
    }

    /// The identifiers that were codes once and must never be used again.
    pub const fn retired(&self) -> &'static [&'static str] {
        self.retired
    }

    /// The code with this identifier, letter for letter.
    pub fn find(&self, id: &str) -> Option<Code> {
        let Tables { rows, index, .. } = (self.tables)();
        let rows = index::candidates(index, id).filter_map(|row| rows.get(row));
        rows.map(Code::of).find(|code| code.id() == id)
    }

    /// The code for what a framework or a library, not a handler, finds wrong.
    ///
    /// One that the book leaves to the [`http`] book has the code that the book gives to the same status, if there is one:
    /// some frameworks raise a situation where others send a bare status, and the answer has to be the same.
    pub fn situation(&self, situation: Situation) -> Code {
        let code = self.declared(situation);
        if self.lists(code) {
            return code;
        }
        let bare_statuses = (self.bare_statuses)();
        match (bare_statuses.coded(code.status()), bare_statuses.rest) {
            (Some(listed), _) => listed,
            (None, Rest::Coded { server, .. }) if code.status().is_server_error() => server,
            (None, Rest::Coded { client, .. }) => client,
            (None, Rest::Kept { .. } | Rest::Registered) => code,
        }
    }

    fn lists(&self, code: Code) -> bool {
        std::ptr::eq(code.book(), self)
    }

    fn declared(&self, situation: Situation) -> Code {
        let situations = (self.situations)();
        match situation {
            Situation::NoRoute => situations.no_route,
            Situation::MethodNotAllowed => situations.method_not_allowed,
            Situation::UnsupportedMediaType => situations.unsupported_media_type,
            Situation::UnreadableBody => situations.unreadable_body,
            Situation::InvalidBody => situations.invalid_body,
            Situation::BodyTooLarge => situations.body_too_large,
            Situation::WrongParameter => situations.wrong_parameter,
            Situation::ObjectNotFound => situations.object_not_found,
            Situation::NotUnique => situations.not_unique,
            Situation::Referenced => situations.referenced,
            Situation::RuleBroken => situations.rule_broken,
            Situation::Busy => situations.busy,
            Situation::Unhandled => situations.unhandled,
        }
    }

    /// The book's own code for the situation that a framework means by a bare status, where it means just one.
    fn raised(&self, status: Status) -> Option<Code> {
        let situation = match status.as_u16() {
            404 => Situation::NoRoute,
            405 => Situation::MethodNotAllowed,
            413 => Situation::BodyTooLarge,
            415 => Situation::UnsupportedMediaType,
            500 => Situation::Unhandled,
            _ => return None,
        };
        Some(self.declared(situation)).filter(|code| self.lists(*code))
    }

    /// What the book says of a status that came without a code.
    ///
    /// Of a status that it does not list and by which frameworks mean one [`Situation`] (404, 405, 413, 415 and 500) it
    /// says what it says of the situation.
    pub fn bare_status(&self, status: Status) -> BareStatus {
        let bare_statuses = (self.bare_statuses)();
        if let Some(code) = bare_statuses.coded(status).or_else(|| self.raised(status)) {
            return BareStatus::Coded(code);
        }
        match bare_statuses.rest {
            Rest::Coded { client, server } => BareStatus::Coded(if status.is_server_error() { server } else { client }),
            Rest::Kept { messages } => {
                let message = messages.iter().find(|(kept, _)| *kept == status.as_u16()).map(|(_, message)| *message);
                BareStatus::Kept { code: None, message: message.unwrap_or_else(|| http::phrase(status)) }
            }
            Rest::Registered => match http::registered(status) {
                Some(code) => BareStatus::Coded(code),
                None => BareStatus::Kept { code: Some(http::UNKNOWN), message: http::phrase(status) },
            },
        }
    }

    /// Writes a report in the book's envelope.
    pub(crate) fn render(&self, report: &Report<'_>) -> Vec<u8> {
        thread_local! {
            /// Where small bodies are written first, so that each has an allocation of just its size: what frameworks
            /// make of a vector with room to spare costs them another one.
            static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
        }
        const LIMIT: usize = 4 * 1_024;

        let size = report.size_hint();
        let is_small = size <= LIMIT;
        // An envelope that makes an answer in turn, or a thread that ends, finds nothing there and goes without.
        let mut body = if is_small { SCRATCH.try_with(Cell::take).unwrap_or_default() } else { Vec::new() };
        body.clear();
        body.reserve(size);
        self.envelope.write(report, &mut body);
        if !is_small || body.capacity() > 2 * LIMIT {
            return body;
        }
        let exact = body.as_slice().to_vec();
        // Only a thread that ends has no place for it.
        let _ = SCRATCH.try_with(|scratch| scratch.set(body));
        exact
    }

    /// The body of a bare code in this book's envelope: borrowed when the code is the book's own, made when it is a
    /// code of another book that stands for a situation.
    pub(crate) fn body_of(&self, code: Code) -> Cow<'static, [u8]> {
        if self.lists(code) { Cow::Borrowed(code.body()) } else { Cow::Owned(self.render(&Report::of(code))) }
    }

    /// The rendered body of the code in row `index`.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "`codes!` makes as many bodies as rows")]
    pub(crate) fn bare_body(&self, code: Code, index: usize) -> &'static [u8] {
        (self.tables)().bodies[index].get_or_init(|| self.render(&Report::of(code)).into_boxed_slice())
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Book({}, {} codes)", self.name, self.codes().len())
    }
}

/// Something that a framework or a library, not a handler, finds wrong.
///
/// Each book gives it a code of its own:
///
/// ```
/// use errorbook::{Situation, ayanova, http, primaerp};
///
/// assert_eq!(primaerp::BOOK.situation(Situation::NoRoute), primaerp::RESOURCE_NOT_FOUND);
/// assert_eq!(ayanova::BOOK.situation(Situation::NoRoute), ayanova::OBJECT_NOT_FOUND);
/// assert_eq!(http::BOOK.situation(Situation::NoRoute), http::NOT_FOUND);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Situation {
    /// No route has the path.
    NoRoute,
    /// The route does not serve the method.
    MethodNotAllowed,
    /// The body's content type is missing or not the one that is read.
    UnsupportedMediaType,
    /// The body is not readable JSON: its syntax is wrong, it is cut short, it is not UTF-8.
    UnreadableBody,
    /// The body can be read and does not fit what is asked for.
    InvalidBody,
    /// The body is over the limit.
    BodyTooLarge,
    /// A parameter of the path or the query is missing, given twice or unreadable.
    WrongParameter,
    /// The object that is asked for is not there.
    ObjectNotFound,
    /// Another object has what may be there only once.
    NotUnique,
    /// Other objects refer to this one, or what it refers to is not there.
    Referenced,
    /// The storage refuses the object, because a rule of its own is broken.
    RuleBroken,
    /// The storage has no time for the request now; the same request may do later.
    Busy,
    /// A panic, or an error that has no code.
    Unhandled,
}

/// The code of each [`Situation`] in a book.
///
/// Exhaustive on purpose: [`codes!`](crate::codes) fills it from [`Situations::HTTP`], which must say its word for a new
/// situation.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are the variants of Situation")]
pub struct Situations {
    pub no_route: Code,
    pub method_not_allowed: Code,
    pub unsupported_media_type: Code,
    pub unreadable_body: Code,
    pub invalid_body: Code,
    pub body_too_large: Code,
    pub wrong_parameter: Code,
    pub object_not_found: Code,
    pub not_unique: Code,
    pub referenced: Code,
    pub rule_broken: Code,
    pub busy: Code,
    pub unhandled: Code,
}

impl Situations {
    /// Every situation in the words of the [`http`] book.
    pub const HTTP: Situations = Situations {
        no_route: http::NOT_FOUND,
        method_not_allowed: http::METHOD_NOT_ALLOWED,
        unsupported_media_type: http::UNSUPPORTED_MEDIA_TYPE,
        unreadable_body: http::BAD_REQUEST,
        invalid_body: http::UNPROCESSABLE_CONTENT,
        body_too_large: http::CONTENT_TOO_LARGE,
        wrong_parameter: http::BAD_REQUEST,
        object_not_found: http::NOT_FOUND,
        not_unique: http::CONFLICT,
        referenced: http::CONFLICT,
        rule_broken: http::UNPROCESSABLE_CONTENT,
        busy: http::SERVICE_UNAVAILABLE,
        unhandled: http::INTERNAL_SERVER_ERROR,
    };
}

/// How a book puts a status of 400 or more that came without a code into its envelope.
///
/// Exhaustive on purpose, as [`Situations`].
#[derive(Debug, Clone, Copy)]
pub struct BareStatuses {
    /// The statuses that have a code, with it; the code's own status is what is sent.
    pub coded: &'static [(u16, Code)],
    /// What becomes of all others.
    pub rest: Rest,
}

impl BareStatuses {
    /// Every status in the words of the [`http`] book.
    pub const HTTP: BareStatuses = BareStatuses { coded: &[], rest: Rest::Registered };

    fn coded(&self, status: Status) -> Option<Code> {
        self.coded.iter().find(|(coded, _)| *coded == status.as_u16()).map(|(_, code)| *code)
    }
}

/// What becomes of a bare status that a book maps to no code of its own.
///
/// Exhaustive on purpose: adapters never match on it, and a book names just one.
#[derive(Debug, Clone, Copy)]
pub enum Rest {
    /// One code for every 4xx, one for every 5xx.
    Coded {
        /// The code of a 4xx.
        client: Code,
        /// The code of a 5xx.
        server: Code,
    },
    /// The status is kept without a code.
    Kept {
        /// Messages of some statuses; all others have the registry's reason phrase.
        messages: &'static [(u16, &'static str)],
    },
    /// The status' code in the [`http`] book; one that is not registered is kept as `unknown`.
    Registered,
}

/// What a book says of a bare status: see [`Book::bare_status`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BareStatus {
    /// It is sent as this code, with the code's status.
    Coded(Code),
    /// It is kept.
    Kept {
        /// The identifier to send, if any.
        code: Option<&'static str>,
        /// The message to send.
        message: &'static str,
    },
}

impl BareStatus {
    /// The status and the body in the book's envelope, with a public description if there is one.
    pub(crate) fn render(self, book: &Book, status: Status, description: Option<&str>) -> (Status, Cow<'static, [u8]>) {
        match self {
            BareStatus::Coded(code) if description.is_none() => (code.status(), book.body_of(code)),
            BareStatus::Coded(code) => {
                (code.status(), Cow::Owned(book.render(&Report { description, ..Report::of(code) })))
            }
            BareStatus::Kept { code, message } => {
                (status, Cow::Owned(book.render(&Report { description, ..Report::new(status, code, message) })))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ayanova, primaerp};

    const BOOKS: [&Book; 3] = [&primaerp::BOOK, &ayanova::BOOK, &http::BOOK];

    #[test]
    fn every_code_is_found_by_its_identifier_and_knows_its_book() {
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
    fn a_bare_body_is_json_that_carries_the_code_and_is_rendered_once() {
        for code in BOOKS.into_iter().flat_map(Book::codes) {
            let body: serde_json::Value = serde_json::from_slice(code.body()).unwrap();
            let id = body.pointer("/code").or_else(|| body.pointer("/error/code")).unwrap();
            assert_eq!(id, code.id());
            assert!(std::ptr::eq(code.body(), code.body()));
        }
    }

    #[test]
    fn every_bare_status_has_the_status_of_its_code_or_keeps_its_own() {
        for book in BOOKS {
            for status in (400..=599).filter_map(Status::new) {
                match book.bare_status(status) {
                    BareStatus::Coded(code) => assert_eq!(book.find(code.id()), Some(code)),
                    BareStatus::Kept { message, .. } => assert!(!message.is_empty()),
                }
            }
        }
        let kept = |status| primaerp::BOOK.bare_status(Status::new(status).unwrap());
        let message = |message| BareStatus::Kept { code: None, message };
        assert_eq!(
            kept(501),
            message("Not implemented. The requested action is either not supported or not implemented yet.")
        );
        assert_eq!(kept(410), message("Gone"));
        assert_eq!(kept(418), message("Unknown"));
    }
}
