//! [`Mount`]: the three parts of the service, each with its book.

use std::time::Duration;

use errorbook::{Book, Constraint, Error, Policy, Violation, ayanova, primaerp, standard};

use crate::project::PROJECTS;

/// Where the books are served.
pub const ERRORS: &str = "/errors";

/// The book of each mount.
pub const BOOKS: &[&Book] = &[Mount::Primaerp.book(), Mount::Ayanova.book(), Mount::Http.book()];

/// The parameter that suppresses statuses on every mount. The books of primaERP and AyaNova name it themselves.
pub(crate) const SUPPRESSION: &str = "suppress_response_code";

/// A part of the service with a book of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract lists them all")]
pub enum Mount {
    /// Projects, under `/primaerp`.
    Primaerp,
    /// Parts and work orders, under `/ayanova`.
    Ayanova,
    /// All the rest; what is there for trying things is under `/http`.
    Http,
}

impl Mount {
    /// Each of them, once.
    pub const ALL: [Mount; 3] = [Mount::Primaerp, Mount::Ayanova, Mount::Http];

    /// The mount's name, which is the first segment of its paths.
    pub const fn name(self) -> &'static str {
        match self {
            Mount::Primaerp => "primaerp",
            Mount::Ayanova => "ayanova",
            Mount::Http => "http",
        }
    }

    /// What its paths begin with: `/primaerp`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Mount::Primaerp => "/primaerp",
            Mount::Ayanova => "/ayanova",
            Mount::Http => "/http",
        }
    }

    /// The book of its errors.
    pub const fn book(self) -> &'static Book {
        match self {
            Mount::Primaerp => &primaerp::BOOK,
            Mount::Ayanova => &ayanova::BOOK,
            Mount::Http => &standard::BOOK,
        }
    }

    /// Returns the settings of the mount's layer.
    pub const fn policy(self) -> Policy {
        let policy = match self {
            Mount::Primaerp | Mount::Ayanova => Policy::new(self.book()),
            // The book of statuses promises no suppression: the service does.
            Mount::Http => Policy::new(self.book()).suppression_parameter(SUPPRESSION),
        };
        match self.jsonp() {
            Some(parameter) => policy.jsonp(parameter),
            None => policy,
        }
    }

    /// Returns the parameter that asks for JSONP, if that is on.
    pub const fn jsonp(self) -> Option<&'static str> {
        match self {
            Mount::Primaerp => Some("callback"),
            Mount::Ayanova | Mount::Http => None,
        }
    }

    /// The mount that a path belongs to, by its first segment: `/primaerp/x` is primaERP's, `/primaerpx` is not.
    pub fn of(path: &str) -> Mount {
        let first = path.strip_prefix('/').unwrap_or(path).split('/').next().unwrap_or_default();
        Mount::ALL.into_iter().find(|mount| mount.name() == first).unwrap_or(Mount::Http)
    }

    /// The error of the code with this identifier, for trying things; the mount's "not found" for one that the book
    /// does not list.
    pub fn raise(self, id: &str) -> Error {
        // Some frameworks decode a path leniently: this stands for bytes that are not UTF-8.
        if id.contains(char::REPLACEMENT_CHARACTER) {
            return Error::invalid_parameter("code", "expected UTF-8");
        }
        let code = self.book().find(id).unwrap_or(match self {
            Mount::Primaerp => primaerp::OBJECT_NOT_FOUND,
            Mount::Ayanova => ayanova::OBJECT_NOT_FOUND,
            Mount::Http => standard::NOT_FOUND,
        });
        let error = Error::from(code);
        if code == primaerp::VALIDATION_ERROR {
            error.with_violation(owner_is_null())
        } else if code == primaerp::TENANT_MOVED {
            error.with_location(PROJECTS)
        } else {
            error
        }
    }

    /// An error that may go away by itself in a second and a half, for trying things.
    pub fn late(self) -> Error {
        let code = match self {
            Mount::Primaerp => primaerp::LIMIT_EXCEEDED,
            Mount::Ayanova => ayanova::API_CLOSED,
            Mount::Http => standard::SERVICE_UNAVAILABLE,
        };
        Error::from(code).with_retry_after(Duration::from_millis(1500))
    }
}

/// The one violation that primaERP's own documents show.
fn owner_is_null() -> Violation {
    Violation::new("owner", Constraint::Required)
        .with_message("may not be null")
        .with_entity_type("eu.abra.primaerp.api.beans.time.Project")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_segment_says_the_mount() {
        let cases = [
            ("/primaerp", Mount::Primaerp),
            ("/primaerp/", Mount::Primaerp),
            ("/primaerp/v1/projects", Mount::Primaerp),
            ("/primaerpx", Mount::Http),
            ("/Primaerp", Mount::Http),
            ("/ayanova/api", Mount::Ayanova),
            ("/http/raise/x", Mount::Http),
            ("/x/primaerp", Mount::Http),
            ("/health", Mount::Http),
            ("/", Mount::Http),
            ("", Mount::Http),
            ("*", Mount::Http),
        ];
        for (path, mount) in cases {
            assert_eq!(Mount::of(path), mount, "{path}");
        }
    }

    #[test]
    fn names_and_prefixes_agree() {
        for mount in Mount::ALL {
            assert_eq!(mount.prefix(), format!("/{}", mount.name()));
            assert_eq!(Mount::of(mount.prefix()), mount);
        }
    }

    #[test]
    fn the_book_of_every_mount_is_served() {
        assert!(Mount::ALL.map(Mount::book).iter().zip(BOOKS).all(|(book, served)| std::ptr::eq(*book, *served)));
        assert_eq!((BOOKS.len(), Mount::of(ERRORS)), (Mount::ALL.len(), Mount::Http));
    }

    #[test]
    fn every_code_is_raised_and_no_other() {
        for mount in Mount::ALL {
            for code in mount.book().codes() {
                assert_eq!(mount.raise(code.id()).code(), Some(code));
            }
        }
        let unlisted = [
            (Mount::Primaerp, "2010", primaerp::OBJECT_NOT_FOUND),
            (Mount::Ayanova, "PE01-1104", ayanova::OBJECT_NOT_FOUND),
            (Mount::Http, "", standard::NOT_FOUND),
        ];
        for (mount, id, code) in unlisted {
            assert_eq!(mount.raise(id).code(), Some(code), "{id}");
        }
    }
}
