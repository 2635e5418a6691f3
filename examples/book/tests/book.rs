//! The program as people and scripts run it.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Output};

use errorbook::{ayanova, primaerp, standard};
use errorbook_catalog::export;

fn book(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_book")).args(arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

#[test]
fn each_export_of_each_book_is_printed() {
    for of in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
        let exports = [
            ("markdown", export::markdown(of)),
            ("json", export::json(of)),
            ("typescript", export::typescript(of)),
            ("openapi", export::openapi(&[of])),
        ];
        for (format, expected) in exports {
            let output = book(&[format, of.name()]);
            assert_eq!(text(&output.stdout), expected, "{format} {of:?}");
            assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "{format} {of:?}");
        }
    }
}

#[test]
fn several_books_make_one_document() {
    let output = book(&["openapi", "primaerp", "http"]);
    assert_eq!(text(&output.stdout), export::openapi(&[&primaerp::BOOK, &standard::BOOK]));
}

#[test]
fn a_comparison_fails_if_a_change_breaks_clients() {
    let folder = tempfile::tempdir().expect("a folder");
    let catalog = |name: &str, codes: &str| {
        let path = folder.path().join(name);
        fs::write(&path, format!(r#"{{"name":"cart","codes":[{codes}]}}"#)).expect("the file is written");
        path.into_os_string().into_string().expect("the path is UTF-8")
    };
    let one = catalog("one.json", r#"{"code":"CART-1","status":409}"#);
    let two = catalog("two.json", r#"{"code":"CART-1","status":409},{"code":"CART-2","status":404}"#);
    for (old, new, expected, named) in
        [(&one, &one, 0, None), (&one, &two, 0, Some("CART-2")), (&two, &one, 1, Some("CART-2"))]
    {
        let output = book(&["compare", old, new]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(expected), ""));
        assert!(named.is_none_or(|code| text(&output.stdout).contains(code)), "{}", text(&output.stdout));
        let output = book(&["compare", old, new, "--json"]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(expected), ""));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("the report is JSON");
    }
}

#[test]
fn what_is_printed_as_json_can_be_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    for of in ["primaerp", "ayanova", "http"] {
        let path = folder.path().join(of);
        fs::write(&path, book(&["json", of]).stdout).expect("the file is written");
        let path = path.to_str().expect("the path is UTF-8");
        let output = book(&["compare", path, path]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    }
}

#[test]
fn a_mistake_is_told_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong.json");
    fs::write(&wrong, "{\n  \"codes\": 7\n}\n").expect("the file is written");
    let wrong = wrong.to_str().expect("the path is UTF-8");
    let cases: [(&[&str], &str); 4] = [
        (&["markdown", "cart"], "book: no book is called \"cart\": there are primaerp, ayanova, http\n"),
        (&["openapi", "http", "cart"], "book: no book is called \"cart\": there are primaerp, ayanova, http\n"),
        (&["compare", "no/such.json", wrong], "book: no/such.json cannot be read: "),
        (&["compare", wrong, wrong], &format!("book: {wrong} is not a catalog: ")),
    ];
    for (arguments, start) in cases {
        let output = book(arguments);
        let error = text(&output.stderr);
        assert!(error.starts_with(start) && error.lines().count() == 1, "{error}");
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""));
    }
}
