//! The start and the end of a program, as a process. This test starts itself anew as the program under test.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says how it goes, and panics when it fails")]

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

    /// How the program is to treat a request to stop: `yield` or `hang`.
    pub(crate) const CHILD: &str = "DEPOT_TEST_CHILD";

    pub(crate) const TESTS: [(&str, fn()); 6] = [
        ("a signal ends it", a_signal_ends_it),
        ("open connections do not keep it", open_connections_do_not_keep_it),
        ("a bad option is one line", a_bad_option_is_one_line),
        ("an address in use is one line", an_address_in_use_is_one_line),
        ("an unreadable database is one line", an_unreadable_database_is_one_line),
        ("help is no error", help_is_no_error),
    ];

    /// A server that accepts and says nothing.
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

    /// The first line, once it is there.
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

    fn a_signal_ends_it() {
        for name in ["TERM", "INT"] {
            let mut child = program("yield", &["--listen", "127.0.0.1:0"]);
            TcpStream::connect(address(&mut child)).unwrap();
            signal(&child, name);
            let (status, _, err) = end(child);
            assert_eq!(status.code(), Some(0), "{err}");
        }
    }

    fn open_connections_do_not_keep_it() {
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

    fn a_bad_option_is_one_line() {
        assert_eq!(refused(&["--colour"], 2), "depot-test: unexpected argument '--colour' found");
        let port = refused(&["--listen", "127.0.0.1:65536\n\n"], 2);
        assert!(port.starts_with("depot-test: invalid value '127.0.0.1:65536"), "{port}");
    }

    fn an_address_in_use_is_one_line() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let line = refused(&["--listen", &address.to_string()], 1);
        assert!(line.starts_with(&format!("depot-test: cannot listen on {address}: Address already in use")), "{line}");
    }

    fn an_unreadable_database_is_one_line() {
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

    fn help_is_no_error() {
        let (status, out, err) = end(program("yield", &["--help"]));
        assert_eq!((status.code(), err.as_str()), (Some(0), ""));
        assert!(out.contains("Usage: depot-test [OPTIONS]"), "{out}");
    }
}
