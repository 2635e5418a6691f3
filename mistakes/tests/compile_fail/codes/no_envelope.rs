errorbook::codes! {
    /// Errors without a shape.
    book "mistaken" { pattern: "CART-####" }

    /// Right.
    RIGHT = "CART-1001", 409, "Right";
}

fn main() {}
