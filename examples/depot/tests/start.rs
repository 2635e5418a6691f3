//! Tests the start and the end of a program as a process. This test runs itself again as the program under test.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test prints its progress, and fails by panicking")]

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    if std::env::var_os(unix::CHILD).is_some() {
        return depot::run("depot-test", unix::serve);
    }
    for (name, test) in unix::TESTS {
        println!("test {name} ...");
        test();
    }
    std::process::ExitCode::SUCCESS
}

#[cfg(unix)]
mod unix {
    use std::io::{BufRead, BufReader, Read};
    use std::net::{TcpListener, TcpStream};
    use std::process::{Child, Command, ExitStatus, Stdio};

    use depot::{Depot, Served, Shutdown};

    /// The environment variable that tells the program how to react to a request to stop: `yield` or `hang`.
    pub(crate) const CHILD: &str = "DEPOT_TEST_CHILD";

    pub(crate) const TESTS: [(&str, fn()); 6] = [
        ("a signal ends the program", a_signal_ends_the_program),
        ("open connections do not keep the program running", open_connections_do_not_keep_the_program_running),
        ("a wrong option is reported in one line", a_wrong_option_is_reported_in_one_line),
        ("an address in use is reported in one line", an_address_in_use_is_reported_in_one_line),
        ("an unreadable database is reported in one line", an_unreadable_database_is_reported_in_one_line),
        ("help is not an error", help_is_not_an_error),
    ];

    /// A server that accepts connections and sends nothing.
    pub(crate) async fn serve(listener: TcpListener, _depot: Depot, shutdown: Shutdown) -> Served {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut open = Vec::new();
        let accepting = async {
            loop {
                open.push(listener.accept().await?.0);
            }
        };
        if std::env::var(CHILD)? == "hang" {
            return accepting.await;
        }
        tokio::select! {
            ended = accepting => ended,
            () = shutdown.requested() => Ok(()),
        }
    }

    fn program(mode: &str, arguments: &[&str]) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(arguments)
            .env(CHILD, mode)
            .env_remove("RUST_LOG")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Returns the address in the first line.
    fn address(child: &mut Child) -> String {
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").and_then(|rest| rest.strip_suffix('\n'));
        address.unwrap_or_else(|| panic!("{line:?}")).to_owned()
    }

    fn end(mut child: Child) -> (ExitStatus, String, String) {
        let (mut out, mut err) = (String::new(), String::new());
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (child.wait().unwrap(), out, err)
    }

    fn signal(child: &Child, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap().success());
    }

    fn a_signal_ends_the_program() {
        for name in ["TERM", "INT"] {
            let mut child = program("yield", &["--listen", "127.0.0.1:0"]);
            TcpStream::connect(address(&mut child)).unwrap();
            signal(&child, name);
            let (status, _, err) = end(child);
            assert_eq!(status.code(), Some(0), "{err}");
        }
    }

    fn open_connections_do_not_keep_the_program_running() {
        let mut child = program("hang", &["--listen", "127.0.0.1:0"]);
        let _open = TcpStream::connect(address(&mut child)).unwrap();
        signal(&child, "TERM");
        let (status, _, err) = end(child);
        assert_eq!(status.code(), Some(0), "{err}");
        assert!(err.contains("connections are still open"), "{err}");
        assert!(!err.contains('\u{1b}'), "{err}");
    }

    fn refused(arguments: &[&str], code: i32) -> String {
        let (status, out, err) = end(program("yield", arguments));
        assert_eq!((status.code(), out.as_str()), (Some(code), ""), "{err}");
        assert_eq!((err.lines().count(), err.ends_with('\n')), (1, true), "{err}");
        err.trim_end().to_owned()
    }

    fn a_wrong_option_is_reported_in_one_line() {
        assert_eq!(refused(&["--colour"], 2), "depot-test: unexpected argument '--colour' found");
        let port = refused(&["--listen", "127.0.0.1:65536\n\n"], 2);
        assert!(port.starts_with("depot-test: invalid value '127.0.0.1:65536"), "{port}");
    }

    fn an_address_in_use_is_reported_in_one_line() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let line = refused(&["--listen", &address.to_string()], 1);
        assert!(line.starts_with(&format!("depot-test: cannot listen on {address}: Address already in use")), "{line}");
    }

    fn an_unreadable_database_is_reported_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("two\nlines.db");
        std::fs::write(&path, "no database".repeat(500)).unwrap();
        let line = refused(&["--listen", "127.0.0.1:0", "--database", path.to_str().unwrap()], 1);
        let folder = folder.path().display();
        assert_eq!(
            line,
            format!(
                "depot-test: cannot open the database {folder}/two lines.db: error returned from database: (code: 26) file is not a database"
            )
        );
    }

    fn help_is_not_an_error() {
        let (status, out, err) = end(program("yield", &["--help"]));
        assert_eq!((status.code(), err.as_str()), (Some(0), ""));
        assert!(out.contains("Usage: depot-test [OPTIONS]"), "{out}");
    }
}
