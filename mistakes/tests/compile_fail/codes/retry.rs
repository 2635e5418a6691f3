errorbook::codes! {
    /// Delays that cannot be.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// A word that is none of the three.
    FIRST = "CART-1001", 409, "First" { retry: later };
    /// Without its unit.
    SECOND = "CART-1002", 409, "Second" { retry: after 30 };
    /// Not whole.
    THIRD = "CART-1003", 409, "Third" { retry: after 1.5s };
    /// Nothing at all.
    FOURTH = "CART-1004", 409, "Fourth" { retry: after 0s };
    /// Without its delay.
    FIFTH = "CART-1005", 409, "Fifth" { retry: after };
    /// Longer than the world will stand.
    SIXTH = "CART-1006", 409, "Sixth" { retry: after 18446744073709551615h };
}

fn main() {}
