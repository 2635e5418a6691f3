errorbook::codes! {
    #[doc = " The codes of host\u{202e}ile */ \" \\."]
    book "host\u{202e}ile */ \" \\" {
        envelope: errorbook::envelope::PROBLEM,
    }

    retired "z\0";

    #[doc = " # What to do  \u{7}"]
    /// */
    ///
    /// # What to do
    #[doc = " \u{200b}"]
    A = "a\"\\\u{202e}", 404, "\t\u{202e}*/ // \"" {
        headers: ["x-y"],
        retry: at_once,
        owner: "\"",
    };

    /// book
    BOOK_B = "b", 599, "book";

    /// __ROWS
    ROWS = "c", 100, "__ROWS";

    /// self
    SELF = "d", 404, "self" {
        deprecated: BOOK_B,
    };
}
