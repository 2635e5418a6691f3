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

    UNEXPLAINED = "2300", 400, "Unexplained";
}

fn main() {}
