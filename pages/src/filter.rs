//! [`Filter`]: the search on the list page.

use errorbook::{Constraint, Error};

use crate::entry::Entry;
use crate::query::parameter;

/// The search on the list page. It selects the codes to show.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// The search text as it was sent.
    pub(crate) text: String,
    /// The words of the search text, in lower case.
    words: Vec<String>,
    /// The status class, such as `4xx`.
    pub(crate) class: Option<String>,
}

impl Filter {
    /// The maximum length of the search text in characters.
    pub(crate) const LIMIT: u8 = 100;

    /// Reads the parameters `q` and `status`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`](errorbook::ErrorKind::InvalidParameter)
    pub(crate) fn read(query: Option<&str>) -> Result<Filter, Error> {
        let query = query.unwrap_or_default();
        let text = parameter(query, "q")?.unwrap_or_default();
        if text.chars().count() > usize::from(Filter::LIMIT) {
            return Err(Error::invalid_parameter("q", Constraint::MaxLength(Filter::LIMIT.into())));
        }
        let is_class = |status: &str| matches!(status.as_bytes(), [b'1'..=b'5', b'x', b'x']);
        // A form also sends its empty fields.
        let class = parameter(query, "status")?.filter(|status| !status.is_empty());
        if class.as_deref().is_some_and(|class| !is_class(class)) {
            return Err(Error::invalid_parameter("status", "expected one of 1xx, 2xx, 3xx, 4xx, 5xx"));
        }
        let words = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        Ok(Filter { text, words, class })
    }

    /// Returns true if the filter accepts every code.
    pub(crate) fn accepts_all(&self) -> bool {
        self.text.is_empty() && self.class.is_none()
    }

    /// Returns true if the code has the status class and contains every word of the search text.
    pub(crate) fn accepts(&self, entry: &Entry) -> bool {
        self.class.as_ref().is_none_or(|class| *class == entry.class())
            && self.words.iter().all(|word| entry.searched.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use errorbook::{ayanova, primaerp};
    use errorbook_model::Catalog;

    use super::*;

    #[test]
    fn every_word_must_occur_in_any_letter_case() {
        let cases = [
            (None, true),
            (Some(""), true),
            (Some("q=&status="), true),
            (Some("a=b&suppress_response_code=true"), true),
            (Some("a=%FF&%FF=a&a=a&&="), true),
            (Some("%71=tok%65n"), true),
            (Some("%71=tenant"), false),
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
        let catalog = Catalog::of(&primaerp::BOOK);
        let entry = Entry::new(0, &catalog, catalog.get("PE01-1010").unwrap(), str::to_owned);
        for (query, accepted) in cases {
            assert_eq!(Filter::read(query).unwrap().accepts(&entry), accepted, "{query:?}");
        }
    }

    #[test]
    fn an_unreadable_query_is_an_invalid_parameter() {
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
