//! The exports of books: the whole texts of some books, and rules for all books.
//!
//! The texts are in `tests/export/`. `ERRORBOOK_GOLDEN=update cargo test -p errorbook-catalog --test export` updates them. Review
//! each change of a text.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::Path;
use std::{env, fs};

use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::{Catalog, export};
use serde_json::{Value, json};

mod cart {
    errorbook::codes! {
        /// The codes of the cart.
        book "cart" {
            envelope: errorbook::envelope::PROBLEM,
            type_base: "https://cart.example/errors/",
            pattern: "CART-####",
            suppression: "always_200",
        }

        /// The cart holds nothing that could be ordered.
        ///
        /// # What to do
        /// Put something into the cart first:
        ///
        /// ## As a client
        /// ```sh
        /// # a comment, no heading
        /// curl -X POST /cart/parts
        /// ```
        EMPTY = "CART-1001", 409, "The cart is empty";

        /// Less is in stock than was asked for.
        ///
        /// # Since when
        /// - a list
        ///   - and one in it
        ///
        /// Underlined
        /// ----------
        /// What looks like the end of a comment, `*/`, is none.
        OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
            parameters: { part: integer, available: integer, since: string, share: number, reserved: boolean },
            headers: ["retry-after", "x-stock"],
            retry: after 30s,
            since: "1.2",
        };

        /// The name of the cart is taken.
        NAME_TAKEN = "CART-1003", 409, "A *cart* | \"named\" <so> is\\there" {
            retry: never,
            since: "1.3 | beta",
            deprecated: EMPTY,
        };

        /// Nobody is signed in.
        SIGNED_OUT = "CART-1004", 401, "Sign in first" { headers: ["www-authenticate"] };

        /// The cart cannot be read at the moment.
        UNREADABLE = "CART-1005", 503, "Try again" { retry: at_once };

        /// Carts had a size once.
        retired "CART-1000";
        retired "CART-0999";
    }
}

/// A book with a custom envelope. The code and the parameters are in nested members.
mod shelf {
    use errorbook::envelope::{Envelope, Member, Report, Schema, Shape};

    struct Wrapped;

    impl Envelope for Wrapped {
        fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
            let parameters: serde_json::Map<_, _> = report
                .parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), format!("{value:?}").into()))
                .collect();
            let error = serde_json::json!({ "id": report.code, "text": report.message, "values": parameters });
            serde_json::to_writer(body, &serde_json::json!({ "failure": error })).unwrap();
        }

        fn schema(&self) -> Option<Schema> {
            const FAILURE: Shape = Shape::Object(&[
                Member::required("id", Shape::Code, "The code."),
                Member::required("text", Shape::String, "What happened, for people."),
                Member::optional("values", Shape::Extensible(&[]), "The parameters."),
            ]);
            const BODY: Shape = Shape::Object(&[Member::required("failure", FAILURE, "The error.")]);
            Some(Schema::new("Wrapped", "An error in an object.", BODY))
        }
    }

    static WRAPPED: Wrapped = Wrapped;

    errorbook::codes! {
        /// The codes of the shelf.
        book "my-shelf" { envelope: WRAPPED }

        /// The shelf is full.
        FULL = "shelf full", 409, "The shelf is full" { parameters: { room: integer } };
        /// The shelf is locked.
        LOCKED = "shelf/full", 423, "The shelf is locked";
    }
}

/// A book with a custom envelope that has no schema.
mod lamp {
    use errorbook::envelope::{Envelope, Report};

    struct Pair;

    impl Envelope for Pair {
        fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
            serde_json::to_writer(body, &(report.code, report.message)).unwrap();
        }
    }

    static PAIR: Pair = Pair;

    errorbook::codes! {
        /// The codes of the lamp.
        book "lamp" { envelope: PAIR }

        /// The lamp is dark.
        DARK = "__proto__", 404, "No light";
    }
}

/// Returns the book of the cart with four operations: the first lists its codes, the second also returns a code of another
/// book, the third can return unlisted codes, and the fourth has no errors.
fn garage() -> Catalog {
    let of = |codes: Value| json!({ "content": { "application/json": { "schema": { "properties": { "code": { "enum": codes } } } } } });
    let document = json!({ "openapi": "3.1.0", "servers": [{ "url": "https://garage.example/v1" }], "paths": {
        "/cars/{id}": {
            "get": { "responses": { "200": {}, "409": of(json!(["CART-1001"])), "401": of(json!(["CART-1004"])) } },
            "put": { "responses": { "409": of(json!(["CART-1001", "not_of_the_book"])) } },
            "delete": { "responses": { "409": of(json!(["CART-1003"])), "default": {} } },
        },
        "/health": { "get": { "responses": { "200": {} } } },
    } });
    let mut catalog = Catalog::of(&cart::BOOK);
    catalog.name = "garage".to_owned();
    errorbook_catalog::document::declare(&mut catalog, &document).unwrap();
    catalog
}

#[test]
fn each_export_equals_the_reviewed_text() {
    let cases = [
        ("garage.ts", export::typescript(&garage())),
        ("cart.md", export::markdown(&Catalog::of(&cart::BOOK))),
        ("cart.json", Catalog::of(&cart::BOOK).to_string()),
        ("cart.ts", export::typescript(&Catalog::of(&cart::BOOK))),
        ("cart.openapi.json", export::openapi(&[Catalog::of(&cart::BOOK)])),
        ("shelf.ts", export::typescript(&Catalog::of(&shelf::BOOK))),
        ("shelf.openapi.json", export::openapi(&[Catalog::of(&shelf::BOOK)])),
        ("lamp.ts", export::typescript(&Catalog::of(&lamp::BOOK))),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export");
    for (name, text) in cases {
        let path = folder.join(name);
        if env::var("ERRORBOOK_GOLDEN").is_ok_and(|what| what == "update") {
            fs::write(&path, &text).unwrap();
        }
        let reviewed = fs::read_to_string(&path).unwrap_or_default();
        assert!(text == reviewed, "{} differs from the export:\n{text}", path.display());
    }
}

const BOOKS: [&Book; 6] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK, &cart::BOOK, &shelf::BOOK, &lamp::BOOK];

#[test]
fn every_export_ends_with_one_line_feed_and_is_always_the_same() {
    for book in BOOKS {
        let exports = || {
            [
                export::markdown(&Catalog::of(book)),
                Catalog::of(book).to_string(),
                export::typescript(&Catalog::of(book)),
                export::openapi(&[Catalog::of(book)]),
            ]
        };
        assert_eq!(exports(), exports());
        for text in exports() {
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{text}");
            assert!(text.lines().all(|line| line.trim_end() == line), "{book:?} has white space at the end of a line");
        }
    }
}

#[test]
fn the_json_has_the_values_of_the_rows() {
    for book in BOOKS {
        let document: Value = serde_json::from_str(&Catalog::of(book).to_string()).unwrap();
        let mut retired = book.retired().to_vec();
        retired.sort_unstable();
        let listed = document.get("retired").cloned().unwrap_or(json!([]));
        assert_eq!((&document["name"], listed), (&json!(book.name()), json!(retired)));
        let codes = document["codes"].as_array().unwrap();
        assert_eq!(codes.len(), book.codes().len());
        assert!(codes.is_sorted_by_key(|exported| exported["code"].as_str()));
        for exported in codes {
            let code = book.find(exported["code"].as_str().unwrap()).unwrap();
            assert_eq!(exported["status"], code.status().as_u16());
            assert_eq!(exported["message"], code.message());
            assert_eq!(exported.get("headers").cloned().unwrap_or(json!([])), json!(code.headers()));
            assert_eq!(exported["retry"], json!(code.retry().map(|retry| retry.name())));
            assert_eq!(exported["replacement"], json!(code.replacement().map(|other| other.id())));
            assert_eq!(exported["advice"].is_string(), code.advice().is_some());
        }
    }
}

#[test]
fn every_code_has_a_response_with_its_exact_body() {
    for book in BOOKS {
        let document = export::openapi(&[Catalog::of(book)]);
        for code in book.codes() {
            let example = format!("\"example\": {}\n", std::str::from_utf8(code.body()).unwrap());
            assert!(document.contains(&example), "{code:?} has no example");
        }
        let document: Value = serde_json::from_str(&document).unwrap();
        let responses = document["components"]["responses"].as_object().unwrap();
        assert_eq!(responses.len(), book.codes().len());
        for key in responses.keys() {
            assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)), "{key:?}");
        }
    }
}

#[test]
fn books_share_the_schema_of_their_envelope_but_not_their_responses() {
    let twice = export::openapi(&[&standard::BOOK, &cart::BOOK, &standard::BOOK, &standard::BOOK].map(Catalog::of));
    let document: Value = serde_json::from_str(&twice).unwrap();
    let components = &document["components"];
    assert_eq!(components["schemas"].as_object().unwrap().keys().collect::<Vec<_>>(), ["Problem"]);
    let responses = components["responses"].as_object().unwrap();
    assert_eq!(responses.len(), 3 * standard::BOOK.codes().len() + cart::BOOK.codes().len());
    for key in ["not_found", "http.not_found", "http.not_found.2", "CART-1001"] {
        assert!(responses.contains_key(key), "{key:?}");
    }
}

#[test]
fn every_row_of_a_table_has_the_same_number_of_cells() {
    for book in BOOKS {
        let page = export::markdown(&Catalog::of(book));
        let table: Vec<&str> =
            page.lines().filter(|line| line.starts_with("| [") || line.starts_with("| code")).collect();
        assert_eq!(table.len(), book.codes().len() + 1, "{page}");
        for row in table {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
        }
    }
}
