errorbook::codes! {
    /// Parameters that cannot be.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// Right.
    RIGHT = "CART-1001", 409, "Right" { parameters: { part: integer, name: string } };
    /// Wrong, each in its way.
    WRONG = "CART-1002", 409, "Wrong" {
        parameters: {
            part: i64,
            status: integer,
            r#type: string,
            r#match: string,
            name: string,
            name: integer,
            available,
        },
    };
}

fn main() {}
