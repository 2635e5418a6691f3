const NUMBERS: (u16, u16) = (2000, 2999);

errorbook::codes! {
    /// A constant that is no range.
    book "mistaken" { envelope: errorbook::envelope::AYANOVA, range: NUMBERS }

    /// Right.
    RIGHT = "2999", 400, "Right";
}

fn main() {}
