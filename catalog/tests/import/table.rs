errorbook::codes! {
    /// The codes of table.
    book "table" {
        envelope: errorbook::envelope::PROBLEM,
    }

    /// No such part, sorry
    NO_SUCH_PART_SORRY = "T-1", 404, "No such part, sorry";

    /// Two
    /// lines
    TWO_LINES = "T-2", 409, "Two\nlines" {
        owner: "team-table",
    };
}
