errorbook::codes! {
    /// A book without a row.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    retired "CART-1000";
}

fn main() {}
