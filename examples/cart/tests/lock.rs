//! No published code changes its meaning.

#[test]
fn no_published_code_changes_its_meaning() {
    errorbook::lock!(&cart::codes::BOOK, "cart.lock");
    errorbook::lock!(&cart::erp::BOOK, "erp.lock");
    errorbook::lock!(&cart::field::BOOK, "field.lock");
    errorbook::lock!(&cart::terse::BOOK, "terse.lock");
}
