//! The registered 4xx and 5xx statuses, for a service without a catalogue of its own.

use crate::envelope;
use crate::{Code, Status};

crate::codes! {
    /// One code per 4xx and 5xx status of the IANA HTTP status code registry, as RFC 9457 problems.
    book "http" { envelope: envelope::PROBLEM }

    /// The server cannot or will not process the request because of what seems to be a mistake of the client.
    ///
    /// # What to do
    /// Correct the request; `detail` and `errors` say what is wrong where the server knows. The same request will
    /// fail again.
    BAD_REQUEST = "bad_request", 400, "Bad Request" { retry: never };
    /// The request lacks valid credentials for the resource.
    ///
    /// # What to do
    /// Authenticate as `www-authenticate` asks, and send the request again. If it carried credentials, they were not
    /// taken: get new ones first.
    UNAUTHORIZED = "unauthorized", 401, "Unauthorized" { headers: ["www-authenticate"] };
    /// Reserved for future use.
    PAYMENT_REQUIRED = "payment_required", 402, "Payment Required";
    /// The server understood the request and refuses to fulfil it.
    ///
    /// # What to do
    /// Do not repeat the request. Other credentials may do; these will not.
    FORBIDDEN = "forbidden", 403, "Forbidden";
    /// The server has no current representation of the resource, or does not say that it has one.
    ///
    /// # What to do
    /// Check the address and the ids in it. What was there for good and is not is `gone`.
    NOT_FOUND = "not_found", 404, "Not Found";
    /// The resource does not support the method; `allow` lists those that it does.
    ///
    /// # What to do
    /// Use one of the methods in `allow`.
    METHOD_NOT_ALLOWED = "method_not_allowed", 405, "Method Not Allowed" { headers: ["allow"], retry: never };
    /// The resource has no representation that the client accepts.
    ///
    /// # What to do
    /// Name a media type that the resource has in `accept`, or leave the header out.
    NOT_ACCEPTABLE = "not_acceptable", 406, "Not Acceptable" { retry: never };
    /// The client has to authenticate itself to the proxy first.
    ///
    /// # What to do
    /// Authenticate to the proxy as `proxy-authenticate` asks, and send the request again.
    PROXY_AUTHENTICATION_REQUIRED = "proxy_authentication_required", 407, "Proxy Authentication Required" { headers: ["proxy-authenticate"] };
    /// The request was not complete within the time that the server was prepared to wait.
    ///
    /// # What to do
    /// Send the request again on a new connection. If it happens often, the network is slow or the client begins a
    /// request before it has all of it.
    REQUEST_TIMEOUT = "request_timeout", 408, "Request Timeout" { retry: at_once };
    /// The request conflicts with the current state of the resource.
    ///
    /// # What to do
    /// Read the resource, see what is in the way, and send a request that fits what is there now.
    CONFLICT = "conflict", 409, "Conflict";
    /// The resource is no longer available, and probably never will be again.
    ///
    /// # What to do
    /// Remove links to the resource, and do not ask for it again.
    GONE = "gone", 410, "Gone";
    /// The server does not take the request without a `content-length`.
    ///
    /// # What to do
    /// Send the request with its `content-length`, not in chunks.
    LENGTH_REQUIRED = "length_required", 411, "Length Required" { retry: never };
    /// A condition in the request's headers does not hold.
    ///
    /// # What to do
    /// Somebody else was faster, or the client's copy is old: read the resource again, and send the change with its
    /// new `etag`.
    PRECONDITION_FAILED = "precondition_failed", 412, "Precondition Failed";
    /// The request's content is larger than the server takes.
    ///
    /// # What to do
    /// Send less, or in several requests. With a `retry-after` the limit is for a time only.
    CONTENT_TOO_LARGE = "content_too_large", 413, "Content Too Large" { retry: never };
    /// The request's target is longer than the server reads.
    ///
    /// # What to do
    /// Move what makes the address long into the body of a POST. If nothing should, look for a redirect that adds to
    /// itself.
    URI_TOO_LONG = "uri_too_long", 414, "URI Too Long" { retry: never };
    /// The request's content is in a format that the method does not support on the resource.
    ///
    /// # What to do
    /// Say the format in `content-type`, and send one that the resource takes, such as `application/json`. `accept`
    /// in the response may list them.
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", 415, "Unsupported Media Type" { retry: never };
    /// None of the ranges that the request asks for can be served.
    ///
    /// # What to do
    /// Ask within the length that `content-range` gives, or without `range` for all of it.
    RANGE_NOT_SATISFIABLE = "range_not_satisfiable", 416, "Range Not Satisfiable" { headers: ["content-range"] };
    /// The server cannot meet what the request's `expect` asks for.
    ///
    /// # What to do
    /// Send the request again without `expect`.
    EXPECTATION_FAILED = "expectation_failed", 417, "Expectation Failed" { retry: never };
    /// The server cannot answer for the authority in the request's target.
    ///
    /// # What to do
    /// Send the request again on a connection of its own to the right host.
    MISDIRECTED_REQUEST = "misdirected_request", 421, "Misdirected Request";
    /// The content is well-formed and of a known type, but what it says cannot be processed.
    ///
    /// # What to do
    /// Correct what `errors` lists, each with a `pointer` to its place in the body, and send the whole body again. A
    /// body that cannot even be read is `bad_request`.
    UNPROCESSABLE_CONTENT = "unprocessable_content", 422, "Unprocessable Content" { retry: never };
    /// The source or the destination of the method is locked.
    ///
    /// # What to do
    /// Wait until the lock is released, or release it if it is yours.
    LOCKED = "locked", 423, "Locked";
    /// The action depended on another one, which failed.
    ///
    /// # What to do
    /// Look at the error of the action that failed first, and correct that one.
    FAILED_DEPENDENCY = "failed_dependency", 424, "Failed Dependency";
    /// The server does not risk processing a request that might be replayed.
    ///
    /// # What to do
    /// Send the request again once the TLS handshake is complete; most clients do so by themselves.
    TOO_EARLY = "too_early", 425, "Too Early" { retry: at_once };
    /// The server wants another protocol, which `upgrade` names.
    ///
    /// # What to do
    /// Switch to the protocol in `upgrade`, and send the request again.
    UPGRADE_REQUIRED = "upgrade_required", 426, "Upgrade Required" { headers: ["upgrade"] };
    /// The server wants the request to be conditional.
    ///
    /// # What to do
    /// Read the resource, and send the change with `if-match` and its `etag`, so that nobody's change is lost. If it
    /// is stale by then, the response is `precondition_failed`.
    PRECONDITION_REQUIRED = "precondition_required", 428, "Precondition Required";
    /// The client has sent too many requests in a given time.
    ///
    /// # What to do
    /// Wait as long as `retry-after` says; without it, wait longer after each try. Then send fewer requests.
    TOO_MANY_REQUESTS = "too_many_requests", 429, "Too Many Requests" { headers: ["retry-after"], retry: after 1s };
    /// The request's headers are larger than the server takes.
    ///
    /// # What to do
    /// Send smaller headers. Usually it is the cookies: delete those of this host.
    REQUEST_HEADER_FIELDS_TOO_LARGE = "request_header_fields_too_large", 431, "Request Header Fields Too Large" { retry: never };
    /// The server denies access because the law demands it.
    ///
    /// # What to do
    /// Nothing that a client could do. A link of the relation `blocked-by` names who demanded it.
    UNAVAILABLE_FOR_LEGAL_REASONS = "unavailable_for_legal_reasons", 451, "Unavailable For Legal Reasons";
    /// The server met something unexpected; its log has the cause.
    ///
    /// # What to do
    /// Report it with the response's `x-error-id`. Try again only what may be done twice.
    INTERNAL_SERVER_ERROR = "internal_server_error", 500, "Internal Server Error";
    /// The server does not support what the request needs.
    ///
    /// # What to do
    /// Do without: trying again will not help until the server is extended.
    NOT_IMPLEMENTED = "not_implemented", 501, "Not Implemented" { retry: never };
    /// An upstream server sent a response that could not be used.
    ///
    /// # What to do
    /// Try again later what may be done twice, waiting longer each time.
    BAD_GATEWAY = "bad_gateway", 502, "Bad Gateway";
    /// The server is overloaded or under maintenance for a while.
    ///
    /// # What to do
    /// Wait as long as `retry-after` says; without it, wait longer after each try.
    SERVICE_UNAVAILABLE = "service_unavailable", 503, "Service Unavailable" { headers: ["retry-after"], retry: after 1s };
    /// An upstream server did not respond in time.
    ///
    /// # What to do
    /// Find out whether the request was carried out before it is sent again: the upstream server may have finished it
    /// late.
    GATEWAY_TIMEOUT = "gateway_timeout", 504, "Gateway Timeout";
    /// The server does not support the request's version of HTTP.
    ///
    /// # What to do
    /// Use another version; HTTP/1.1 is understood nearly everywhere.
    HTTP_VERSION_NOT_SUPPORTED = "http_version_not_supported", 505, "HTTP Version Not Supported" { retry: never };
    /// The chosen variant is itself configured to negotiate.
    VARIANT_ALSO_NEGOTIATES = "variant_also_negotiates", 506, "Variant Also Negotiates";
    /// The server cannot store what the request needs.
    INSUFFICIENT_STORAGE = "insufficient_storage", 507, "Insufficient Storage";
    /// The server met an endless loop while processing the request.
    LOOP_DETECTED = "loop_detected", 508, "Loop Detected";
    /// The request lacks an extension that the resource needs. The registration is obsolete.
    NOT_EXTENDED = "not_extended", 510, "Not Extended";
    /// The client has to authenticate itself to gain access to the network.
    ///
    /// # What to do
    /// Open any page in a browser and sign in to the network. The response comes from the network, not from the server.
    NETWORK_AUTHENTICATION_REQUIRED = "network_authentication_required", 511, "Network Authentication Required";
}

/// The identifier of a status that is not registered.
pub const UNKNOWN: &str = "unknown";

/// Returns the code of a status, if the status is registered.
///
/// ```
/// use errorbook::{Status, standard};
///
/// assert_eq!(Status::new(404).and_then(standard::registered), Some(standard::NOT_FOUND));
/// assert_eq!(Status::new(418).and_then(standard::registered), None);
/// ```
pub fn registered(status: Status) -> Option<Code> {
    BOOK.codes().find(|code| code.status() == status)
}

/// Returns the registered reason phrase of a 4xx or 5xx status, or `Unknown`.
///
/// ```
/// use errorbook::{Status, standard};
///
/// assert_eq!(Status::new(413).map(standard::phrase), Some("Content Too Large"));
/// assert_eq!(Status::new(418).map(standard::phrase), Some("Unknown"));
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
    fn codes_are_in_the_order_of_their_statuses() {
        assert!(BOOK.codes().map(Code::status).is_sorted_by(|a, b| a < b));
    }
}
