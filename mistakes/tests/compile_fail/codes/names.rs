errorbook::codes! {
    /// Constants that cannot be.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// The first.
    FIRST = "CART-1001", 409, "First";
    /// The first again.
    FIRST = "CART-1002", 409, "Second";
    /// Named as the book.
    BOOK = "CART-1003", 409, "Book";
}

fn main() {}
