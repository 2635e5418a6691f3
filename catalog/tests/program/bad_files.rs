//! Every command responds to an invalid file with one clear line and exit code 2.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::{CART, Folder, PROGRAM, ProgramOutput, errorbook, errorbook_with_input};

#[track_caller]
fn assert_refused(output: &ProgramOutput, message: &str) {
    assert_eq!((output.code, output.out.as_str()), (2, ""), "{}", output.err);
    assert_eq!(output.err, format!("errorbook: {message}\n"));
}

#[test]
fn an_invalid_file_gives_one_clear_line() {
    let folder = Folder::new([
        ("text", "hello"),
        ("empty", ""),
        ("list.json", "[1]"),
        ("other.json", r#"{"type":"object"}"#),
        ("newer.json", r#"{"errorbook":2,"name":"cart","codes":[]}"#),
        ("status.json", r#"{"name":"cart","codes":[{"code":"A","status":999}]}"#),
        ("twice.json", r#"{"name":"cart","codes":[{"code":"A","status":404},{"code":"A","status":404}]}"#),
        ("conflict.json", "{\n<<<<<<< ours\n"),
        ("openapi.yaml", "# our API\nopenapi: 3.1.0\n"),
    ]);
    fs::create_dir(folder.path("folder")).unwrap();
    File::create(folder.path("large.json")).unwrap().set_len(100 * 1_024 * 1_024).unwrap();
    fs::write(folder.path("bytes"), b"{\"name\":\"\xFF\"}").unwrap();
    let cases = [
        ("nowhere", "cannot be read: No such file or directory (os error 2)"),
        ("folder", "cannot be read: Is a directory (os error 21)"),
        ("large.json", "is larger than 64 MiB, the limit for a catalog"),
        ("text", "is not a catalog: expected value at line 1 column 1"),
        ("empty", "is not a catalog: EOF while parsing a value at line 1 column 0"),
        ("bytes", "is not a catalog: invalid unicode code point at line 1 column 10"),
        ("list.json", "is not a catalog: invalid length 1, expected a catalog, which is an object at line 1 column 3"),
        ("other.json", "is not a catalog: missing field `name` at line 1 column 17"),
        (
            "newer.json",
            "is not a catalog: its format version is 2, but this errorbook-catalog reads version 1: update errorbook-catalog",
        ),
        ("status.json", "is not a catalog: 999 is not an HTTP status: it is not within 100..=599 at line 1 column 49"),
        ("twice.json", "is not a catalog: codes[1]: \"A\" is listed twice: keep one of the two"),
        ("conflict.json", "is not a catalog: line 2: this is a merge conflict marker: resolve the conflict"),
        ("openapi.yaml", "is YAML: convert it to JSON first"),
    ];
    for (name, message) in cases {
        let path = folder.path(name);
        let message = format!("{path} {message}");
        for arguments in [
            &["explain", "A", &path][..],
            &["explain", "A", &path, "--format", "json"],
            &["diff", "http", &path],
            &["diff", &path, "http", "--format", "markdown"],
            &["check", "http", &path],
            &["merge", &path],
            &["export", "--to", "typescript", &path],
            &["import", &path],
            &["audit", &path, "--recording", "-"],
            &["serve", &path],
        ] {
            assert_refused(&errorbook(arguments), &message);
        }
    }
    assert_refused(
        &errorbook_with_input(&["check", "-"], "{"),
        "- is not a catalog: EOF while parsing an object at line 1 column 1",
    );
}

#[test]
fn a_file_without_permission_gives_one_clear_line() {
    let folder = Folder::new([("cart.json", CART)]);
    let path = folder.path("cart.json");
    fs::set_permissions(folder.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Root can read every file. Therefore root runs the program as the user `nobody`, from a folder that this user can read.
    let program = folder.path("errorbook");
    fs::copy(PROGRAM, &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(&program);
    command.args(["explain", "A", &path]);
    if fs::metadata(folder.0.path()).unwrap().uid() == 0 {
        command.uid(65_534);
    }
    let output = command.output().unwrap();
    let output = ProgramOutput {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert_refused(&output, &format!("{path} cannot be read: Permission denied (os error 13)"));
}

#[test]
fn an_invalid_document_recording_or_table_gives_one_clear_line() {
    let folder = Folder::new([
        ("cart.json", CART),
        ("recording", "{\"method\":\"GET\",\"path\":\"/\",\"status\":200}\n{\"method\":\"GET\"}\n"),
        ("document.json", r#"{"openapi":"3.1.0"}"#),
        ("nothing.jsonl", ""),
        ("a.csv", "code,message\nA,a\n"),
        ("b.csv", "status,code\n404,A\nx,B\n"),
        ("c.csv", "status,code\n404,A\n404,A\n"),
        ("d.csv", "status,code\n404\n"),
        ("two.json", r#"{"books":[{"name":"a","codes":[]},{"name":"b","codes":[]}]}"#),
    ]);
    let path = |name: &str| folder.path(name);
    let cases: [(&[&str], String); 13] = [
        (
            &["verify", &path("cart.json"), &path("nothing.jsonl")],
            format!("{}: it is not an OpenAPI document: it has no member `openapi` or `swagger`", path("cart.json")),
        ),
        (
            &["verify", &path("recording"), &path("nothing.jsonl")],
            format!("{} is not JSON: trailing characters at line 2 column 1", path("recording")),
        ),
        (
            &["verify", &path("document.json"), &path("recording")],
            format!("{} is not a recording: line 2: missing field `path` at column 16", path("recording")),
        ),
        (
            &["audit", "http", "--recording", &path("recording")],
            format!("{} is not a recording: line 2: missing field `path` at column 16", path("recording")),
        ),
        (
            &["audit", "http", "--recording", &path("nothing.jsonl"), "--source", &path("nowhere")],
            format!("{} cannot be read: No such file or directory (os error 2)", path("nowhere")),
        ),
        (&["import", &path("a.csv")], format!("{}, line 1: there is no column `status`", path("a.csv"))),
        (&["import", &path("b.csv")], format!("{}, line 3: \"x\" is not an HTTP status", path("b.csv"))),
        (
            &["import", &path("c.csv")],
            format!("{} is not a catalog: codes[1]: \"A\" is listed twice: keep one of the two", path("c.csv")),
        ),
        (
            &["import", &path("d.csv")],
            format!(
                "{} is not CSV with the columns `code` and `status`: CSV error: record 1 (line: 2, byte: 12): found record with 1 fields, but the previous record has 2 fields",
                path("d.csv")
            ),
        ),
        (&["diff", &path("two.json"), "http"], format!("{} has 2 books, but the command needs exactly one book", path("two.json"))),
        (&["export", "--to", "markdown"], "name a FILE: only json-schema works without a FILE".to_owned()),
        (
            &["export", "--to", "markdown", "http", "ayanova"],
            "standard output cannot take 2 files: name a folder with --output".to_owned(),
        ),
        (
            &["serve", "http", "http"],
            "the pages of the books cannot be created: two codes have the identifier \"bad_request\", but each code needs its own address".to_owned(),
        ),
    ];
    for (arguments, message) in cases {
        assert_refused(&errorbook(arguments), &message);
    }
    let output = errorbook(&["check", "http", "--format", "yaml"]);
    assert_eq!((output.code, output.out.as_str()), (2, ""));
    assert_eq!(errorbook(&[]).code, 2);
}
