errorbook::codes! {
    /// The codes of service.
    book "service" {
        envelope: errorbook::envelope::PROBLEM,
    }

    /// No part has this number.
    PARTS_NOT_FOUND = "PART_MISSING", 404, "Parts not_found";

    /// Conflict
    STALE = "STALE", 409, "Conflict";

    /// Conflict
    TAKEN = "TAKEN", 409, "Conflict";
}
