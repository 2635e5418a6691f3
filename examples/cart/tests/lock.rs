//! No published code changes its meaning.

#[test]
fn no_published_code_changes_its_meaning() {
    errorbook_catalog::lock!(&cart::codes::BOOK, "cart.book.json");
    errorbook_catalog::lock!(&cart::erp::BOOK, "erp.book.json");
    errorbook_catalog::lock!(&cart::field::BOOK, "field.book.json");
    errorbook_catalog::lock!(&cart::terse::BOOK, "terse.book.json");
}
