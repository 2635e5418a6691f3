errorbook::codes! {
    /// Fields that cannot be.
    book " " {
        envelop: errorbook::envelope::PROBLEM,
        type_base: Some("https://cart.example/errors/"),
        pattern: "",
        pattern: "CART-####",
        range: 2000..2999,
        error_kinds: ErrorKinds::STANDARD,
        statuses: StatusMap::STANDARD
        missing_comma: 1,
    }

    /// Right.
    RIGHT = "CART-1001", 409, "Right";
}

fn main() {}
