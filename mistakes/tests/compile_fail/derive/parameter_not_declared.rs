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

#[derive(errorbook::IntoError)]
#[code(cart::OUT_OF_STOCK)]
struct OutOfStock {
    #[code(parameter)]
    parts: u32,
    #[code(parameter = "avaliable")]
    left: u32,
}

fn main() {}
