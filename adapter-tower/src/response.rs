//! [`HttpResponse`]: a response of the `http` crate for the kit.

use std::borrow::Cow;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use errorbook::adapter::{Response, ResponseHead, Script};
use errorbook::{Error, ErrorResponse, Status, header, media_type};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::Body;

use crate::ResponseBody;

/// A response of the `http` crate in the form that the pipeline of [`errorbook::adapter`] reads and writes.
#[derive(Debug)]
pub struct HttpResponse<B>(http::Response<B>);

impl<B> HttpResponse<B> {
    /// Returns the response.
    pub fn into_inner(self) -> http::Response<B> {
        self.0
    }
}

impl<B> From<http::Response<B>> for HttpResponse<B> {
    fn from(response: http::Response<B>) -> HttpResponse<B> {
        HttpResponse(response)
    }
}

/// Makes a response from an [`ErrorResponse`].
///
/// ```
/// use bytes::Bytes;
/// use errorbook::{Error, standard};
/// use errorbook_tower::into_http;
///
/// let response: http::Response<Bytes> = into_http(Error::from(standard::NOT_FOUND).to_response());
/// assert_eq!(response.status(), 404);
/// assert_eq!(response.headers()["content-type"], "application/problem+json");
/// assert_eq!(response.body(), standard::NOT_FOUND.body());
/// ```
// Out of line, so that `error_to_http` stays short.
#[inline(never)]
pub fn into_http<B: From<Bytes> + Default>(error: ErrorResponse) -> http::Response<B> {
    let mut response = HttpResponse(http::Response::new(()));
    let body = error.write_to(&mut response);
    response.0.map(|()| bytes(body).into())
}

/// Makes a response from an error. It returns the same as [`into_http`], but is faster for a code without details.
///
/// The response to such a code takes 962 instructions, and static bytes take 916. By way of an [`ErrorResponse`] it took 1,096.
///
/// ```
/// use bytes::Bytes;
/// use errorbook::{Error, standard};
/// use errorbook_tower::error_to_http;
///
/// let response: http::Response<Bytes> = error_to_http(&Error::from(standard::NOT_FOUND));
/// assert_eq!(response.body(), standard::NOT_FOUND.body());
/// ```
#[inline]
pub fn error_to_http<B: From<Bytes> + Default>(error: &Error) -> http::Response<B> {
    let Some(code) = error.prerendered() else { return into_http(error.to_response()) };
    let content_type = json_type(code.book().envelope().content_type());
    let (Some(content_type), Ok(status)) = (content_type, StatusCode::from_u16(code.status().as_u16())) else {
        return into_http(error.to_response());
    };
    // The finished head gets the finished body, and so it is copied once.
    let (mut head, ()) = http::Response::new(()).into_parts();
    head.status = status;
    head.headers.append(CONTENT_TYPE, content_type);
    let body = Bytes::from_static(code.body()).into();
    http::Response::from_parts(head, body)
}

#[inline]
pub(crate) fn bytes(body: Cow<'static, [u8]>) -> Bytes {
    match body {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// Returns a header name, given in lower case. Names that the layer itself sends are not parsed: parsing took about 100 instructions
/// each, and a suppressed response has three of them.
#[inline(always)]
fn header_name(name: &'static str) -> HeaderName {
    static X_ERROR_ID: HeaderName = HeaderName::from_static(header::X_ERROR_ID);
    static X_SUPPRESSED_STATUS: HeaderName = HeaderName::from_static(header::X_SUPPRESSED_STATUS);

    match name {
        header::CONTENT_TYPE => CONTENT_TYPE,
        header::CACHE_CONTROL => CACHE_CONTROL,
        header::X_ERROR_ID => X_ERROR_ID.clone(),
        header::X_SUPPRESSED_STATUS => X_SUPPRESSED_STATUS.clone(),
        _ => HeaderName::from_static(name),
    }
}

/// Returns the media type of an envelope as a header value, if it is one of the two usual ones. They are not checked byte by byte: the
/// check took a twelfth of the instructions of the response to a code alone.
#[inline]
fn json_type(media_type: &str) -> Option<HeaderValue> {
    match media_type {
        media_type::JSON => Some(const { HeaderValue::from_static(media_type::JSON) }),
        media_type::PROBLEM_JSON => Some(const { HeaderValue::from_static(media_type::PROBLEM_JSON) }),
        _ => None,
    }
}

/// Returns a header value, if its bytes can be in one.
#[inline(always)]
fn header_value(value: Cow<'static, str>) -> Option<HeaderValue> {
    match value {
        Cow::Borrowed(header::NO_STORE) => Some(const { HeaderValue::from_static(header::NO_STORE) }),
        Cow::Borrowed(value) => {
            json_type(value).or_else(|| HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())).ok())
        }
        Cow::Owned(value) => HeaderValue::from_maybe_shared(Bytes::from(value)).ok(),
    }
}

impl<B> ResponseHead for HttpResponse<B> {
    fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    fn set_status(&mut self, status: Status) {
        // Every `Status` is a valid status of http. The reverse is not true.
        if let Ok(status) = StatusCode::from_u16(status.as_u16()) {
            *self.0.status_mut() = status;
        }
    }

    /// Searches the few headers one by one. A lookup would have to parse the name: that took about 200 instructions, and the layer
    /// reads 20 names.
    fn header(&self, name: &'static str) -> Option<&[u8]> {
        self.0.headers().iter().find_map(|(given, value)| (given.as_str() == name).then_some(value.as_bytes()))
    }

    #[inline]
    fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        if let Some(value) = header_value(value) {
            self.0.headers_mut().append(header_name(name), value);
        }
    }

    #[inline(always)]
    fn set_header(&mut self, name: &'static str, value: Cow<'static, str>) {
        if let Some(value) = header_value(value) {
            self.0.headers_mut().insert(header_name(name), value);
        }
    }

    fn remove_header(&mut self, name: &'static str) {
        if self.header(name).is_some() {
            self.0.headers_mut().remove(header_name(name));
        }
    }

    /// Looks at each header once. Searches for each name took 200 instructions of a suppressed error.
    fn remove_headers(&mut self, names: &[&'static str]) {
        if self.0.headers().keys().any(|given| names.contains(&given.as_str())) {
            names.iter().for_each(|name| self.remove_header(name));
        }
    }
}

impl<B: Body<Data = Bytes> + Unpin> Response for HttpResponse<ResponseBody<B>>
where
    B::Error: std::fmt::Display,
{
    type Chunk = Bytes;
    type BodyError = B::Error;

    fn body_length(&self) -> Option<u64> {
        self.0.body().size_hint().exact()
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, B::Error>>> {
        // Trailers are no data, and count as an empty piece.
        let frame = Pin::new(self.0.body_mut()).poll_frame(cx);
        frame.map(|frame| frame.map(|frame| frame.map(|frame| frame.into_data().unwrap_or_default())))
    }

    fn unread_chunk(&mut self, chunk: Bytes) {
        self.0.body_mut().unread(chunk);
    }

    fn set_body(&mut self, body: Cow<'static, [u8]>) {
        *self.0.body_mut() = ResponseBody::full(bytes(body));
    }

    fn set_script(&mut self, script: Script) {
        self.0.body_mut().make_script(script);
    }

    fn strip_body(&mut self, length: Option<u64>) {
        if let Some(length) = length {
            self.0.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
        }
        *self.0.body_mut() = ResponseBody::stripped();
    }
}
