errorbook::codes! {
    /// The codes of bare.
    book "bare" {
        envelope: errorbook::envelope::PROBLEM,
    }

    /// Unknown parameters
    UNKNOWN_PARAMETERS = "20001", 400, "Unknown parameters";

    /// Not Found
    CODE_20002 = "20002", 404, "Not Found";

    /// Not Found
    CODE_20003 = "20003", 404, "Not Found";
}
