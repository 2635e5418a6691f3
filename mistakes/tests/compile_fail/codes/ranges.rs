mod backwards {
    errorbook::codes! {
        /// From the last to the first.
        book "mistaken" { envelope: errorbook::envelope::AYANOVA, range: 2999..=2000 }

        /// Right.
        RIGHT = "2000", 400, "Right";
    }
}

mod pair {
    errorbook::codes! {
        /// Not a range of Rust.
        book "mistaken" { envelope: errorbook::envelope::AYANOVA, type_base: "", range: (2000, 2999) }

        /// Right.
        RIGHT = "2000", 400, "Right";
    }
}

fn main() {}
