//! [`Policy`]: what a layer decides about each answer, for every framework alike.

use std::borrow::Cow;

use crate::answer::{Answer, Head};
use crate::{Book, Callback, Delivery, Error, InvalidCallback, Script, Status, header, log, media_type};

/// What a service sets on its layer, and every decision that the layer takes.
///
/// An adapter asks it in this order, for each request and its response:
///
/// 1. [`Policy::delivery`] of the method and the query, before the request is handed on; a response that [`Policy::keeps`]
///    goes out as it came;
/// 2. for an error without a code, [`Error::to_answer_in`] the policy's book; for a response that [`Policy::is_bare`],
///    [`Policy::enclose`] with an [`Excerpt`] of its body; either answer then goes over the response with
///    [`Answer::replace_head`];
/// 3. [`Policy::deliver`] on the head of what is to be sent, which says what becomes of its body.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    book: &'static Book,
    suppression: Option<&'static str>,
    errors_only: bool,
    challenge: Option<&'static str>,
    jsonp: Option<&'static str>,
}

/// What [`Policy::deliver`] found about the body.
#[derive(Debug, Clone)]
#[must_use]
#[expect(clippy::exhaustive_enums, reason = "an adapter that does not know a case would send a wrong body")]
pub enum Body {
    /// It is sent as it is.
    Keep,
    /// It is not sent: these bytes are.
    Replace(Cow<'static, [u8]>),
    /// It is sent as a script: as a [whole](Script::whole) if it is [short](Script::is_short), or else piece by piece.
    Script(Script),
}

impl Policy {
    /// The parameter that suppresses statuses unless the service names another.
    pub const SUPPRESSION: &'static str = "suppress_response_code";

    /// A layer whose errors without a code are those of `book`, with suppression on.
    pub const fn new(book: &'static Book) -> Policy {
        Policy { book, suppression: Some(Policy::SUPPRESSION), errors_only: false, challenge: None, jsonp: None }
    }

    /// See `ErrorBook::suppression_parameter` of each adapter.
    ///
    /// # Panics
    /// If the name is empty or holds anything but letters, digits, `-`, `.`, `_` and `~`.
    #[must_use]
    pub const fn suppression_parameter(mut self, name: &'static str) -> Policy {
        self.suppression = Some(parameter(name));
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

    /// See `ErrorBook::jsonp` of each adapter.
    ///
    /// # Panics
    /// If the name is empty or holds anything but letters, digits, `-`, `.`, `_` and `~`.
    #[must_use]
    pub const fn jsonp(mut self, name: &'static str) -> Policy {
        self.jsonp = Some(parameter(name));
        self
    }

    /// The book of the errors that have no code of their own.
    pub const fn book(&self) -> &'static Book {
        self.book
    }

    /// What a request asks of its answer's form: by its query, and by its method, because JSONP is for `GET` alone (and
    /// for the head of it, `HEAD`).
    ///
    /// ```
    /// use errorbook::{Policy, http};
    ///
    /// let policy = Policy::new(&http::BOOK).jsonp("callback");
    /// assert!(policy.delivery("GET", Some("a=b&suppress_response_code=TRUE")).suppress);
    /// assert!(!policy.delivery("GET", Some("suppress_response_code=yes")).suppress);
    /// assert!(!policy.delivery("GET", None).suppress);
    ///
    /// let callback = policy.delivery("GET", Some("callback=show")).callback.unwrap()?;
    /// assert_eq!(callback.as_str(), "show");
    /// assert_eq!(policy.delivery("POST", Some("callback=show")).callback, None);
    /// # Ok::<_, errorbook::InvalidCallback>(())
    /// ```
    #[inline]
    pub fn delivery(&self, method: &str, query: Option<&str>) -> Delivery {
        match query {
            Some(query) => {
                let jsonp = if matches!(method, "GET" | "HEAD") { self.jsonp } else { None };
                Delivery::of(query, self.suppression, jsonp)
            }
            None => Delivery::default(),
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
            answer.set_error_id(log::dropped(status, body));
        }
        answer.with_challenge()
    }

    /// Gives the head of an answer the form that the request asked for, and says what becomes of the body, of which
    /// `length` is the length where that is known. `made_by_code` says whether a redirect comes from a code; other
    /// redirects are never suppressed.
    #[inline]
    pub fn deliver(&self, delivery: &Delivery, made_by_code: bool, length: Option<u64>, head: &mut impl Head) -> Body {
        if let (401, Some(challenge)) = (head.status(), self.challenge) {
            let default = Book::CHALLENGE.as_bytes();
            if head.header(header::WWW_AUTHENTICATE).is_none_or(|given| given == default) {
                set(head, header::WWW_AUTHENTICATE, challenge);
            }
        }
        match self.jsonp {
            Some(parameter) => self.deliver_beside_jsonp(parameter, delivery, made_by_code, length, head),
            None if delivery.suppress => self.suppress(made_by_code, self.errors_only, head),
            None => Body::Keep,
        }
    }

    /// Whether a response of this status goes out as it is, so that nothing else need be asked.
    #[inline]
    pub fn keeps(&self, delivery: &Delivery, status: u16) -> bool {
        status < 400 && self.jsonp.is_none() && !delivery.suppress
    }

    fn deliver_beside_jsonp(
        &self,
        parameter: &'static str,
        delivery: &Delivery,
        made_by_code: bool,
        length: Option<u64>,
        head: &mut impl Head,
    ) -> Body {
        let body = match &delivery.callback {
            Some(Ok(callback)) if is_scripted(made_by_code, length, head) => {
                return self.script(callback, length, head);
            }
            Some(Err(InvalidCallback)) => self.refuse(parameter, head),
            _ => Body::Keep,
        };
        // What a page of another origin includes as a script must not be taken for one unless it was asked for as one.
        if head.header(header::CONTENT_TYPE).is_some_and(media_type::is_json) {
            head.set_static_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        }
        match if delivery.suppress { self.suppress(made_by_code, self.errors_only, head) } else { Body::Keep } {
            Body::Keep => body,
            emptied => emptied,
        }
    }

    /// Answers that this is no function to call, whatever the answer was.
    fn refuse(&self, parameter: &'static str, head: &mut impl Head) -> Body {
        for name in header::OF_THE_ANSWER {
            head.remove_header(name);
        }
        let answer = Error::parameter(parameter, InvalidCallback).to_answer_in(self.book);
        answer.replace_head(head);
        Body::Replace(answer.into_body())
    }

    /// Makes an answer a call of the function.
    fn script(&self, callback: &Callback, length: Option<u64>, head: &mut impl Head) -> Body {
        // The answer to a HEAD whose body has been taken away: nobody knows how long its script would be.
        let length = length.filter(|length| *length > 0 || !has_length(head));
        let suppressed = self.suppress(true, false, head);
        for name in header::OF_THE_BODY {
            head.remove_header(name);
        }
        head.append_header(header::CONTENT_TYPE, media_type::JAVASCRIPT);
        set(head, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(head, header::CONTENT_DISPOSITION, "attachment; filename=\"f.txt\"");
        let script = Script::of(callback.clone(), length);
        match suppressed {
            Body::Keep => Body::Script(script),
            _ => Body::Replace(script.whole(b"").into()),
        }
    }

    /// Makes the status of an answer 200, if it is one whose status is suppressed.
    fn suppress(&self, made_by_code: bool, errors_only: bool, head: &mut impl Head) -> Body {
        let status = head.status();
        let error = match status {
            ..=199 | 206 => return Body::Keep,
            200..=299 => false,
            300..=399 if !made_by_code => return Body::Keep,
            _ => true,
        };
        if errors_only && !error {
            return Body::Keep;
        }
        head.set_status(Status::OK);
        if status != Status::OK.as_u16() {
            match Status::new(status) {
                Some(status) => head.set_static_header(header::X_SUPPRESSED_STATUS, status.digits()),
                None => set(head, header::X_SUPPRESSED_STATUS, &status.to_string()),
            }
        }
        if error {
            head.remove_headers(&header::OF_THE_CACHE);
            head.set_static_header(header::CACHE_CONTROL, "no-store");
            // RFC 9457 wants a problem's `status` to be the one of the answer, which it no longer is.
            head.replace_static_header(header::CONTENT_TYPE, media_type::is_problem, media_type::JSON);
        }
        if matches!(status, 204 | 205) {
            head.remove_header(header::CONTENT_TYPE);
            set(head, header::CONTENT_LENGTH, "0");
            return Body::Replace(Cow::Borrowed(b""));
        }
        Body::Keep
    }
}

/// Whether an answer becomes a script when a function is to be called: an error, JSON, or an empty success.
fn is_scripted(made_by_code: bool, length: Option<u64>, head: &impl Head) -> bool {
    let json = || head.header(header::CONTENT_TYPE).is_some_and(media_type::is_json);
    let encoded = || head.header(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != b"identity");
    match head.status() {
        ..=199 | 206 => false,
        204 | 205 => true,
        200..=299 => (length == Some(0) && !has_length(head)) || (json() && !encoded()),
        300..=399 => made_by_code,
        _ => json() && !encoded(),
    }
}

/// Whether the head says that there is a body. Where there is none, it was that of a HEAD, and has been taken away.
fn has_length(head: &impl Head) -> bool {
    head.header(header::CONTENT_LENGTH).is_some_and(|length| length != b"0")
}

/// The name of a query parameter, which is written as it is read.
const fn parameter(name: &'static str) -> &'static str {
    let (mut rest, mut valid) = (name.as_bytes(), !name.is_empty());
    while let [byte, tail @ ..] = rest {
        valid &= byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        rest = tail;
    }
    assert!(valid, "the name of a parameter is made of letters, digits, `-`, `.`, `_` and `~`");
    name
}

fn set(head: &mut impl Head, name: &'static str, value: &str) {
    head.remove_header(name);
    head.append_header(name, value);
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
