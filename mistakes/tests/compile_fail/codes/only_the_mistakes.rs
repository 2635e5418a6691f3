mod cart {
    errorbook::codes! {
        /// Rows that cannot be read.
        book "mistaken" { envelope: errorbook::envelope::PROBLEM }

        /// A status in quotes.
        QUOTED = "CART-1001", "409", "Quoted";
        /// Without a comma.
        NO_COMMA = "CART-1003" 409, "No comma";
        /// Without an identifier.
        NO_IDENTIFIER = 409, "No identifier";
        /// Right.
        RIGHT = "CART-1004", 409, "Right";
    }
}

mod headless {
    errorbook::codes! {
        book { envelope: errorbook::envelope::PROBLEM }

        /// Right.
        RIGHT = "CART-1004", 409, "Right";
    }
}

fn uses() {
    let _ = [cart::QUOTED, cart::NO_COMMA, cart::NO_IDENTIFIER, cart::RIGHT, headless::RIGHT];
    let _ = (cart::BOOK.find("CART-1001"), headless::BOOK.find("CART-1004"));
    let _ = errorbook::coded!(cart::QUOTED, "quoted");
}

fn main() {}
