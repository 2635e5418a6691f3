errorbook::codes! {
    /// Attributes that cannot be.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// Some are not there, some are there twice.
    FIRST = "CART-1001", 409, "First" {
        colour: red,
        since: "",
        since: "1.2",
        retry never,
        parameters: [part],
        headers: "x-cart",
    };
    /// Headers that cannot be.
    SECOND = "CART-1002", 409, "Second" {
        headers: ["Retry-After", "x cart", "", "x-cart", "x-cart", x],
        since: 1.2,
        owner: " ",
    };
}

fn main() {}
