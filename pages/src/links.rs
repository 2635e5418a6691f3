//! [`Links`]: the addresses of the pages, relative to each other.

use crate::pages_error::PagesError;

/// The addresses of the pages, relative to each other: of a service, or of a site of files.
pub(crate) enum Links {
    /// The list has this path, and the codes are below it.
    Service(&'static str),
    /// The list is a file, and each code is a file in a folder beside it.
    Site,
}

impl Links {
    /// # Errors
    /// If the path is anything but plain segments, each after a `/`.
    pub(crate) fn service(path: &'static str) -> Result<Links, PagesError> {
        let is_plain = path.strip_prefix('/').is_some_and(|segments| segments.split('/').all(is_plain_segment));
        if is_plain { Ok(Links::Service(path)) } else { Err(PagesError::Path(path)) }
    }

    /// Returns the path of the list. A site has none.
    pub(crate) fn path(&self) -> &'static str {
        match self {
            Links::Service(path) => path,
            Links::Site => "",
        }
    }

    /// Returns the last segment of the list's address.
    pub(crate) fn list(&self) -> &'static str {
        match self {
            Links::Service(path) => path.rsplit('/').next().unwrap_or_default(),
            Links::Site => "index.html",
        }
    }

    /// Returns the segment that stands before those of the codes.
    pub(crate) fn folder(&self) -> &'static str {
        match self {
            Links::Service(_) => self.list(),
            Links::Site => "codes",
        }
    }

    /// Returns the address of a code's page, relative to that of another code.
    pub(crate) fn between_codes(&self, segment: &str) -> String {
        self.file(segment).map_or_else(|| segment.to_owned(), |file| format!("{file}.html"))
    }

    /// Returns the address of a page's file in the same folder, without its extension. A service has none.
    pub(crate) fn file(&self, segment: &str) -> Option<String> {
        match self {
            Links::Service(_) => None,
            // The name of the file has the percent signs: in an address they are escaped.
            Links::Site => Some(segment.replace('%', "%25")),
        }
    }
}

fn is_plain_segment(segment: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain)
}
