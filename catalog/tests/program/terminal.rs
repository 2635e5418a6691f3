//! The output on a terminal: colours and tables.

use std::process::Command;

use crate::{CART, Folder, PROGRAM};

/// Runs a command on a pseudo-terminal.
fn on_a_terminal(arguments: &str, no_color: bool) -> String {
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &format!("{PROGRAM} {arguments}"), "/dev/null"]);
    command
        .env("SHELL", "/bin/bash")
        .env("TERM", "xterm-256color")
        .env_remove("CI")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR");
    if no_color {
        command.env("NO_COLOR", "1");
    }
    String::from_utf8(command.output().unwrap().stdout).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_output_on_a_terminal_has_colours_and_tables() {
    let bank = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/services/bank.json");
    assert_eq!(
        on_a_terminal(&format!("check {bank}"), false),
        "\u{1b}[1mbook  code  fault\u{1b}[0m\n\
         bank  B-1   its status is 500, but it has no retry rule\n\
         bank  B-2   it has no meaning\n\
         bank  B-3   it has no advice\n"
    );
    let without = on_a_terminal(&format!("check {bank}"), true);
    assert!(without.starts_with("book  code  fault\n"), "{without}");

    let folder = Folder::new([
        ("cart.json", CART),
        ("old.json", r#"{"name":"cart","codes":[{"code":"A","status":409},{"code":"B","status":404}]}"#),
        ("new.json", r#"{"name":"cart","codes":[{"code":"B","status":404,"message":"b"},{"code":"C","status":404}]}"#),
    ]);
    let explained = on_a_terminal(&format!("explain CART-1001 {}", folder.path("cart.json")), false);
    assert!(explained.starts_with("\u{1b}[1mCART-1001\u{1b}[0m 409 \u{1b}[1mSold out\u{1b}[0m\n"), "{explained}");
    let report = on_a_terminal(&format!("diff {} {}", folder.path("old.json"), folder.path("new.json")), false);
    for line in [
        "\u{1b}[1m\u{1b}[31mbreaking (clients of the old book can fail):\u{1b}[0m\n",
        "\u{1b}[32m  C is new: 404\u{1b}[0m\n",
        "\u{1b}[2m  B has the message \"b\" instead of none\u{1b}[0m\n",
    ] {
        assert!(report.contains(line), "{report:?}");
    }
    let failure = on_a_terminal("check nowhere", false);
    assert_eq!(
        failure,
        "\u{1b}[1m\u{1b}[31merrorbook\u{1b}[0m: nowhere cannot be read: No such file or directory (os error 2)\n"
    );
}

#[test]
fn a_file_cannot_control_the_terminal() {
    let book = r#"{"name":"a","codes":[{"code":"A\u001b[2J","status":404,"message":"m\u001b[31m","meaning":"\u0007\u009b1m"}]}"#;
    let folder = Folder::new([("a.json", book)]);
    let path = folder.path("a.json");
    for out in
        [on_a_terminal(&format!("check {path}"), true), on_a_terminal(&format!("explain $'A\\e[2J' {path}"), true)]
    {
        assert!(
            out.contains("A\u{fffd}[2J") && !out.contains(|letter: char| letter.is_control() && letter != '\n'),
            "{out:?}"
        );
    }
}

#[test]
fn the_json_output_is_the_same_on_a_terminal() {
    let bank = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/services/bank.json");
    let arguments = ["check", bank, "--format", "json"];
    assert_eq!(on_a_terminal(&arguments.join(" "), false), crate::errorbook(&arguments).out);
}
