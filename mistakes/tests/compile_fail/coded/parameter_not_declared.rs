mod cart {
    errorbook::codes! {
        /// The codes of the cart.
        book "cart" { envelope: errorbook::envelope::PROBLEM }

        /// Less is in stock than was asked for.
        OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
            parameters: { part: integer, available: integer },
        };
    }
}

fn main() {
    errorbook::coded!(cart::OUT_OF_STOCK, { part: 7, avaliable: 3 }, "only 3 are left");
    errorbook::coded!(errorbook::primaerp::OBJECT_NOT_FOUND, { part: 7 });
}
