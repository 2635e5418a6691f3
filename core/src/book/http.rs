//! The registered 4xx and 5xx statuses, for a service that has no catalogue of its own.

use crate::envelope;
use crate::{BareStatuses, Code, Situations, Status};

crate::codes! {
    /// One code per 4xx and 5xx status of the IANA HTTP status code registry, as RFC 9457 problems.
    book "http" {
        envelope: envelope::PROBLEM,
        type_base: None,
        situations: Situations::HTTP,
        bare_statuses: BareStatuses::HTTP,
        range: None,
    }

    /// The server cannot or will not process the request because of what seems to be a mistake of the client.
    BAD_REQUEST = "bad_request", 400, "Bad Request";
    /// The request lacks valid credentials for the resource.
    UNAUTHORIZED = "unauthorized", 401, "Unauthorized";
    /// Reserved for future use.
    PAYMENT_REQUIRED = "payment_required", 402, "Payment Required";
    /// The server understood the request and refuses to fulfil it.
    FORBIDDEN = "forbidden", 403, "Forbidden";
    /// The server has no current representation of the resource, or does not say that it has one.
    NOT_FOUND = "not_found", 404, "Not Found";
    /// The resource does not support the method; `allow` lists those that it does.
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "Method Not Allowed";
    /// The resource has no representation that the client accepts.
    NOT_ACCEPTABLE = "not_acceptable", 406, "Not Acceptable";
    /// The client has to authenticate itself to the proxy first.
    PROXY_AUTHENTICATION_REQUIRED = "proxy_authentication_required", 407, "Proxy Authentication Required";
    /// The request was not complete within the time that the server was prepared to wait.
    REQUEST_TIMEOUT = "request_timeout", 408, "Request Timeout";
    /// The request conflicts with the current state of the resource.
    CONFLICT = "conflict", 409, "Conflict";
    /// The resource is no longer available, and probably never will be again.
    GONE = "gone", 410, "Gone";
    /// The server does not take the request without a `content-length`.
    LENGTH_REQUIRED = "length_required", 411, "Length Required";
    /// A condition in the request's headers does not hold.
    PRECONDITION_FAILED = "precondition_failed", 412, "Precondition Failed";
    /// The request's content is larger than the server takes.
    CONTENT_TOO_LARGE = "content_too_large", 413, "Content Too Large";
    /// The request's target is longer than the server reads.
    URI_TOO_LONG = "uri_too_long", 414, "URI Too Long";
    /// The request's content is in a format that the method does not support on the resource.
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", 415, "Unsupported Media Type";
    /// None of the ranges that the request asks for can be served.
    RANGE_NOT_SATISFIABLE = "range_not_satisfiable", 416, "Range Not Satisfiable";
    /// The server cannot meet what the request's `expect` asks for.
    EXPECTATION_FAILED = "expectation_failed", 417, "Expectation Failed";
    /// The server cannot answer for the authority in the request's target.
    MISDIRECTED_REQUEST = "misdirected_request", 421, "Misdirected Request";
    /// The content is well-formed and of a known type, but what it says cannot be processed.
    UNPROCESSABLE_CONTENT = "unprocessable_content", 422, "Unprocessable Content";
    /// The source or the destination of the method is locked.
    LOCKED = "locked", 423, "Locked";
    /// The action depended on another one, which failed.
    FAILED_DEPENDENCY = "failed_dependency", 424, "Failed Dependency";
    /// The server does not risk processing a request that might be replayed.
    TOO_EARLY = "too_early", 425, "Too Early";
    /// The server wants another protocol, which `upgrade` names.
    UPGRADE_REQUIRED = "upgrade_required", 426, "Upgrade Required";
    /// The server wants the request to be conditional.
    PRECONDITION_REQUIRED = "precondition_required", 428, "Precondition Required";
    /// The client has sent too many requests in a given time.
    TOO_MANY_REQUESTS = "too_many_requests", 429, "Too Many Requests";
    /// The request's headers are larger than the server takes.
    REQUEST_HEADER_FIELDS_TOO_LARGE = "request_header_fields_too_large", 431, "Request Header Fields Too Large";
    /// The server denies access because the law demands it.
    UNAVAILABLE_FOR_LEGAL_REASONS = "unavailable_for_legal_reasons", 451, "Unavailable For Legal Reasons";
    /// The server met something unexpected; its log has the cause.
    INTERNAL_SERVER_ERROR = "internal_server_error", 500, "Internal Server Error";
    /// The server does not support what the request needs.
    NOT_IMPLEMENTED = "not_implemented", 501, "Not Implemented";
    /// An upstream server sent an answer that could not be used.
    BAD_GATEWAY = "bad_gateway", 502, "Bad Gateway";
    /// The server is overloaded or under maintenance for a while.
    SERVICE_UNAVAILABLE = "service_unavailable", 503, "Service Unavailable";
    /// An upstream server did not answer in time.
    GATEWAY_TIMEOUT = "gateway_timeout", 504, "Gateway Timeout";
    /// The server does not support the request's version of HTTP.
    HTTP_VERSION_NOT_SUPPORTED = "http_version_not_supported", 505, "HTTP Version Not Supported";
    /// The chosen variant is itself configured to negotiate.
    VARIANT_ALSO_NEGOTIATES = "variant_also_negotiates", 506, "Variant Also Negotiates";
    /// The server cannot store what the request needs.
    INSUFFICIENT_STORAGE = "insufficient_storage", 507, "Insufficient Storage";
    /// The server met an endless loop while processing the request.
    LOOP_DETECTED = "loop_detected", 508, "Loop Detected";
    /// The request lacks an extension that the resource needs. The registration is obsolete.
    NOT_EXTENDED = "not_extended", 510, "Not Extended";
    /// The client has to authenticate itself to gain access to the network.
    NETWORK_AUTHENTICATION_REQUIRED = "network_authentication_required", 511, "Network Authentication Required";
}

/// The identifier of a status that is not registered.
pub const UNKNOWN: &str = "unknown";

/// The code of a status, if it is registered.
///
/// ```
/// use errorbook::{Status, http};
///
/// assert_eq!(Status::new(404).and_then(http::registered), Some(http::NOT_FOUND));
/// assert_eq!(Status::new(418).and_then(http::registered), None);
/// ```
pub fn registered(status: Status) -> Option<Code> {
    BOOK.codes().find(|code| code.status() == status)
}

/// The registry's reason phrase of a 4xx or 5xx status, `Unknown` where there is none.
///
/// ```
/// use errorbook::{Status, http};
///
/// assert_eq!(Status::new(413).map(http::phrase), Some("Content Too Large"));
/// assert_eq!(Status::new(418).map(http::phrase), Some("Unknown"));
/// ```
pub fn phrase(status: Status) -> &'static str {
    registered(status).map_or("Unknown", Code::message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_the_reason_phrase_in_snake_case() {
        for code in BOOK.codes() {
            assert_eq!(code.id(), code.message().to_lowercase().replace(' ', "_"));
        }
    }

    #[test]
    fn codes_stand_in_the_order_of_their_statuses() {
        assert!(BOOK.codes().map(Code::status).is_sorted_by(|a, b| a < b));
    }
}
