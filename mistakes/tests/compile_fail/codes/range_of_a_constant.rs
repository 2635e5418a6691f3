use errorbook::ayanova;

errorbook::codes! {
    /// Numbers, and what is none of them.
    book "mistaken" { envelope: errorbook::envelope::AYANOVA, range: ayanova::RANGE }

    /// Right.
    RIGHT = "2999", 400, "Right";
    /// Past the end.
    TOO_LARGE = "3000", 400, "Too large";
    /// Before the start.
    TOO_SMALL = "1999", 400, "Too small";
}

fn main() {}
