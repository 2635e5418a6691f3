//! [`Mount`]: the three parts of the service, each with its book.

use std::time::Duration;

use errorbook::{Book, Constraint, Error, Policy, Violation, ayanova, primaerp, standard};

use crate::project::PROJECTS;

/// The path of the pages about the books.
pub const ERRORS: &str = "/errors";

/// The books of all mounts.
pub const BOOKS: &[&Book] = &[Mount::Primaerp.book(), Mount::Ayanova.book(), Mount::Http.book()];

/// The parameter that suppresses statuses on every mount. The books of primaERP and AyaNova define the same name.
pub(crate) const SUPPRESSION: &str = "suppress_response_code";

/// A part of the service with its own book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract lists them all")]
pub enum Mount {
    /// Projects, under `/primaerp`.
    Primaerp,
    /// Parts and work orders, under `/ayanova`.
    Ayanova,
    /// Everything else. Its routes for trying things are under `/http`.
    Http,
}

impl Mount {
    /// All mounts.
    pub const ALL: [Mount; 3] = [Mount::Primaerp, Mount::Ayanova, Mount::Http];

    /// Returns the mount's name. It is the first segment of its paths.
    pub const fn name(self) -> &'static str {
        match self {
            Mount::Primaerp => "primaerp",
            Mount::Ayanova => "ayanova",
            Mount::Http => "http",
        }
    }

    /// Returns the prefix of the mount's paths, such as `/primaerp`.
    pub const fn prefix(self) -> &'static str {
        match self {
            Mount::Primaerp => "/primaerp",
            Mount::Ayanova => "/ayanova",
            Mount::Http => "/http",
        }
    }

    /// Returns the book of the mount's errors.
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
            // This book has no suppression by default, so the service turns it on.
            Mount::Http => Policy::new(self.book()).suppression_parameter(SUPPRESSION),
        };
        match self.jsonp() {
            Some(parameter) => policy.jsonp(parameter),
            None => policy,
        }
    }

    /// Returns the parameter for JSONP, or `None` if JSONP is off.
    pub const fn jsonp(self) -> Option<&'static str> {
        match self {
            Mount::Primaerp => Some("callback"),
            Mount::Ayanova | Mount::Http => None,
        }
    }

    /// Returns the mount of a path, by its first segment: `/primaerp/x` belongs to primaERP, `/primaerpx` does not.
    pub fn of(path: &str) -> Mount {
        let first = path.strip_prefix('/').unwrap_or(path).split('/').next().unwrap_or_default();
        Mount::ALL.into_iter().find(|mount| mount.name() == first).unwrap_or(Mount::Http)
    }

    /// Returns the error with this code, for trying things. If the book does not have the code, returns the mount's "not found".
    pub fn raise(self, id: &str) -> Error {
        // Some frameworks decode invalid UTF-8 in a path to this character.
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

    /// Returns an error with a `retry-after` of 1.5 seconds, for trying things.
    pub fn late(self) -> Error {
        let code = match self {
            Mount::Primaerp => primaerp::LIMIT_EXCEEDED,
            Mount::Ayanova => ayanova::API_CLOSED,
            Mount::Http => standard::SERVICE_UNAVAILABLE,
        };
        Error::from(code).with_retry_after(Duration::from_millis(1500))
    }
}

/// Returns the validation error that primaERP's own documentation shows.
fn owner_is_null() -> Violation {
    Violation::new("owner", Constraint::Required)
        .with_message("may not be null")
        .with_entity_type("eu.abra.primaerp.api.beans.time.Project")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_segment_selects_the_mount() {
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
    fn every_code_of_the_book_is_raised_and_no_other() {
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
