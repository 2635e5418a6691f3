//! primaERP's 28 codes and its table of basic statuses.

use crate::envelope;
use crate::{BareStatuses, Rest, Situations};

crate::codes! {
    /// The codes that primaERP publishes, in its own envelope.
    book "primaerp" {
        envelope: envelope::PRIMAERP,
        type_base: None,
        situations: Situations {
            no_route: RESOURCE_NOT_FOUND,
            method_not_allowed: OPERATION_NOT_ALLOWED,
            unsupported_media_type: UNRECOGNIZED_REQUEST,
            unreadable_body: UNRECOGNIZED_REQUEST,
            invalid_body: VALIDATION_ERROR,
            body_too_large: FILE_TOO_LARGE,
            wrong_parameter: WRONG_PARAMETERS,
            object_not_found: OBJECT_NOT_FOUND,
            not_unique: OBJECT_EXISTS,
            referenced: ILLEGAL_STATE,
            rule_broken: VALIDATION_ERROR,
            busy: OTHER_ERROR,
            unhandled: UNHANDLED_ERROR,
        },
        bare_statuses: BareStatuses {
            coded: &[
                (400, UNRECOGNIZED_REQUEST),
                (401, UNAUTHORIZED),
                (403, ACCESS_DENIED),
                (404, RESOURCE_NOT_FOUND),
                (405, OPERATION_NOT_ALLOWED),
                (406, INCOMPATIBLE_CONTENT_TYPE),
                (413, FILE_TOO_LARGE),
                (415, UNRECOGNIZED_REQUEST),
                (422, WRONG_PARAMETERS),
                (424, TRANSACTION_ERROR),
                (429, LIMIT_EXCEEDED),
                (500, UNHANDLED_ERROR),
            ],
            rest: Rest::Kept { messages: BASIC_STATUSES },
        },
        range: None,
    }

    /// The request is not authenticated.
    UNAUTHORIZED = "PE01-1001", 401, "Unauthorized";
    /// The request carries no token.
    TOKEN_MISSING = "PE01-1002", 400, "Token missing";
    /// The request does not say which tenant it is for.
    TENANT_MISSING = "PE01-1003", 400, "Tenant missing";
    /// The tenant conflicts with another one.
    TENANT_CONFLICT = "PE01-1004", 409, "Tenant conflict";
    /// No tenant has the given name.
    TENANT_UNKNOWN = "PE01-1005", 401, "Tenant unknown";
    /// The confirmation is not the one that was asked for.
    CONFIRMATION_INVALID = "PE01-1006", 400, "Confirmation invalid";
    /// The object has to be confirmed before it can be used.
    OBJECT_NOT_CONFIRMED = "PE01-1007", 401, "Object not confirmed";
    /// The user lacks the right to do this.
    ACCESS_DENIED = "PE01-1008", 403, "Access denied";
    /// The account has as many users as it may have.
    USER_LIMIT_REACHED = "PE01-1009", 403, "You've reached your account's user limit";
    /// The token is not one of the server's, or no longer.
    TOKEN_INVALID = "PE01-1010", 401, "Token is invalid or expired";
    /// The refresh token is not one of the server's, or no longer.
    REFRESH_TOKEN_INVALID = "PE01-1011", 401, "Refresh token is invalid or expired";
    /// The tenant lives at another address, which `location` names.
    TENANT_MOVED = "PE01-1012", 301, "Tenant is registered on other endpoint.";
    /// The object exists but cannot be used.
    OBJECT_UNAVAILABLE = "PE01-1013", 403, "Object is unavailable";
    /// The object that the request names does not exist.
    OBJECT_NOT_FOUND = "PE01-1101", 404, "Object not found";
    /// An object of the same identity exists.
    OBJECT_EXISTS = "PE01-1102", 409, "Object already exists";
    /// The operation cannot be done on this resource.
    OPERATION_NOT_ALLOWED = "PE01-1103", 400, "Operation not allowed";
    /// One or more fields are against a rule; `constraintViolations` says which.
    VALIDATION_ERROR = "PE01-1104", 412, "Validation error";
    /// A parameter of the path or the query is missing or wrong.
    WRONG_PARAMETERS = "PE01-1105", 400, "Wrong parameters";
    /// The object's state does not allow the operation.
    ILLEGAL_STATE = "PE01-1106", 412, "Illegal state";
    /// Somebody else has changed the object since it was read.
    VERSION_STALE = "PE01-1107", 409, "Version stale";
    /// The operation failed because one that it depends on failed.
    TRANSACTION_ERROR = "PE01-1108", 424, "Transaction error";
    /// The body or file is larger than the server takes.
    FILE_TOO_LARGE = "PE01-1109", 412, "File size limit exceeded";
    /// An error that no other code describes.
    OTHER_ERROR = "PE01-9000", 500, "Other error";
    /// An error that the server did not foresee; its log has the cause.
    UNHANDLED_ERROR = "PE01-9001", 500, "Unhandled error";
    /// The client has used up what it may use.
    LIMIT_EXCEEDED = "PE01-9002", 412, "Limit exceeded";
    /// No resource has this address.
    RESOURCE_NOT_FOUND = "PE01-9003", 404, "Resource not found";
    /// The server cannot read the request.
    UNRECOGNIZED_REQUEST = "PE01-9004", 400, "Unrecognized request";
    /// The server has no content of a type that the client accepts.
    INCOMPATIBLE_CONTENT_TYPE = "PE01-9005", 406, "You've requested an incompatible content type";
}

/// The published descriptions of statuses that are sent without a code.
pub const BASIC_STATUSES: &[(u16, &str)] = &[
    (401, "Unauthorized. Wrong or missing credentials."),
    (400, "Bad format. Incorrect parameter or query string."),
    (403, "Forbidden. A user has insufficient rights to perform this action."),
    (404, "Requested entity not found."),
    (409, "Conflict. The request could not be processed because of a conflict in the request."),
    (412, "The precondition failed. The request could not be processed because of a conflict in the request."),
    (424, "Failed dependency. The request failed due to the failure of a previous request."),
    (500, "Internal server error. TargetProcess messed up."),
    (501, "Not implemented. The requested action is either not supported or not implemented yet."),
    (503, "Service unavailable. Unavailable service because the rate limit was exceeded."),
];
