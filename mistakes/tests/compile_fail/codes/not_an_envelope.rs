static TEXT: &str = "no shape of an error";

errorbook::codes! {
    /// Errors in the shape of a text.
    book "mistaken" { envelope: TEXT }

    /// Right.
    RIGHT = "CART-1001", 409, "Right";
}

fn main() {}
