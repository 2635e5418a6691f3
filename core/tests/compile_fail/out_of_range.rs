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

    /// Past the end.
    TOO_LARGE = "3000", 400, "Too large";
}

fn main() {}
