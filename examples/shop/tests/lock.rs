//! The published codes keep their meaning.

#[test]
fn published_codes_keep_their_meaning() {
    errorbook_catalog::lock!(&shop::codes::BOOK, "shop.book.json", openapi: &shop::document());
}
