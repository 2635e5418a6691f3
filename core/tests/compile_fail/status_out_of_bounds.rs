use errorbook::{ayanova, envelope, BareStatuses, Situations};

errorbook::codes! {
    /// A book with a mistake.
    book "mistaken" {
        envelope: envelope::AYANOVA,
        type_base: None,
        situations: Situations::HTTP,
        bare_statuses: BareStatuses::HTTP,
        range: Some(ayanova::RANGE),
    }

    /// No status at all.
    NO_STATUS = "2300", 600, "No status";
}

fn main() {}
