errorbook::codes! {
    /// The codes of ayanova.
    book "ayanova" {
        envelope: errorbook::envelope::AYANOVA,
        range: 2000..=2999,
        suppression: "suppress_response_code",
        error_kinds: { body_too_large: INVALID_OPERATION, internal: INTERNAL_ERROR, invalid_body: VALIDATION_ERROR, invalid_parameter: INVALID_VALUE, method_not_allowed: INVALID_OPERATION, not_unique: VALUE_IS_NOT_UNIQUE, object_not_found: OBJECT_NOT_FOUND, referenced: OBJECT_IS_REFERENCED_BY_OTHERS, route_not_found: OBJECT_NOT_FOUND, rule_broken: INVALID_VALUE, unavailable: INTERNAL_ERROR, unreadable_body: INVALID_OPERATION, unsupported_media_type: INVALID_OPERATION },
        statuses: { 401: AUTHENTICATION_FAILED, 403: NOT_AUTHORIZED, 404: OBJECT_NOT_FOUND, 409: OBJECT_WAS_CHANGED_BY_ANOTHER_USER, 4xx: INVALID_OPERATION, 5xx: INTERNAL_ERROR },
    }

    /// The server runs, but its API is closed to everybody.
    ///
    /// # What to do
    /// Wait, and try again: as `retry-after` says, or every few minutes. People who ask can be told that the service
    /// is closed on purpose.
    API_CLOSED = "2000", 503, "API closed" {
        retry: after 60s,
    };

    /// The server runs, but only what its maintenance needs is open.
    ///
    /// # What to do
    /// Wait until the maintenance is over, as with `2000`. Only operators get through, and only to what maintenance
    /// needs.
    API_CLOSED_TO_ALL_BUT_OPERATIONS = "2001", 503, "API closed to all but operations" {
        retry: after 60s,
    };

    /// The server failed; its log has the details.
    ///
    /// # What to do
    /// Try again later what may be done twice. If the error stays, give the server's operator the time and the
    /// `x-error-id`: the details are in the log, never in the response.
    INTERNAL_ERROR = "2002", 503, "Internal error";

    /// The login or the password is wrong, there is no such user, or the token is not valid.
    ///
    /// # What to do
    /// Have the user sign in again. The response does not say which part was wrong, so that nobody can try out logins.
    AUTHENTICATION_FAILED = "2003", 401, "Authentication failed";

    /// The user is known, and lacks the right to do this to the resource.
    ///
    /// # What to do
    /// Do not repeat the request. Ask an administrator for a role that allows it, or sign in as somebody who has one.
    NOT_AUTHORIZED = "2004", 403, "Not authorized";

    /// Another user has saved the object since it was read: the concurrency token does not match, the first save
    /// wins.
    ///
    /// # What to do
    /// Read the object again, show the user what is different, and save with the new concurrency token.
    OBJECT_WAS_CHANGED_BY_ANOTHER_USER = "2005", 409, "Object was changed by another user";

    /// The API is closed while data is migrated from an older version; only the superuser can sign in.
    ///
    /// # What to do
    /// Wait until the migration is over. Do not try more often than every few minutes.
    API_CLOSED_FOR_MIGRATION = "2006", 503, "API closed for migration" {
        retry: after 60s,
    };

    /// The object that the request asks for does not exist, or no route has this address.
    ///
    /// # What to do
    /// Check the route and the id. If both were right once, the object has been deleted: drop it from lists and
    /// caches.
    OBJECT_NOT_FOUND = "2010", 404, "Object not found";

    /// The id in the body of a PUT is not the one in its route.
    ///
    /// # What to do
    /// Make them the same. If the body was taken from another object, think twice about which of the two is to
    /// change.
    ID_DOES_NOT_MATCH_THE_ROUTE = "2020", 400, "Id does not match the route" {
        retry: never,
    };

    /// The operation could not be completed; `message` says why.
    ///
    /// # What to do
    /// Read `message`: it is for people, and may change. A body that cannot be read, a body that is too large, and a
    /// method that the route does not serve have this code as well.
    INVALID_OPERATION = "2030", 400, "Invalid operation";

    /// Too few parts are in stock to complete the operation. None has been taken.
    ///
    /// # What to do
    /// Ask for fewer parts, or restock first. Read the stock again before the next try: others take from it, too.
    NOT_ENOUGH_INVENTORY = "2040", 400, "Not enough inventory";

    /// The object is not valid; `details` says where.
    ///
    /// # What to do
    /// Correct every field in `details` and send the whole object again. In a detail `target` is the field, empty for
    /// the object as a whole, and `error` is a code from `2201` to `2212`.
    VALIDATION_ERROR = "2200", 400, "Validation error" {
        retry: never,
    };

    /// A required field is empty or null.
    ///
    /// # What to do
    /// Fill in the field that `target` names; blanks alone do not count. A field that is absent is `2205`.
    FIELD_IS_REQUIRED = "2201", 400, "Field is required" {
        retry: never,
    };

    /// A field is longer than the limit, which its `message` gives.
    ///
    /// # What to do
    /// Shorten the field that `target` names. The number at the start of `message`, as in `255 max`, is the limit in
    /// characters.
    FIELD_IS_TOO_LONG = "2202", 400, "Field is too long" {
        retry: never,
    };

    /// A value is of the wrong type or against a rule; some values are right only in some states of the object.
    ///
    /// # What to do
    /// Correct what `target` names, a field or a parameter: see that its type is the documented one, and that the
    /// object's state allows the value.
    INVALID_VALUE = "2203", 400, "Invalid value" {
        retry: never,
    };

    /// A property of a customised form is required and empty.
    ///
    /// # What to do
    /// Fill in the property that `target` names. An administrator can read in the form's customisation what it is
    /// for, and make it optional. `2211` is the same for a field that is not the form's own.
    CUSTOMIZED_FORM_PROPERTY_IS_REQUIRED = "2204", 400, "Customized form property is required" {
        retry: never,
    };

    /// A required property is absent altogether, usually by a mistake in the client or on the way.
    ///
    /// # What to do
    /// Send the property that `target` names, and check the spelling of its name: names are case-sensitive. One that
    /// is there and empty is `2201`.
    PROPERTY_IS_MISSING = "2205", 400, "Property is missing" {
        retry: never,
    };

    /// Another record has the same text in a property that must be unique.
    ///
    /// # What to do
    /// Choose another text for the field in `target`, or use the record that has it. After a save whose response was
    /// lost, that record may be yours.
    VALUE_IS_NOT_UNIQUE = "2206", 400, "Value is not unique";

    /// The start date is not earlier than the end date.
    ///
    /// # What to do
    /// Change one of the two: the same moment twice is refused as well. Compare them with their offsets, not as text.
    START_MUST_BE_BEFORE_END = "2207", 400, "Start must be before end" {
        retry: never,
    };

    /// Other records refer to the object, so that it cannot be changed or deleted.
    ///
    /// # What to do
    /// Remove what refers to it first, or leave the object where it is and mark it as inactive.
    OBJECT_IS_REFERENCED_BY_OTHERS = "2208", 400, "Object is referenced by others";

    /// The property's value is fixed and cannot be changed.
    ///
    /// # What to do
    /// Send the property as it was read. If it has to be different, make a new object.
    VALUE_IS_FIXED = "2209", 400, "Value is fixed" {
        retry: never,
    };

    /// The operation led to errors in a linked child object.
    ///
    /// # What to do
    /// Correct the child that `target` names, such as `parts[0].partId`; the parent itself may be right. Nothing has
    /// been saved.
    ERROR_IN_A_CHILD_OBJECT = "2210", 400, "Error in a child object";

    /// A field that customisation requires is empty or null.
    ///
    /// # What to do
    /// Fill in the field that `target` names. It is required on this server only, so that a client must not take a
    /// fixed list of required fields for granted.
    FIELD_IS_REQUIRED_BY_CUSTOMIZATION = "2211", 400, "Field is required by customization" {
        retry: never,
    };

    /// More than one contracted unit was set on a work order, which may have one only.
    ///
    /// # What to do
    /// Keep one contracted unit, and make a work order of its own for each of the others.
    ONLY_ONE_CONTRACTED_UNIT_IS_ALLOWED = "2212", 400, "Only one contracted unit is allowed" {
        retry: never,
    };
}
