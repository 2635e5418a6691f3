//! The changes that each mode of the lock accepts and writes.

use std::error::Error;
use std::fs;

use errorbook::standard;
use errorbook_catalog::lock::{LockError, Mode, Outcome, check};
use errorbook_catalog::{Catalog, lock};

const MODES: [Mode; 4] = [Mode::Check, Mode::Strict, Mode::Update, Mode::UpdateBreaking];

/// Returns a file of the book "cart" with another layout than ours.
fn file(codes: &[&str]) -> String {
    format!("{{ \"name\": \"cart\",\r\n\"codes\": [\r\n{}\r\n]}}", codes.join(",\r\n"))
}

fn cart(codes: &[&str]) -> Catalog {
    Catalog::from_json(file(codes).as_bytes()).unwrap()
}

const A: &str = r#"{"code":"A","status":409,"message":"a"}"#;
const B: &str = r#"{"code":"B","status":409,"message":"b"}"#;

/// Returns the outcome of a check, and the state of the file after it: "kept", "written" or "none".
fn checked(locked: Option<&str>, book: &Catalog, mode: Mode) -> (&'static str, &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cart.book.json");
    if let Some(text) = locked {
        fs::write(&path, text).unwrap();
    }
    let came = match check(book, &path, mode) {
        Ok(Outcome::Same) => "same",
        Ok(Outcome::Behind(_)) => "behind",
        Ok(Outcome::Created) => "created",
        Ok(Outcome::Updated(_)) => "updated",
        Err(LockError::Breaking { .. }) => "breaking",
        Err(LockError::Outdated { .. }) => "outdated",
        Err(LockError::Missing { .. }) => "missing",
        Err(LockError::OtherBook { .. }) => "other book",
        Err(LockError::Corrupt { .. }) => "corrupt",
        Err(LockError::NewerFormat { .. }) => "newer",
        other => panic!("{other:?}"),
    };
    let now = fs::read_to_string(&path).ok();
    let file = match &now {
        None => "none",
        Some(now) if Some(now.as_str()) == locked => "kept",
        Some(now) if *now == book.to_string() => "written",
        Some(now) => panic!("{now}"),
    };
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), usize::from(now.is_some()), "no other file is left");
    (came, file)
}

#[test]
fn each_mode_accepts_and_writes_its_changes() {
    let book = cart(&[A, B]);
    let locked = |codes: &[&str]| Some(file(codes));
    let (same, kept) = (("same", "kept"), "kept");
    let (created, updated) = (("created", "written"), ("updated", "written"));
    let notes = [("behind", kept), ("behind", kept), updated, updated];
    let additions = [("behind", kept), ("outdated", kept), updated, updated];
    let breaking = [("breaking", kept), ("breaking", kept), ("breaking", kept), updated];
    // In the order of `MODES`.
    let cases = [
        (None, [created, ("missing", "none"), created, created]),
        (locked(&[A, B]), [same; 4]),
        (locked(&[B, A]), [same; 4]),
        (locked(&[A, r#"{"code":"B","status":409,"message":"old"}"#]), notes),
        (locked(&[A, r#"{"code":"B","status":409,"message":"b","meaning":"old"}"#]), notes),
        (locked(&[A]), additions),
        (locked(&[r#"{"code":"A","status":409,"message":"a","retry":"never"}"#, B]), additions),
        (locked(&[r#"{"code":"A","status":410,"message":"a"}"#, B]), breaking),
        (locked(&[r#"{"code":"C","status":409}"#]), breaking),
        (Some(file(&[A]).replace("cart", "shop")), [("other book", kept); 4]),
        (Some(String::new()), [("corrupt", kept); 4]),
        (locked(&[A, "\n=======\n", B]), [("corrupt", kept); 4]),
        (Some(file(&[A]).replace("{ ", "{ \"errorbook\": 2,")), [("newer", kept); 4]),
    ];
    for (locked, expected) in cases {
        for (mode, expected) in MODES.into_iter().zip(expected) {
            assert_eq!(checked(locked.as_deref(), &book, mode), expected, "{locked:?} {mode:?}");
        }
    }
}

#[test]
fn a_written_book_is_read_back_without_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("books/cart.book.json");
    let b = r#"{"code":"A","status":409,"message":"b","parameters":[{"name":"p","kind":"string"}],"retry":"after","retry_after":30,"since":"2"}"#;
    for codes in [&[A][..], &[b, B], &[]] {
        let book = cart(codes);
        check(&book, &path, Mode::UpdateBreaking).unwrap();
        assert_eq!(check(&book, &path, Mode::Strict).unwrap(), Outcome::Same, "{codes:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), book.to_string());
    }
}

#[test]
fn each_failure_says_how_to_fix_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cart.book.json");
    let book = cart(&[A, B]);
    let failure = |locked: &str, mode| {
        fs::write(&path, locked).unwrap();
        let error = check(&book, &path, mode).unwrap_err();
        let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        format!("{error}{source}").replace(&path.display().to_string(), "cart.book.json")
    };
    assert_eq!(
        failure(&file(&[A, r#"{"code":"C","status":409}"#]), Mode::Check),
        r#"cart.book.json: the book breaks clients
cart: 1 breaking change, 1 addition

breaking (clients of the old book can fail):
  C (409) was removed: restore its row, or replace it with `retired "C";`

additions (clients of the old book keep working):
  B is new: 409 "b"

fix the rows of the book; if you want to break clients, accept the changes with `ERRORBOOK_LOCK=update-breaking cargo test`"#
    );
    assert_eq!(
        failure(&file(&[A]), Mode::Strict),
        r#"cart.book.json: the lock file is out of date
cart: 1 addition

additions (clients of the old book keep working):
  B is new: 409 "b"

update the lock file with `ERRORBOOK_LOCK=update cargo test`, and commit it"#
    );
    let cases = [
        (
            r#"{"name":"shop","codes":[]}"#,
            r#"cart.book.json: the file locks the book "shop", not "cart": use one file for each book, or change `name` in the file if the book was renamed"#,
        ),
        (
            "{\"name\":\"cart\",\n<<<<<<< ours\n",
            "cart.book.json: fix the lock file, or restore it from version control: line 2: this is a merge conflict marker: resolve the conflict",
        ),
        (
            "{\"name\":\"cart\",\n\"codes\":[{\"code\":\"A\"}]}",
            "cart.book.json: fix the lock file, or restore it from version control: missing field `status` at line 2 column 21",
        ),
        (
            r#"{"errorbook":2,"name":"cart"}"#,
            "cart.book.json: the lock file is too new: its format version is 2, but this errorbook-catalog reads version 1: update errorbook-catalog",
        ),
    ];
    for (locked, message) in cases {
        assert_eq!(failure(locked, Mode::Check), message);
    }
    fs::remove_file(&path).unwrap();
    let missing = check(&book, &path, Mode::Strict).unwrap_err().to_string();
    assert!(missing.ends_with("write it with `ERRORBOOK_LOCK=update cargo test`, and commit it"), "{missing}");
}

#[test]
fn a_file_that_cannot_be_read_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    for mode in MODES {
        let error = check(&cart(&[A]), folder.path(), mode).unwrap_err();
        assert!(matches!(error, LockError::Unreadable { .. }) && error.source().is_some(), "{error:?}");
    }
}

/// A file of another book fails in every mode, so this test does not depend on the environment.
#[test]
#[should_panic(expected = "shop.book.json: the file locks the book \"shop\", not \"http\"")]
fn the_macro_panics_with_the_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.book.json");
    fs::write(&path, r#"{"name":"shop","codes":[]}"#).unwrap();
    lock!(&standard::BOOK, path);
}
