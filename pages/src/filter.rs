//! [`Filter`]: which codes of the list are wanted.

use serde::Deserialize;

use super::entry::Entry;
use crate::{Constraint, Error, extract};

/// Which codes of the list are wanted.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// As it was sent.
    pub(super) text: String,
    /// In lower case.
    words: Vec<String>,
    /// `4xx`
    pub(super) class: Option<String>,
}

#[derive(Deserialize)]
struct Query {
    q: Option<String>,
    status: Option<String>,
}

impl Filter {
    /// How many characters are searched for at the most.
    pub(super) const LIMIT: u8 = 100;

    /// # Errors
    /// A wrong parameter.
    pub(super) fn read(query: Option<&str>) -> Result<Filter, Error> {
        let Query { q, status } = extract::query(query)?;
        let text = q.unwrap_or_default();
        if text.chars().count() > usize::from(Filter::LIMIT) {
            return Err(Error::invalid_parameter("q", Constraint::MaxLength(Filter::LIMIT.into())));
        }
        let is_class = |status: &str| matches!(status.as_bytes(), [b'1'..=b'5', b'x', b'x']);
        // A form sends the field that was left alone, too.
        let class = status.filter(|status| !status.is_empty());
        if class.as_deref().is_some_and(|class| !is_class(class)) {
            return Err(Error::invalid_parameter("status", "expected one of 1xx, 2xx, 3xx, 4xx, 5xx"));
        }
        let words = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        Ok(Filter { text, words, class })
    }

    pub(super) fn takes_all(&self) -> bool {
        self.text.is_empty() && self.class.is_none()
    }

    pub(super) fn takes(&self, entry: &Entry) -> bool {
        self.class.as_ref().is_none_or(|class| *class == entry.class())
            && self.words.iter().all(|word| entry.searched.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ayanova, primaerp};

    #[test]
    fn every_word_has_to_be_there_in_any_letter_case() {
        let cases = [
            (None, true),
            (Some(""), true),
            (Some("q=&status="), true),
            (Some("a=b&suppress_response_code=true"), true),
            (Some("q=pe01-1010"), true),
            (Some("q=TOKEN"), true),
            (Some("q=token+401"), true),
            (Some("q=++expired%20%20PrimaERP"), true),
            (Some("q=token&status=4xx"), true),
            (Some("q=token&status=5xx"), false),
            (Some("status=4xx"), true),
            (Some("status=1xx"), false),
            (Some("q=token+tenant"), false),
            (Some("q=tokenis"), false),
        ];
        let entry = Entry::new(primaerp::TOKEN_INVALID);
        for (query, taken) in cases {
            assert_eq!(Filter::read(query).unwrap().takes(&entry), taken, "{query:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_wrong_parameter() {
        let long = format!("q={}", "é".repeat(101));
        let cases = [
            ("status=4", "status: expected one of 1xx, 2xx, 3xx, 4xx, 5xx"),
            ("status=6xx", "status: expected one of 1xx, 2xx, 3xx, 4xx, 5xx"),
            ("status=4xx&status=5xx", "status: occurs twice"),
            ("q=a&q=b", "q: occurs twice"),
            ("q=%FF", "q: expected UTF-8"),
            (&long, "q: size must be at most 100"),
        ];
        for (query, description) in cases {
            let error = Filter::read(Some(query)).unwrap_err();
            assert_eq!(error.description(), Some(description), "{query}");
            assert_eq!(error.to_response_in(&ayanova::BOOK).status().as_u16(), 400);
        }
        assert!(Filter::read(Some(&format!("q={}", "é".repeat(100)))).is_ok());
    }
}
