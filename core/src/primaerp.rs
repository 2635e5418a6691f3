//! primaERP's 28 codes and its table of basic statuses.

use crate::envelope;

crate::codes! {
    /// The codes that primaERP publishes, in its own envelope.
    book "primaerp" {
        envelope: envelope::PRIMAERP,
        pattern: "PE01-####",
        suppression: "suppress_response_code",
        error_kinds: {
            route_not_found: RESOURCE_NOT_FOUND,
            method_not_allowed: OPERATION_NOT_ALLOWED,
            unsupported_media_type: UNRECOGNIZED_REQUEST,
            unreadable_body: UNRECOGNIZED_REQUEST,
            invalid_body: VALIDATION_ERROR,
            body_too_large: FILE_TOO_LARGE,
            invalid_parameter: WRONG_PARAMETERS,
            object_not_found: OBJECT_NOT_FOUND,
            not_unique: OBJECT_EXISTS,
            referenced: ILLEGAL_STATE,
            rule_broken: VALIDATION_ERROR,
            unavailable: OTHER_ERROR,
            internal: UNHANDLED_ERROR,
        },
        statuses: {
            400: UNRECOGNIZED_REQUEST,
            401: UNAUTHORIZED,
            403: ACCESS_DENIED,
            404: RESOURCE_NOT_FOUND,
            405: OPERATION_NOT_ALLOWED,
            406: INCOMPATIBLE_CONTENT_TYPE,
            413: FILE_TOO_LARGE,
            415: UNRECOGNIZED_REQUEST,
            422: WRONG_PARAMETERS,
            424: TRANSACTION_ERROR,
            429: LIMIT_EXCEEDED,
            500: UNHANDLED_ERROR,
            pass_through: BASIC_STATUSES,
        },
    }

    /// The request is not authenticated: its credentials are missing or wrong.
    ///
    /// # What to do
    /// Authenticate as `www-authenticate` asks, and send the request again. The same credentials will fail again.
    UNAUTHORIZED = "PE01-1001", 401, "Unauthorized" { retry: never };
    /// The request carries no token.
    ///
    /// # What to do
    /// Send the access token in `authorization: Bearer …`. If you do, see whether a redirect or a proxy on the way
    /// drops the header.
    TOKEN_MISSING = "PE01-1002", 400, "Token missing" { retry: never };
    /// The request does not say which tenant it is for.
    ///
    /// # What to do
    /// Name the tenant. A user can belong to several, so that the server does not guess.
    TENANT_MISSING = "PE01-1003", 400, "Tenant missing" { retry: never };
    /// The tenant conflicts with another one.
    ///
    /// # What to do
    /// Choose another name for the tenant, or use the one that is there. The same request will conflict again.
    TENANT_CONFLICT = "PE01-1004", 409, "Tenant conflict" { retry: never };
    /// No tenant has the given name.
    ///
    /// # What to do
    /// Check the tenant's name. It may have been renamed or closed; ask its administrator. One that has moved is
    /// `PE01-1012`.
    TENANT_UNKNOWN = "PE01-1005", 401, "Tenant unknown";
    /// The confirmation is not the one that was asked for.
    ///
    /// # What to do
    /// Send the confirmation as it was received, whole and unchanged. If it was used before or is too old, ask for
    /// another one.
    CONFIRMATION_INVALID = "PE01-1006", 400, "Confirmation invalid" { retry: never };
    /// The object, such as a new account, has to be confirmed before it can be used.
    ///
    /// # What to do
    /// Confirm it first, with what was sent when it was made. A wrong confirmation is `PE01-1006`.
    OBJECT_NOT_CONFIRMED = "PE01-1007", 401, "Object not confirmed";
    /// The user is known, and lacks the right to do this.
    ///
    /// # What to do
    /// Do not repeat the request. Ask an administrator for the right, or use an account that has it; signing in anew
    /// changes nothing.
    ACCESS_DENIED = "PE01-1008", 403, "Access denied" { retry: never };
    /// The account has as many users as it may have.
    ///
    /// # What to do
    /// Remove a user who is no longer needed, or have the limit raised. Until then no user can be added.
    USER_LIMIT_REACHED = "PE01-1009", 403, "You've reached your account's user limit";
    /// The access token is not one of the server's, or is no longer valid.
    ///
    /// # What to do
    /// Get a new access token with the refresh token, and send the request once more. If the refresh token fails, too
    /// (`PE01-1011`), the user has to sign in.
    TOKEN_INVALID = "PE01-1010", 401, "Token is invalid or expired" { retry: never };
    /// The refresh token is not one of the server's, or is no longer valid.
    ///
    /// # What to do
    /// Forget both tokens and have the user sign in. Trying again with the same token does not help.
    REFRESH_TOKEN_INVALID = "PE01-1011", 401, "Refresh token is invalid or expired" { retry: never };
    /// The tenant lives at another address, which `location` names.
    ///
    /// # What to do
    /// Send the request to the address in `location`, and all others for this tenant, too. Check that it is an
    /// address of the service before you send credentials there. With a suppressed status nothing is followed by
    /// itself: the client has to read `location`.
    TENANT_MOVED = "PE01-1012", 301, "Tenant is registered on other endpoint." { headers: ["location"] };
    /// The object exists, but nobody can use it now.
    ///
    /// # What to do
    /// Do not repeat the request at once. Read the object's state, or ask its owner: it may be locked, archived or
    /// switched off.
    OBJECT_UNAVAILABLE = "PE01-1013", 403, "Object is unavailable";
    /// The object that the request names does not exist.
    ///
    /// # What to do
    /// Check the id. If it was right once, the object has been deleted: take it out of lists and caches.
    OBJECT_NOT_FOUND = "PE01-1101", 404, "Object not found";
    /// An object of the same identity exists, such as one of the same name.
    ///
    /// # What to do
    /// Use the object that is there, or choose another name. After a request whose response was lost, this may mean
    /// that it succeeded: look first.
    OBJECT_EXISTS = "PE01-1102", 409, "Object already exists";
    /// The operation cannot be done on this resource: it does not serve the method.
    ///
    /// # What to do
    /// Use a method that the resource serves; `allow` lists them where the server knows them. An object whose state
    /// is in the way is `PE01-1106`.
    OPERATION_NOT_ALLOWED = "PE01-1103", 400, "Operation not allowed" { retry: never };
    /// One or more fields of the body are against a rule; `constraintViolations` lists all of them.
    ///
    /// # What to do
    /// Correct each field that `constraintViolations` names, and send the whole body again. `message` is for people, to
    /// be shown beside its `field`; `constraint` is for programs. `description` says the same in one line.
    VALIDATION_ERROR = "PE01-1104", 412, "Validation error" { retry: never };
    /// A parameter of the path or the query is missing, given twice or unreadable.
    ///
    /// # What to do
    /// Correct the parameter that `description` begins with. Leave out an optional one instead of sending it empty.
    WRONG_PARAMETERS = "PE01-1105", 400, "Wrong parameters" { retry: never };
    /// The object's state does not allow the operation, whatever the request says.
    ///
    /// # What to do
    /// Read the object and bring it into a state that allows the operation, then send the request again.
    ILLEGAL_STATE = "PE01-1106", 412, "Illegal state";
    /// Somebody else has changed the object since it was read: the version in the request is not the current one.
    ///
    /// # What to do
    /// Read the object again, apply the change to what is there now, and send it with the new version. Do not just
    /// raise the number: that throws the other change away.
    VERSION_STALE = "PE01-1107", 409, "Version stale" { retry: never };
    /// The operation failed because one that it depends on failed.
    ///
    /// # What to do
    /// Look at the error of the operation that failed first, correct that one, and send all of them again.
    TRANSACTION_ERROR = "PE01-1108", 424, "Transaction error";
    /// The body or the file is larger than the server takes.
    ///
    /// # What to do
    /// Send less: split the request or make the file smaller. The same bytes will be refused again.
    FILE_TOO_LARGE = "PE01-1109", 412, "File size limit exceeded" { retry: never };
    /// The server failed in a way that no other code describes, or is too busy.
    ///
    /// # What to do
    /// Try again later, a few times at the most, waiting longer each time. Report it with the `x-error-id`, if the
    /// response has one.
    OTHER_ERROR = "PE01-9000", 500, "Other error";
    /// The server failed in a way that it did not foresee; its log has the cause under the response's `x-error-id`.
    ///
    /// # What to do
    /// Report it with the `x-error-id`. Try again only what may be done twice: a part of it may have happened.
    UNHANDLED_ERROR = "PE01-9001", 500, "Unhandled error";
    /// The client has used up what it may use, such as a number of requests.
    ///
    /// # What to do
    /// Wait as long as `retry-after` says; without it, wait longer after each try. Send fewer requests: ask for more
    /// at once, and keep what seldom changes.
    LIMIT_EXCEEDED = "PE01-9002", 412, "Limit exceeded" { headers: ["retry-after"], retry: after 1s };
    /// No resource has this address. It is the address that is unknown, not an object.
    ///
    /// # What to do
    /// Check the address: its spelling, the version in it, a slash too many. A missing object of a known kind is
    /// `PE01-1101`.
    RESOURCE_NOT_FOUND = "PE01-9003", 404, "Resource not found";
    /// The server cannot read the request: its body is not JSON, or is not declared as JSON.
    ///
    /// # What to do
    /// Send valid JSON in UTF-8 with `content-type: application/json`; `description` says where reading stopped. JSON
    /// that can be read and does not fit is `PE01-1104`.
    UNRECOGNIZED_REQUEST = "PE01-9004", 400, "Unrecognized request" { retry: never };
    /// The server has no representation of a type that the client accepts.
    ///
    /// # What to do
    /// Name a type that the server has in `accept`, such as `application/json`, or leave the header out.
    INCOMPATIBLE_CONTENT_TYPE = "PE01-9005", 406, "You've requested an incompatible content type" { retry: never };
}

/// The published messages of statuses that come without a code.
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
