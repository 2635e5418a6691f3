//! Where the programs of the workspace are.

use std::io::{self, Write as _};
use std::path::PathBuf;

use crate::Server;

/// Every server of the depot. Add the depot of another framework here.
pub const SERVERS: &[&str] = &["depot-axum", "depot-actix", "depot-rocket", "depot-warp"];

/// A program of the workspace, which stands beside this one, or beside the folder of the tests.
///
/// # Errors
///
/// It is not built.
pub fn program(name: &str) -> io::Result<PathBuf> {
    let this = std::env::current_exe()?;
    let beside = this.ancestors().skip(1).take(2).map(|folder| folder.join(name));
    beside.into_iter().find(|program| program.is_file()).ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("{name} is not built: run `cargo build --workspace` first"))
    })
}

/// Starts each server of the depot in turn, and runs the test with the server's name and its origin, `http://…`.
///
/// # Panics
///
/// If a server does not start, or does not end as it should.
pub fn each_server(test: impl Fn(&str, &str)) {
    for name in SERVERS {
        let server = program(name).map_err(|error| error.to_string());
        let server = server.and_then(|program| Server::start(program).map_err(|error| error.to_string()));
        let server = server.unwrap_or_else(|error| panic!("{name}: {error}"));
        test(name, &format!("http://{}", server.address()));
        server.stop().unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// Says on standard error why a test does not run, past whatever captures the output of tests.
///
/// # Panics
///
/// If the variable of this name is `required`.
pub fn not_run(wanted: &str, reason: &dyn std::fmt::Display) {
    assert!(std::env::var_os(wanted).is_none_or(|set| set != "required"), "{wanted} is required, but {reason}");
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let _ = writeln!(io::stderr(), "NOT RUN: {test}: {reason}");
}
