//! The TypeScript module of the front end is generated from the book.

use errorbook_catalog::{Catalog, export};

#[test]
fn the_front_end_has_the_codes_of_the_book() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/front-end/cart.ts");
    let module = export::typescript(&Catalog::of(&cart::codes::BOOK));
    if std::env::var("ERRORBOOK_LOCK").is_ok_and(|mode| mode == "update") {
        std::fs::write(path, &module).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), module, "run this with ERRORBOOK_LOCK=update");
}

#[test]
fn a_module_has_the_members_of_a_custom_envelope() {
    let module = export::typescript(&Catalog::of(&cart::terse::BOOK));
    for line in [
        "  text: string;",
        "  at?: Array<string>;",
        r#"  "no-such-part": TerseBody & { code: "no-such-part"; part?: number };"#,
    ] {
        assert!(module.lines().any(|written| written == line), "{line} is not in\n{module}");
    }
}
