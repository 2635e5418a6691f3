//! What a check writes and what it forgives, in each mode.

use std::error::Error;
use std::fs;

use errorbook::lock::{LockError, Mode, Outcome, Snapshot, check};
use errorbook::{standard, lock};

const MODES: [Mode; 4] = [Mode::Check, Mode::Strict, Mode::Update, Mode::UpdateBreaking];

fn cart(codes: &str) -> Snapshot {
    format!("book cart\n{codes}").parse().unwrap()
}

/// What came of a check, in one word, and what the file is then: as it was, as the book, or not there.
fn checked(locked: Option<&str>, book: &Snapshot, mode: Mode) -> (&'static str, &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cart.lock");
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
        other => panic!("{other:?}"),
    };
    let now = fs::read_to_string(&path).ok();
    let file = match &now {
        None => "none",
        Some(now) if Some(now.as_str()) == locked => "kept",
        Some(now) if *now == book.to_string() => "written",
        Some(now) => panic!("{now}"),
    };
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), usize::from(now.is_some()), "nothing is left beside it");
    (came, file)
}

#[test]
fn each_mode_forgives_and_writes_what_it_says() {
    let book = cart("A 409 \"a\"\nB 409 \"b\"\n");
    let locked = |codes: &str| Some(format!("# mine\r\nbook cart\r\n{codes}"));
    let (same, kept) = (("same", "kept"), "kept");
    let (created, updated) = (("created", "written"), ("updated", "written"));
    // In the order of `MODES`.
    let cases = [
        (None, [created, ("missing", "none"), created, created]),
        (locked("A 409 \"a\"\nB 409 \"b\""), [same; 4]),
        (locked("A 409 \"a\"\nB 409 \"old\""), [("behind", kept), ("behind", kept), updated, updated]),
        (locked("A 409 \"a\""), [("behind", kept), ("outdated", kept), updated, updated]),
        (locked("A 409 \"a\" retry=never\nB 409"), [("behind", kept), ("outdated", kept), updated, updated]),
        (locked("A 410 \"a\""), [("breaking", kept), ("breaking", kept), ("breaking", kept), updated]),
        (locked("C 409"), [("breaking", kept), ("breaking", kept), ("breaking", kept), updated]),
        (Some("book shop\nA 409 \"a\"\n".to_owned()), [("other book", kept); 4]),
        (Some(String::new()), [("corrupt", kept); 4]),
        (locked("A 409 \"a\"\n=======\nA 410"), [("corrupt", kept); 4]),
    ];
    for (locked, expected) in cases {
        for (mode, expected) in MODES.into_iter().zip(expected) {
            assert_eq!(checked(locked.as_deref(), &book, mode), expected, "{locked:?} {mode:?}");
        }
    }
}

#[test]
fn what_is_written_is_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("locks/cart.lock");
    for codes in ["A 409 \"a\"", "A 409 \"b\" p:string retry=after:30s since=2\nB retired", "B retired\nA retired"] {
        let book = cart(codes);
        check(&book, &path, Mode::Update).unwrap();
        assert_eq!(check(&book, &path, Mode::Strict).unwrap(), Outcome::Same, "{codes}");
        assert_eq!(fs::read_to_string(&path).unwrap(), book.to_string());
    }
}

#[test]
fn each_failure_says_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cart.lock");
    let book = cart("A 409 \"a\"\nB 409 \"b\"");
    let failure = |locked: &[u8], mode| {
        fs::write(&path, locked).unwrap();
        let error = check(&book, &path, mode).unwrap_err();
        let source = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        format!("{error}{source}").replace(&path.display().to_string(), "cart.lock")
    };
    assert_eq!(
        failure(b"book cart\nA 409 \"a\"\nC 409", Mode::Check),
        r#"cart.lock: the book breaks what is locked
cart: 1 breaking change, 1 addition

breaking, which clients of the old book fail on:
  C (409) is gone: restore its row, or put `retired "C";` in its place

additions, which clients of the old book need not know:
  B is new: 409 "b"

mend the book's rows; if clients are to be broken on purpose, lock that with `ERRORBOOK_LOCK=update-breaking cargo test`"#
    );
    assert_eq!(
        failure(b"book cart\nA 409 \"a\"", Mode::Strict),
        r#"cart.lock: the lock file is behind the book
cart: 1 addition

additions, which clients of the old book need not know:
  B is new: 409 "b"

update the lock file with `ERRORBOOK_LOCK=update cargo test`, and commit it"#
    );
    let cases: [(&[u8], &str); 3] = [
        (
            b"book shop\n",
            r#"cart.lock: the file locks the book "shop", not "cart": give each book a file of its own or, if the book got another name, change it in the file's line `book`"#,
        ),
        (
            b"book cart\nA 409 \"\xFF\"",
            "cart.lock: mend the lock file, or restore it from version control: line 2: it is not UTF-8",
        ),
        (
            b"book cart\n\nA 409 \"a\n",
            r#"cart.lock: mend the lock file, or restore it from version control: line 3: a word, or a JSON string in one line, is expected at "\"a""#,
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
fn a_file_that_cannot_be_read_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    for mode in MODES {
        let error = check(&cart("A 409"), folder.path(), mode).unwrap_err();
        assert!(matches!(error, LockError::Unreadable { .. }) && error.source().is_some(), "{error:?}");
    }
}

/// Whatever the environment of the test says: a file of another book fails in every mode.
#[test]
#[should_panic(expected = "shop.lock: the file locks the book \"shop\", not \"http\"")]
fn the_line_of_a_test_panics_with_the_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.lock");
    fs::write(&path, "book shop\n").unwrap();
    lock!(&standard::BOOK, path);
}
