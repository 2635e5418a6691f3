//! Runs the dashboard and the alerts of the manual with Prometheus' own promtool.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

#[test]
fn the_alerts_fire_correctly_and_every_panel_is_valid() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/observability.md");
    let manual = fs::read_to_string(manual).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alerts");
    fs::create_dir_all(&folder).unwrap();
    let (_, alerts) = manual.split_once("```yaml\n").unwrap();
    fs::write(folder.join("alerts.yml"), alerts.split_once("```\n").unwrap().0).unwrap();
    fs::write(folder.join("tests.yml"), include_str!("alerts/tests.yml")).unwrap();
    // Each panel is checked as a recording rule.
    let (_, dashboard) = manual.split_once("| panel | PromQL |\n|---|---|\n").unwrap();
    let panels = dashboard.lines().map_while(|line| line.strip_prefix("| ")?.strip_suffix("` |")?.split_once(" | `"));
    let (mut rules, mut count) = ("groups:\n  - name: dashboard\n    rules:\n".to_owned(), 0);
    for (_, panel) in panels {
        writeln!(rules, "      - record: panel:{count}\n        expr: '{panel}'").unwrap();
        count += 1;
    }
    assert_eq!(count, 6);
    fs::write(folder.join("dashboard.yml"), rules).unwrap();
    for arguments in [&["check", "rules", "alerts.yml", "dashboard.yml"][..], &["test", "rules", "tests.yml"]] {
        match Command::new("promtool").args(arguments).current_dir(&folder).output() {
            Ok(output) => {
                let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
                assert!(output.status.success(), "promtool {arguments:?}: {stdout}{stderr}");
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                conformance::not_run("ERRORBOOK_PROMTOOL", &"promtool is not installed; `.ci/run` installs it");
            }
            Err(error) => panic!("promtool cannot be started: {error}"),
        }
    }
}
