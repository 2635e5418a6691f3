//! AyaNova's 24 codes.

use crate::envelope;
use crate::{BareStatuses, Rest, Situations};

crate::codes! {
    /// The codes that AyaNova publishes, in its own envelope: numbers within 2000 to 2999.
    book "ayanova" {
        envelope: envelope::AYANOVA,
        type_base: None,
        situations: Situations {
            no_route: OBJECT_NOT_FOUND,
            method_not_allowed: INVALID_OPERATION,
            unsupported_media_type: INVALID_OPERATION,
            unreadable_body: INVALID_OPERATION,
            invalid_body: VALIDATION_ERROR,
            body_too_large: INVALID_OPERATION,
            wrong_parameter: INVALID_VALUE,
            object_not_found: OBJECT_NOT_FOUND,
            not_unique: NOT_UNIQUE,
            referenced: REFERENCED,
            rule_broken: INVALID_VALUE,
            busy: INTERNAL_ERROR,
            unhandled: INTERNAL_ERROR,
        },
        bare_statuses: BareStatuses {
            coded: &[
                (401, AUTHENTICATION_FAILED),
                (403, NOT_AUTHORIZED),
                (404, OBJECT_NOT_FOUND),
                (409, OBJECT_CHANGED),
            ],
            rest: Rest::Coded { client: INVALID_OPERATION, server: INTERNAL_ERROR },
        },
        range: Some(RANGE),
    }

    /// The server runs, but its API is closed to everybody.
    API_CLOSED = "2000", 503, "API closed";
    /// The server runs, but only what its maintenance needs is open.
    API_OPS_ONLY = "2001", 503, "API closed to all but operations";
    /// The server failed; its log has the details.
    INTERNAL_ERROR = "2002", 503, "Internal error";
    /// The login or the password is wrong, or there is no such user.
    AUTHENTICATION_FAILED = "2003", 401, "Authentication failed";
    /// The user lacks the right to do this to the resource.
    NOT_AUTHORIZED = "2004", 403, "Not authorized";
    /// Another user has saved the object since it was read: the concurrency token does not match, the first save wins.
    OBJECT_CHANGED = "2005", 409, "Object was changed by another user";
    /// The API is closed while data is migrated from an older version.
    API_MIGRATING = "2006", 503, "API closed for migration";
    /// The object that the request asks for does not exist.
    OBJECT_NOT_FOUND = "2010", 404, "Object not found";
    /// The id in the body of a PUT is not the one in its route.
    ID_MISMATCH = "2020", 400, "Id does not match the route";
    /// The operation could not be completed; `message` says why.
    INVALID_OPERATION = "2030", 400, "Invalid operation";
    /// Too few parts are in stock.
    NOT_ENOUGH_INVENTORY = "2040", 400, "Not enough inventory";
    /// The object is not valid; `details` says where.
    VALIDATION_ERROR = "2200", 400, "Validation error";
    /// A required field is empty or null.
    FIELD_REQUIRED = "2201", 400, "Field is required";
    /// A field is longer than the limit, which its `message` gives.
    LENGTH_EXCEEDED = "2202", 400, "Field is too long";
    /// A value is of the wrong type or against a rule.
    INVALID_VALUE = "2203", 400, "Invalid value";
    /// A property of a customised form is required and empty.
    CUSTOM_FORM_REQUIRED = "2204", 400, "Customized form property is required";
    /// A required property is absent altogether.
    PROPERTY_MISSING = "2205", 400, "Property is missing";
    /// Another record has the same text in a property that must be unique.
    NOT_UNIQUE = "2206", 400, "Value is not unique";
    /// The start date is not earlier than the end date.
    START_NOT_BEFORE_END = "2207", 400, "Start must be before end";
    /// Other records refer to the object, so that it cannot be changed or deleted.
    REFERENCED = "2208", 400, "Object is referenced by others";
    /// The property's value is fixed and cannot be changed.
    VALUE_FIXED = "2209", 400, "Value is fixed";
    /// The operation led to errors in a linked child object.
    CHILD_ERROR = "2210", 400, "Error in a child object";
    /// A field that customisation requires is empty or null.
    CUSTOM_REQUIRED = "2211", 400, "Field is required by customization";
    /// A work order may have one contracted unit only.
    MULTIPLE_CONTRACTED_UNITS = "2212", 400, "Only one contracted unit is allowed";
}

/// The first and the last number that a code of AyaNova's can have, for books that add to it: `range: Some(ayanova::RANGE)`.
pub const RANGE: (u16, u16) = (2000, 2999);
