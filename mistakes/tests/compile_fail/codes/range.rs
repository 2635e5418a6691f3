errorbook::codes! {
    /// Numbers, and what is none of them.
    book "mistaken" { envelope: errorbook::envelope::AYANOVA, range: 2000..=2999 }

    /// Right.
    RIGHT = "2000", 400, "Right";
    /// Past the end.
    TOO_LARGE = "3000", 400, "Too large";
    /// Spelled with a sign.
    SIGNED = "+2300", 400, "Signed";
    /// Spelled with a zero.
    ZERO = "02301", 400, "Zero";
    /// No number.
    WORD = "cart", 400, "Word";
}

fn main() {}
