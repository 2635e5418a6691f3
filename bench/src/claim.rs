//! [`Claim`]: the claim about a measured response.

use std::str;

/// A response whose time is comparable: it has this status, one content type, and a body with all the facts.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// The status.
    pub status: u16,
    /// The only content type.
    pub content_type: &'static str,
    /// The texts that the body contains, in any form.
    pub facts: &'static [&'static str],
}

impl Claim {
    /// A code without details.
    pub const PLAIN: Claim = Claim::problem(404, &["Not Found", "404", "not_found"]);
    /// Only a message.
    pub const MESSAGE_ALONE: Claim = Claim { status: 404, content_type: "application/json", facts: &["Not Found"] };
    /// One validation error with a description.
    pub const ONE_VIOLATION: Claim = Claim::problem(
        422,
        &[
            "Unprocessable Content",
            "422",
            "unprocessable_content",
            super::errors::DESCRIPTION,
            "quantity",
            super::errors::MESSAGE,
        ],
    );
    /// An error with a private cause.
    pub const PRIVATE: Claim = Claim::problem(500, &["Internal Server Error", "500", "internal_server_error"]);

    const fn problem(status: u16, facts: &'static [&'static str]) -> Claim {
        Claim { status, content_type: "application/problem+json", facts }
    }

    /// Asserts that a response matches the claim. `name` names the response in the message.
    ///
    /// # Panics
    ///
    /// Panics if the response does not match.
    pub fn assert<'a>(&self, name: &str, status: u16, content_types: impl IntoIterator<Item = &'a [u8]>, body: &[u8]) {
        assert_eq!(status, self.status, "the status of {name}");
        let content_types: Vec<_> = content_types.into_iter().map(|given| str::from_utf8(given).unwrap()).collect();
        assert_eq!(content_types, [self.content_type], "the content type of {name}");
        serde_json::from_slice::<serde_json::Value>(body).unwrap_or_else(|error| panic!("the body of {name}: {error}"));
        let body = str::from_utf8(body).unwrap().to_lowercase();
        for fact in self.facts {
            assert!(body.contains(&fact.to_lowercase()), "the body of {name} does not contain {fact:?}: {body}");
        }
    }

    /// Does the same as [`Claim::assert`] for a response of the `http` crate with a body that is in memory.
    ///
    /// # Panics
    ///
    /// Panics if the response does not match.
    pub fn assert_http<B: http_body::Body>(&self, name: &str, response: http::Response<B>)
    where
        B::Error: std::fmt::Debug,
    {
        use futures_util::FutureExt as _;
        use http_body_util::BodyExt as _;

        let (head, body) = response.into_parts();
        let collected = std::pin::pin!(body.collect()).now_or_never().expect("the body is in memory");
        let content_types = head.headers.get_all(http::header::CONTENT_TYPE);
        let content_types = content_types.iter().map(http::HeaderValue::as_bytes);
        self.assert(name, head.status.as_u16(), content_types, &collected.unwrap().to_bytes());
    }
}
