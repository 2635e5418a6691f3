errorbook::codes! {
    /// The end is missing.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// Right.
    RIGHT = "CART-1001", 409, "Right";
    /// Without its end.
    LAST = "CART-1002", 409, "Last" { retry: never }
}

fn main() {
    let _ = (RIGHT, LAST);
}
