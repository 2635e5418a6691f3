errorbook::codes! {
    /// Rows that say too little, or what cannot be.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// No status at all.
    NO_STATUS = "CART-1001", 600, "No status";
    /// Not the one that was meant.
    TWO_DIGITS = "CART-1002", 40, "Two digits";
    /// Says nothing.
    SILENT = "CART-1003", 400, " ";
    UNEXPLAINED = "CART-1004", 400, "Unexplained";
    ///
    BLANK = "CART-1005", 400, "Blank";
    /// # What to do
    /// Nobody knows why.
    ADVICE_ALONE = "CART-1006", 400, "Advice alone";
    /// There or not.
    #[cfg(unix)]
    SOMETIMES = "CART-1007", 400, "Sometimes";
}

fn main() {}
