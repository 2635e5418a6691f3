mod no_head {
    errorbook::codes! {
        /// A row without its book.
        EMPTY = "CART-1001", 409, "The cart is empty";
    }
}

mod no_fields {
    errorbook::codes! {
        book "mistaken";
    }
}

fn main() {}
