//! The manual page `docs/catalog.md`: each command prints the output that the page shows.

use std::fs;
use std::process::Command;

use crate::{Folder, PROGRAM};

const PAGE: &str = include_str!("../../../docs/catalog.md");

/// Returns the code blocks of a language, each with the last line above it.
fn blocks<'a>(language: &'a str) -> impl Iterator<Item = (&'static str, &'static str)> + 'a {
    let mut rest = PAGE;
    std::iter::from_fn(move || {
        loop {
            let (above, below) = rest.split_once("\n```")?;
            let (given, below) = below.split_once('\n')?;
            let (code, below) = below.split_once("```")?;
            rest = below;
            if given == language {
                return Some((above.trim_end().lines().last().unwrap_or_default(), code));
            }
        }
    })
}

#[test]
fn the_commands_of_the_manual_print_the_shown_output() {
    let folder = Folder::new([]);
    for (name, code) in blocks("json") {
        fs::write(folder.path(name.trim_matches('`')), code).unwrap();
    }
    let folder_of_program = std::path::Path::new(PROGRAM).parent().unwrap().display();
    let path = format!("{folder_of_program}:{}", std::env::var("PATH").unwrap());
    let mut count = 0;
    for (_, block) in blocks("console") {
        for step in block.split("$ ").filter(|step| !step.is_empty()) {
            let (command, shown) = step.split_once('\n').unwrap();
            let output = Command::new("sh")
                .args(["-c", &format!("{command} 2>&1")])
                .current_dir(folder.0.path())
                .env("PATH", &path)
                .output()
                .unwrap();
            assert_eq!(String::from_utf8(output.stdout).unwrap(), shown, "{command}");
            count += 1;
        }
    }
    assert_eq!(count, 13);
}

#[test]
fn the_script_of_the_workflow_finds_breaking_changes() {
    let (_, workflow) = blocks("yaml").next().unwrap();
    let (_, script) = workflow.split_once("      - name: Write the changelog").unwrap();
    let (_, script) = script.split_once("run: |\n").unwrap();
    let (script, _) = script.split_once("      - name:").unwrap();
    let script = script.replace("origin/${{ github.base_ref }}", "base");
    let folder = Folder::new([("cart.book.json", blocks("json").next().unwrap().1)]);
    let path =
        format!("{}:{}", std::path::Path::new(PROGRAM).parent().unwrap().display(), std::env::var("PATH").unwrap());
    let run = |script: &str| {
        let mut command = Command::new("bash");
        command.args(["-e", "-c", script]).current_dir(folder.0.path()).env("PATH", &path);
        command.env("GITHUB_STEP_SUMMARY", folder.path("summary.md")).env("HOME", folder.path(""));
        command.output().unwrap().status.code().unwrap()
    };
    let git = "git -c user.name=a -c user.email=a@a.example";
    assert_eq!(run(&format!("git init -q . && git add cart.book.json && {git} commit -qm one && git branch base")), 0);
    assert_eq!(run(&script), 0);
    assert_eq!(folder.read("changelog.md"), "");
    let change = format!("sed -i 's/\"status\": 503/\"status\": 429/' cart.book.json && {git} commit -qam two");
    assert_eq!(run(&change), 0);
    assert_eq!(run(&script), 1);
    let changelog = "## Error codes of cart\n\n### Breaking changes\n\n- `CART-1002` has status 429 instead of 503\n";
    assert_eq!(folder.read("changelog.md"), changelog);
    assert!(folder.read("summary.md").ends_with(changelog));
}
