//! [`Links`]: the relative addresses of the pages.

use crate::pages_error::PagesError;

/// The relative addresses of the pages.
#[derive(Clone)]
pub(crate) enum Links {
    /// The pages of a service: the list at this path, and the codes below it.
    Service(&'static str),
    /// The files of a static site: the list as one file, and the codes as files in a folder beside it.
    Site,
}

impl Links {
    /// # Errors
    /// Returns an error if the path is not made of plain segments, each after a `/`.
    pub(crate) fn service(path: &'static str) -> Result<Links, PagesError> {
        let is_plain = path.strip_prefix('/').is_some_and(|segments| segments.split('/').all(is_plain_segment));
        if is_plain { Ok(Links::Service(path)) } else { Err(PagesError::Path(path)) }
    }

    /// Returns the path of the list. It is empty for a site.
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

    /// Returns the segment before the segment of a code.
    pub(crate) fn folder(&self) -> &'static str {
        match self {
            Links::Service(_) => self.list(),
            Links::Site => "codes",
        }
    }

    /// Returns the address of a code's page, relative to the page of another code.
    pub(crate) fn between_codes(&self, segment: &str) -> String {
        self.file(segment).map_or_else(|| segment.to_owned(), |file| format!("{file}.html"))
    }

    /// Returns the addresses of the list as JSON and as Markdown, relative to the list.
    pub(crate) fn formats_of_list(&self) -> [String; 2] {
        match self {
            Links::Service(_) => formats_of_service(self.list()),
            Links::Site => ["index.json".to_owned(), "index.md".to_owned()],
        }
    }

    /// Returns the addresses of a code as JSON and as Markdown, relative to the page of the code.
    pub(crate) fn formats_of_code(&self, segment: &str) -> [String; 2] {
        match self.file(segment) {
            None => formats_of_service(segment),
            Some(file) => [format!("{file}.json"), format!("{file}.md")],
        }
    }

    /// Returns the address of a code's file, relative to the same folder and without its extension. A service has no files.
    fn file(&self, segment: &str) -> Option<String> {
        match self {
            Links::Service(_) => None,
            // The name of the file contains percent signs, which must be encoded in an address.
            Links::Site => Some(segment.replace('%', "%25")),
        }
    }
}

fn formats_of_service(page: &str) -> [String; 2] {
    ["json", "markdown"].map(|format| format!("{page}?format={format}"))
}

fn is_plain_segment(segment: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !matches!(segment, "" | "." | "..") && segment.bytes().all(is_plain)
}
