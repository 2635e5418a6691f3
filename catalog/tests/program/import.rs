//! The command import: the generated rows compile here and give the same catalogs.
//!
//! `ERRORBOOK_GOLDEN=update cargo test -p errorbook-catalog --test program` updates the rows.

use std::{env, fs};

use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::Catalog;

use crate::{Folder, errorbook};

/// The rows that the program generated from each source. This test needs them to compile.
#[allow(deprecated, unused, reason = "the rows are generated")]
mod rows {
    pub(super) mod everything {
        include!("../import/everything.rs");
    }
    pub(super) mod numbers {
        include!("../import/numbers.rs");
    }
    pub(super) mod bare {
        include!("../import/bare.rs");
    }
    pub(super) mod hostile {
        include!("../import/hostile.rs");
    }
    pub(super) mod table {
        include!("../import/table.rs");
    }
    pub(super) mod service {
        include!("../import/service.rs");
    }
    pub(super) mod primaerp {
        include!("../import/primaerp.rs");
    }
    pub(super) mod ayanova {
        include!("../import/ayanova.rs");
    }
    pub(super) mod http {
        include!("../import/http.rs");
    }
}

fn folder() -> String {
    format!("{}/tests/import", env!("CARGO_MANIFEST_DIR"))
}

/// Imports a source, compares the rows with the reviewed file, and returns standard error.
fn import(source: &str, name: &str) -> String {
    let output = errorbook(&["import", source]);
    assert_eq!(output.code, 0, "{}", output.err);
    let reviewed = format!("{}/{name}.rs", folder());
    if env::var("ERRORBOOK_GOLDEN").is_ok_and(|mode| mode == "update") {
        fs::write(&reviewed, &output.out).unwrap();
    }
    assert!(
        fs::read_to_string(&reviewed).unwrap() == output.out,
        "{reviewed} differs from the rows that the program generates"
    );
    output.err
}

#[test]
fn the_import_of_an_export_is_the_same_book() {
    let books: [(&Book, &Book); 3] = [
        (&primaerp::BOOK, &rows::primaerp::BOOK),
        (&ayanova::BOOK, &rows::ayanova::BOOK),
        (&standard::BOOK, &rows::http::BOOK),
    ];
    for (book, imported) in books {
        let folder = Folder::new([("book.json", &Catalog::of(book).to_string())]);
        assert_eq!(import(&folder.path("book.json"), book.name()), "");
        assert_eq!(Catalog::of(imported).to_string(), Catalog::of(book).to_string());
    }
}

#[test]
fn every_member_of_a_catalog_is_imported() {
    let books: [(&str, &Book); 2] = [("everything", &rows::everything::BOOK), ("numbers", &rows::numbers::BOOK)];
    for (name, imported) in books {
        let source = format!("{}/{name}.json", folder());
        assert_eq!(import(&source, name), "");
        let catalog = Catalog::from_json(&fs::read(&source).unwrap()).unwrap();
        assert_eq!(Catalog::of(imported).to_string(), catalog.to_string());
    }
}

#[test]
fn parts_that_rows_cannot_express_are_left_out_and_listed() {
    let bare = format!("{}/bare.json", folder());
    assert_eq!(import(&bare, "bare"), "");
    assert_eq!(rows::bare::BOOK.find("20001").unwrap().message(), "Unknown parameters");
    assert_eq!(rows::bare::BOOK.find("20002").unwrap().message(), "Not Found");

    let hostile = import(&format!("{}/hostile.json", folder()), "hostile");
    for line in [
        "left out: the envelope Own: errorbook does not have it, so the book gets PROBLEM",
        "left out: the pattern \"X-#\": not all codes match it",
        "left out: the range 1..=9: not all codes are within it",
        "left out: the suppression \"a b\": it is not a valid parameter name",
        "left out: the error kind \"unheard_of\": errorbook has no such error kind",
        "left out: a\\\"\\\\\\u{202e}: the parameter \"title\" of kind \"string\"",
        "left out: a\\\"\\\\\\u{202e}: the parameter \"when\" of kind \"date\"",
        "left out: a\\\"\\\\\\u{202e}: the header \"x y\"",
        "left out: c: the replacement \"d\", which is deprecated or does not exist",
    ] {
        assert!(hostile.lines().any(|given| given == line), "{line}\n{hostile}");
    }
    let ids: Vec<&str> = rows::hostile::BOOK.codes().map(|code| code.id()).collect();
    assert_eq!(ids, ["a\"\\\u{202e}", "b", "c", "d"]);
}

#[test]
fn a_csv_file_and_an_openapi_document_are_imported() {
    assert_eq!(import(&format!("{}/table.csv", folder()), "table"), "");
    assert_eq!(rows::table::BOOK.find("T-1").unwrap().message(), "No such part, sorry");
    assert_eq!(rows::table::BOOK.find("T-2").unwrap().owner(), Some("team-table"));
    assert_eq!(import(&format!("{}/service.openapi.json", folder()), "service"), "");
    assert_eq!(rows::service::PARTS_NOT_FOUND.status().as_u16(), 404);
}

#[test]
fn an_import_can_be_renamed_and_written_to_a_file_or_as_json() {
    let folder = Folder::new([("a.csv", "Status,CODE,unknown\n404,A,x\n")]);
    let source = folder.path("a.csv");
    let output = errorbook(&["import", &source, "--name", "shop", "--format", "json"]);
    assert_eq!(
        output.out,
        Catalog::from_json(br#"{"name":"shop","codes":[{"code":"A","status":404}]}"#).unwrap().to_string()
    );
    let output = errorbook(&["import", &source, "--output", &folder.path("src/codes.rs")]);
    assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (0, "", ""));
    assert!(
        folder.read("src/codes.rs").starts_with("errorbook::codes! {\n    /// The codes of a.\n    book \"a\" {\n")
    );
}
