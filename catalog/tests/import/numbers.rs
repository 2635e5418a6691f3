errorbook::codes! {
    /// The codes of numbers.
    book "numbers" {
        envelope: errorbook::envelope::AYANOVA,
        range: 2000..=2999,
        error_kinds: { body_too_large: TOO_LARGE, internal: FAILED, invalid_body: REFUSED, invalid_parameter: REFUSED, method_not_allowed: NOT_SO, not_unique: REFUSED, object_not_found: NOT_THERE, referenced: REFUSED, route_not_found: NOT_THERE, rule_broken: REFUSED, unavailable: FAILED, unreadable_body: REFUSED, unsupported_media_type: UNREAD },
        statuses: { 404: NOT_THERE, 405: NOT_SO, 413: TOO_LARGE, 415: UNREAD, 429: TOO_MANY, 4xx: REFUSED, 5xx: FAILED },
    }

    /// It failed.
    FAILED = "2002", 503, "Failed";

    /// It is not there.
    NOT_THERE = "2010", 404, "Not there";

    /// It was refused.
    REFUSED = "2030", 400, "Refused";

    /// Another method.
    NOT_SO = "2405", 405, "Not so";

    /// It is too large.
    TOO_LARGE = "2413", 413, "Too large";

    /// It is of another type.
    UNREAD = "2415", 415, "Unread";

    /// There are too many.
    TOO_MANY = "2429", 429, "Too many";
}
