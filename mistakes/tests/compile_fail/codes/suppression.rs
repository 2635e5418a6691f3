mod not_a_name {
    errorbook::codes! {
        /// A name that no query has.
        book "mistaken" { envelope: errorbook::envelope::PROBLEM, suppression: "always 200" }

        /// Right.
        RIGHT = "CART-1001", 409, "Right";
    }
}

mod empty {
    errorbook::codes! {
        /// No name.
        book "mistaken" { envelope: errorbook::envelope::PROBLEM, suppression: "" }

        /// Right.
        RIGHT = "CART-1001", 409, "Right";
    }
}

mod not_a_text {
    errorbook::codes! {
        /// Not a text.
        book "mistaken" { envelope: errorbook::envelope::PROBLEM, suppression: true }

        /// Right.
        RIGHT = "CART-1001", 409, "Right";
    }
}

fn main() {}
