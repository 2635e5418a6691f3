//! Runs the program against every server of the depot.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;

use conformance::each_server;

const LINES: &str = r#"
create a project: "Gamma" at version 1
read it: "Gamma" at version 1
read a project that does not exist: is primaerp(PE01-1101): yes, code PE01-1101, "Object not found", "no project 7007", status 404
read it with suppression: is primaerp(PE01-1101): yes, code PE01-1101, "Object not found", "no project 7007", status 200 for 404
read it as a script: is primaerp(PE01-1101): yes, code PE01-1101, "Object not found", "no project 7007", status 200 for 404
create a project that breaks the rules: is primaerp(PE01-1104): yes, code PE01-1104, "Validation error", "Project.name - NotBlank(may not be blank); Project.owner - NotNull(may not be null); Project.budgetHours - Min(must be greater than or equal to 0)", name blank "may not be blank", owner required "may not be null", budgetHours min "must be greater than or equal to 0", status 412
change it with an old version: is primaerp(PE01-1107): yes, code PE01-1107, "Version stale", "version 0 is stale, the project is at 1", status 409
delete it: done
call a service that is late: is primaerp(PE01-9002): yes, code PE01-9002, "Limit exceeded", again after 2 s, status 412
create a part that breaks the rules: is ayanova(2200): yes, code 2200, "Validation error", name required, quantity invalid, status 400
order more parts than there are: is ayanova(2040): yes, code 2040, "Not enough inventory", "too few of part 2 in stock", status 400
request an unknown path: is http(not_found): yes, code not_found, "Not Found", status 404
call a handler that sends its own error: is http(conflict): yes, by its status code conflict, "Conflict", status 409
receive a code of a newer service: is older primaerp(PE01-1101): no, code PE01-1102, which the book does not have, "Object already exists", status 409
"#;

#[test]
fn the_tour_prints_the_same_lines_for_all_servers() {
    each_server(|name, origin| {
        // The second tour shows that the first one has removed its data.
        for _ in 0..2 {
            let output = Command::new(env!("CARGO_BIN_EXE_client")).arg(origin).output().unwrap();
            assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{name}");
            assert_eq!(String::from_utf8(output.stdout).unwrap(), LINES.trim_start(), "{name}");
            assert!(output.status.success(), "{name}");
        }
    });
}

#[test]
fn a_refused_connection_is_reported_in_one_line() {
    // No server listens on this port, which was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_client")).arg(format!("http://{free}")).output().unwrap();
    let line = String::from_utf8(output.stderr).unwrap();
    assert!(line.starts_with("client: error sending request"), "{line}");
    assert_eq!((line.lines().count(), output.status.code(), output.stdout.len()), (1, Some(1), 0), "{line}");
}
