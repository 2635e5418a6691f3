//! Runs the program `errorbook`: each command, in a pipe and on a terminal, and with invalid files.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "program/bad_files.rs"]
mod bad_files;
#[path = "program/commands.rs"]
mod commands;
#[path = "program/export.rs"]
mod export;
#[path = "program/import.rs"]
mod import;
#[path = "program/manual.rs"]
mod manual;
#[path = "program/recordings.rs"]
mod recordings;
#[path = "program/serve.rs"]
mod serve;
#[path = "program/terminal.rs"]
mod terminal;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_errorbook");

/// The result of a run: the exit code, standard output and standard error.
struct ProgramOutput {
    code: i32,
    out: String,
    err: String,
}

impl ProgramOutput {
    /// Returns the JSON on standard output. Panics if there is other output.
    #[track_caller]
    fn json(&self) -> Value {
        assert_eq!(self.err, "");
        serde_json::from_str(&self.out).unwrap()
    }
}

fn errorbook(arguments: &[&str]) -> ProgramOutput {
    errorbook_with_input(arguments, "")
}

fn errorbook_with_input(arguments: &[&str], input: &str) -> ProgramOutput {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Writing fails if the program has already ended without reading its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    ProgramOutput {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A temporary folder with files.
struct Folder(TempDir);

impl Folder {
    fn new<const FILES: usize>(files: [(&str, &str); FILES]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            std::fs::write(folder.path(name), text).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        path.into_os_string().into_string().unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }
}

const CART: &str = r#"{
  "name": "cart",
  "envelope": {"content_type": "application/problem+json", "schema": "Problem"},
  "type_base": "https://cart.example/",
  "owner": "team-cart",
  "suppression": "always_200",
  "retired": ["CART-1000"],
  "codes": [
    {"code": "CART-1001", "status": 409, "message": "Sold out", "meaning": "Less is in stock.\n\nSee *elsewhere*.", "advice": "Order fewer.", "parameters": [{"name": "part", "kind": "integer"}], "headers": ["retry-after"], "retry": "after", "retry_after": 30, "since": "1.2", "replacement": "CART-1002", "owner": "team-stock"},
    {"code": "CART-1002", "status": 404, "message": "No such part"}
  ],
  "operations": [
    {"method": "GET", "path": "/parts/{id}", "responses": {"200": {}, "404": {"codes": ["CART-1002"]}, "409": {"codes": ["CART-1001"]}}}
  ]
}
"#;
