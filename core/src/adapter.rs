//! What every adapter has and none should write again.

/// Gives an adapter's `ErrorBook`, a struct with a field `policy`, the settings of [`Policy`](crate::Policy).
#[doc(hidden)]
#[macro_export]
macro_rules! __settings {
    ($ErrorBook:ident) => {
        impl $ErrorBook {
            /// A layer whose errors without a code are those of `book`, with suppression on.
            pub const fn new(book: &'static $crate::Book) -> Self {
                Self { policy: $crate::Policy::new(book) }
            }

            /// Names the query parameter that suppresses statuses: `suppress_response_code` otherwise.
            ///
            /// # Panics
            /// If the name is empty or holds anything but letters, digits, `-`, `.`, `_` and `~`.
            #[must_use]
            pub const fn suppression_parameter(self, name: &'static str) -> Self {
                Self { policy: self.policy.suppression_parameter(name) }
            }

            /// Leaves suppression off, whatever a query says.
            #[must_use]
            pub const fn without_suppression(self) -> Self {
                Self { policy: self.policy.without_suppression() }
            }

            /// Suppresses the status of errors alone: a 201 or 204 stays what it is.
            #[must_use]
            pub const fn suppress_errors_only(self) -> Self {
                Self { policy: self.policy.suppress_errors_only() }
            }

            /// Turns JSONP on: a `GET` with this query parameter is answered with a script that calls the function which
            /// it names. It is for pages that cannot use CORS, and it gives away what a `GET` answers: see the manual.
            ///
            /// # Panics
            /// If the name is empty or holds anything but letters, digits, `-`, `.`, `_` and `~`.
            #[must_use]
            pub const fn jsonp(self, name: &'static str) -> Self {
                Self { policy: self.policy.jsonp(name) }
            }

            /// Sets the `www-authenticate` of every 401 that names none itself: `Bearer` otherwise.
            ///
            /// # Panics
            /// If the challenge holds anything but visible ASCII and spaces.
            #[must_use]
            pub const fn challenge(self, challenge: &'static str) -> Self {
                Self { policy: self.policy.challenge(challenge) }
            }
        }
    };
}

/// Gives an adapter of a framework whose responses are those of the `http` crate, version 1, what its `head.rs` has: `Head`,
/// `response` and `replace`, which make a response of an [`Answer`](crate::Answer), and `as_script`, which makes one of a
/// [`Script`](crate::Script).
///
/// The core itself names no type of `http`; the adapter has that crate, `http_body_util` and `futures_util`, a body that is
/// made from `Bytes`, and a function that makes a response of a stream of its body.
#[doc(hidden)]
#[macro_export]
macro_rules! __http_response {
    ($Response:ty, $streamed:path) => {
        /// The head of the framework's responses, as the core reads and writes it.
        pub(crate) struct Head<'a>(pub(crate) &'a mut $Response);

        impl $crate::Head for Head<'_> {
            fn status(&self) -> u16 {
                self.0.status().as_u16()
            }

            fn set_status(&mut self, status: $crate::Status) {
                // Every `Status` is one of http's: the other way round it is not so.
                if let Ok(status) = ::http::StatusCode::from_u16(status.as_u16()) {
                    *self.0.status_mut() = status;
                }
            }

            #[inline(always)]
            fn header(&self, name: &'static str) -> Option<&[u8]> {
                self.0.headers().get(header_name(name)).map(::http::HeaderValue::as_bytes)
            }

            fn append_header(&mut self, name: &'static str, value: &str) {
                if let Ok(value) = ::http::HeaderValue::from_bytes(value.as_bytes()) {
                    self.0.headers_mut().append(header_name(name), value);
                }
            }

            #[inline(always)]
            fn append_static_header(&mut self, name: &'static str, value: &'static str) {
                if let Some(value) = header_value(value) {
                    self.0.headers_mut().append(header_name(name), value);
                }
            }

            #[inline(always)]
            fn set_static_header(&mut self, name: &'static str, value: &'static str) {
                if let Some(value) = header_value(value) {
                    self.0.headers_mut().insert(header_name(name), value);
                }
            }

            #[inline]
            fn replace_static_header(
                &mut self,
                name: &'static str,
                is_of_kind: fn(&[u8]) -> bool,
                value: &'static str,
            ) {
                let header =
                    self.0.headers_mut().get_mut(header_name(name)).filter(|header| is_of_kind(header.as_bytes()));
                if let (Some(header), Some(value)) = (header, header_value(value)) {
                    *header = value;
                }
            }

            fn remove_header(&mut self, name: &'static str) {
                self.0.headers_mut().remove(header_name(name));
            }

            fn remove_headers(&mut self, names: &[&'static str]) {
                let headers = self.0.headers_mut();
                if headers.keys().any(|key| names.contains(&key.as_str())) {
                    names.iter().for_each(|name| _ = headers.remove(*name));
                }
            }
        }

        $crate::__header_parts!(::http::HeaderName, ::http::HeaderValue, ::bytes::Bytes);

        /// A new response with the answer.
        #[inline]
        pub(crate) fn response(mut answer: $crate::Answer) -> $Response {
            let mut response = <$Response>::new(bytes(answer.take_body()).into());
            answer.write_head(&mut Head(&mut response));
            response
        }

        /// A new response with the answer to an error that is nothing but a code.
        #[inline]
        pub(crate) fn bare(code: $crate::Code) -> $Response {
            let mut response = <$Response>::new(::bytes::Bytes::from_static(code.body()).into());
            $crate::Answer::write_bare_head(code, &mut Head(&mut response));
            response
        }

        /// The answer in the place of another response, whose other headers stay.
        pub(crate) fn replace(response: &mut $Response, answer: $crate::Answer) {
            answer.replace_head(&mut Head(response));
            set_body(response, answer.into_body());
        }

        /// These bytes in the place of a response's body.
        pub(crate) fn set_body(response: &mut $Response, body: ::std::borrow::Cow<'static, [u8]>) {
            *response.body_mut() = bytes(body).into();
        }

        #[inline]
        fn bytes(body: ::std::borrow::Cow<'static, [u8]>) -> ::bytes::Bytes {
            match body {
                ::std::borrow::Cow::Borrowed(bytes) => ::bytes::Bytes::from_static(bytes),
                ::std::borrow::Cow::Owned(bytes) => ::bytes::Bytes::from(bytes),
            }
        }

        /// Sends a response's body as a script, and says its length where that can be known.
        pub(crate) async fn as_script(mut script: $crate::Script, response: &mut $Response) {
            use ::futures_util::stream::{self, StreamExt};
            use ::http_body_util::BodyExt as _;

            let body = ::std::mem::take(response.body_mut());
            *response.body_mut() = if script.is_short() {
                match body.collect().await {
                    Ok(json) => script.whole(&json.to_bytes()).into(),
                    Err(error) => $streamed(stream::iter([Err::<::bytes::Bytes, _>(error)])).into_body(),
                }
            } else {
                // A server asks on after the end of the script, which is after the end of the body.
                let mut json = StreamExt::fuse(body.into_data_stream());
                $streamed(stream::poll_fn(move |cx| json.poll_next_unpin(cx).map(|json| script.next(json)))).into_body()
            };
        }
    };
}

/// Gives an adapter of a framework whose headers are those of the `http` crate, whichever version, the parts of a header
/// that lives for ever.
///
/// What this library itself sends is made by the compiler; all else is checked as it comes. Nearly every name and value is
/// known where it is asked for, so that nothing is left of these functions there.
#[doc(hidden)]
#[macro_export]
macro_rules! __header_parts {
    ($HeaderName:ty, $HeaderValue:ty, $Bytes:ty) => {
        #[inline(always)]
        fn header_name(name: &'static str) -> $HeaderName {
            $crate::__known_header!(
                $HeaderName, name: CONTENT_TYPE X_ERROR_ID X_SUPPRESSED_STATUS CACHE_CONTROL CONTENT_LENGTH CONTENT_ENCODING ETAG
                EXPIRES LAST_MODIFIED LOCATION RETRY_AFTER WWW_AUTHENTICATE X_CONTENT_TYPE_OPTIONS CONTENT_DISPOSITION ALLOW
            )
        }

        #[inline(always)]
        fn header_value(value: &'static str) -> Option<$HeaderValue> {
            use $crate::media_type;

            match value {
                media_type::JSON => Some(const { <$HeaderValue>::from_static(media_type::JSON) }),
                media_type::PROBLEM_JSON => Some(const { <$HeaderValue>::from_static(media_type::PROBLEM_JSON) }),
                "no-store" => Some(const { <$HeaderValue>::from_static("no-store") }),
                value => <$HeaderValue>::from_maybe_shared(<$Bytes>::from_static(value.as_bytes())).ok(),
            }
        }
    };
}

/// The name of a header, which is one of [`header`](crate::header)'s or is checked as it comes.
#[doc(hidden)]
#[macro_export]
macro_rules! __known_header {
    ($HeaderName:ty, $name:ident: $($known:ident)*) => {
        match $name {
            $($crate::header::$known => const { <$HeaderName>::from_static($crate::header::$known) },)*
            name => <$HeaderName>::from_static(name),
        }
    };
}
