//! [`Policy`]: what a layer decides about each answer, for every framework alike.

use crate::answer::{Answer, Head};
use crate::{Book, Delivery, Status, header, log, media_type};

/// What a service sets on its layer, and every decision that the layer takes.
///
/// An adapter asks it in this order, for each request and its response:
///
/// 1. [`Policy::delivery`] of the query, before the request is handed on;
/// 2. for an error without a code, [`Error::to_answer_in`] the policy's book; for a response that [`Policy::is_bare`],
///    [`Policy::enclose`] with an [`Excerpt`] of its body; either answer then goes over the response with
///    [`Answer::replace_head`];
/// 3. [`Policy::deliver`] on the head of what is to be sent.
///
/// [`Error::to_answer_in`]: crate::Error::to_answer_in
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    book: &'static Book,
    suppression: Option<&'static str>,
    errors_only: bool,
    challenge: Option<&'static str>,
}

/// What [`Policy::deliver`] found about the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "an adapter that does not know a case would send a wrong body")]
pub enum Body {
    /// It is sent as it is.
    Keep,
    /// It is sent empty.
    Empty,
}

impl Policy {
    /// The parameter that suppresses statuses unless the service names another.
    pub const SUPPRESSION: &'static str = "suppress_response_code";

    /// A layer whose errors without a code are those of `book`, with suppression on.
    pub const fn new(book: &'static Book) -> Policy {
        Policy { book, suppression: Some(Policy::SUPPRESSION), errors_only: false, challenge: None }
    }

    /// See `ErrorBook::suppression_parameter` of each adapter.
    ///
    /// # Panics
    /// If the name is empty or holds anything but letters, digits, `-`, `.`, `_` and `~`.
    #[must_use]
    pub const fn suppression_parameter(mut self, name: &'static str) -> Policy {
        let (mut rest, mut valid) = (name.as_bytes(), !name.is_empty());
        while let [byte, tail @ ..] = rest {
            valid &= byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
            rest = tail;
        }
        assert!(valid, "the name of a parameter is made of letters, digits, `-`, `.`, `_` and `~`");
        self.suppression = Some(name);
        self
    }

    /// See `ErrorBook::without_suppression` of each adapter.
    #[must_use]
    pub const fn without_suppression(mut self) -> Policy {
        self.suppression = None;
        self
    }

    /// See `ErrorBook::suppress_errors_only` of each adapter.
    #[must_use]
    pub const fn suppress_errors_only(mut self) -> Policy {
        self.errors_only = true;
        self
    }

    /// See `ErrorBook::challenge` of each adapter.
    ///
    /// # Panics
    /// If the challenge holds anything but visible ASCII and spaces.
    #[must_use]
    pub const fn challenge(mut self, challenge: &'static str) -> Policy {
        let mut rest = challenge.as_bytes();
        while let [byte, tail @ ..] = rest {
            assert!(byte.is_ascii_graphic() || *byte == b' ', "a challenge is made of visible ASCII and spaces");
            rest = tail;
        }
        self.challenge = Some(challenge);
        self
    }

    /// The book of the errors that have no code of their own.
    pub const fn book(&self) -> &'static Book {
        self.book
    }

    /// What the query of a request asks of its answer's form.
    ///
    /// ```
    /// use errorbook::{Policy, http};
    ///
    /// let policy = Policy::new(&http::BOOK);
    /// assert!(policy.delivery(Some("a=b&suppress_response_code=TRUE")).suppress);
    /// assert!(!policy.delivery(Some("suppress_response_code=yes")).suppress);
    /// assert!(!policy.delivery(None).suppress);
    /// ```
    #[inline]
    pub fn delivery(&self, query: Option<&str>) -> Delivery {
        match (query, self.suppression) {
            (Some(query), Some(parameter)) => Delivery::of(query, parameter),
            _ => Delivery::default(),
        }
    }

    /// Whether a response is an error that is not in an envelope: 400 or more, and its body is not JSON.
    #[inline]
    pub fn is_bare(&self, head: &impl Head) -> bool {
        head.status() >= 400 && !head.header(header::CONTENT_TYPE).is_some_and(media_type::is_json)
    }

    /// The answer that a bare response becomes. Of its body, a 4xx' plain text is the description; a 5xx' is logged.
    pub fn enclose(&self, head: &impl Head, Excerpt(body): &Excerpt) -> Answer {
        // A framework may let through numbers that are no status; nothing is known about those.
        let status = Status::new(head.status()).unwrap_or(UNKNOWN_FAILURE);
        let readable = status.is_client_error()
            && head.header(header::CONTENT_TYPE).is_some_and(media_type::is_utf8_text)
            && head.header(header::CONTENT_ENCODING).is_none();
        let description = if readable { description(body) } else { None };
        let (code_status, body_in_envelope) = self.book.bare_status(status).render(self.book, status, description);
        let mut answer = Answer::new(code_status, self.book.envelope().content_type(), body_in_envelope);
        if status.is_server_error() {
            answer.push_header(header::X_ERROR_ID, log::dropped(status, body).to_string());
        }
        answer.with_challenge()
    }

    /// Gives the head of an answer the form that the request asked for. `made_by_code` says whether a redirect comes from
    /// a code; other redirects are never suppressed.
    #[inline]
    pub fn deliver(&self, delivery: Delivery, made_by_code: bool, head: &mut impl Head) -> Body {
        let status = head.status();
        if let (401, Some(challenge)) = (status, self.challenge) {
            let default = Book::CHALLENGE.as_bytes();
            if head.header(header::WWW_AUTHENTICATE).is_none_or(|given| given == default) {
                head.remove_header(header::WWW_AUTHENTICATE);
                head.append_header(header::WWW_AUTHENTICATE, challenge);
            }
        }
        if delivery.suppress { self.suppress(status, made_by_code, head) } else { Body::Keep }
    }

    fn suppress(&self, status: u16, made_by_code: bool, head: &mut impl Head) -> Body {
        let error = match status {
            ..=199 | 206 => return Body::Keep,
            200..=299 => false,
            300..=399 if !made_by_code => return Body::Keep,
            _ => true,
        };
        if self.errors_only && !error {
            return Body::Keep;
        }
        head.set_status(Status::OK);
        if status != Status::OK.as_u16() {
            head.remove_header(header::X_SUPPRESSED_STATUS);
            head.append_header(header::X_SUPPRESSED_STATUS, &status.to_string());
        }
        if error {
            for name in header::OF_THE_CACHE.into_iter().chain([header::CACHE_CONTROL]) {
                head.remove_header(name);
            }
            head.append_header(header::CACHE_CONTROL, "no-store");
            // RFC 9457 wants a problem's `status` to be the one of the answer, which it no longer is.
            if head.header(header::CONTENT_TYPE).is_some_and(media_type::is_problem) {
                head.remove_header(header::CONTENT_TYPE);
                head.append_header(header::CONTENT_TYPE, media_type::JSON);
            }
        }
        if matches!(status, 204 | 205) {
            head.remove_header(header::CONTENT_TYPE);
            head.remove_header(header::CONTENT_LENGTH);
            head.append_header(header::CONTENT_LENGTH, "0");
            return Body::Empty;
        }
        Body::Keep
    }
}

/// The start of a bare answer's body: all of it that is ever looked at.
///
/// ```
/// use errorbook::Excerpt;
///
/// let mut excerpt = Excerpt::default();
/// let pieces = [vec![b'a'; 1_000], vec![b'b'; 1_000], vec![b'c'; 1_000]];
/// assert_eq!(pieces.iter().take_while(|piece| excerpt.push(piece)).count(), 1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Excerpt(Vec<u8>);

impl Excerpt {
    /// How many bytes it holds at the most: one more than a description has, to see where one is cut.
    pub const LIMIT: usize = DESCRIPTION_LIMIT + 1;

    /// Adds the next piece of the body, and says whether another one is wanted.
    pub fn push(&mut self, piece: &[u8]) -> bool {
        let room = Excerpt::LIMIT.saturating_sub(self.0.len());
        self.0.extend_from_slice(piece.get(..room).unwrap_or(piece));
        self.0.len() < Excerpt::LIMIT
    }
}

/// How many bytes of a bare answer's text become its description.
const DESCRIPTION_LIMIT: usize = 1_024;

const UNKNOWN_FAILURE: Status = match Status::new(500) {
    Some(status) => status,
    None => Status::OK,
};

/// The text, cut between two characters; none if it is empty or not UTF-8.
fn description(body: &[u8]) -> Option<&str> {
    let (text, cut) = match body.split_at_checked(DESCRIPTION_LIMIT) {
        Some((text, rest)) => (text, !rest.is_empty()),
        None => (body, false),
    };
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        // The only fault is that the cut went through the last character.
        Err(error) if cut && error.error_len().is_none() => {
            std::str::from_utf8(text.get(..error.valid_up_to())?).ok()?
        }
        Err(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_cut_between_two_characters() {
        let e_acute = "é".repeat(2_500);
        let odd = format!("a{e_acute}");
        let cases: [(&[u8], Option<usize>); 8] = [
            (b"", None),
            (b"a", Some(1)),
            (&e_acute.as_bytes()[..Excerpt::LIMIT], Some(1_024)),
            (&odd.as_bytes()[..Excerpt::LIMIT], Some(1_023)),
            (&odd.as_bytes()[..1_023], Some(1_023)),
            (&e_acute.as_bytes()[..3], None),
            (&e_acute.as_bytes()[..1_023], None),
            (b"\xff", None),
        ];
        for (body, length) in cases {
            assert_eq!(description(body).map(str::len), length, "{} bytes", body.len());
        }
    }

    #[test]
    #[should_panic(expected = "the name of a parameter")]
    fn a_parameter_has_a_plain_name() {
        let _ = Policy::new(&crate::http::BOOK).suppression_parameter("a b");
    }
}
