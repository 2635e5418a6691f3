//! A gateway that runs: nginx, HAProxy or Caddy, in a folder of its own.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, io, thread};

use errorbook_catalog::export::gateway::{self, ConfigFile, Mounts};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The variable that, set to `required`, makes a gateway that is missing a failure of the tests.
const WANTED: &str = "ERRORBOOK_GATEWAYS";

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Nginx,
    HAProxy,
    Caddy,
}

pub(crate) const KINDS: [Kind; 3] = [Kind::Nginx, Kind::HAProxy, Kind::Caddy];

/// Ends with the test.
pub(crate) struct Gateway {
    process: Child,
    folder: TempDir,
}

impl Kind {
    pub(crate) fn program(self) -> &'static str {
        match self {
            Kind::Nginx => "nginx",
            Kind::HAProxy => "haproxy",
            Kind::Caddy => "caddy",
        }
    }

    /// The file that is the gateway's own.
    fn main_file(self) -> &'static str {
        match self {
            Kind::Nginx => "nginx.conf",
            Kind::HAProxy => "haproxy.cfg",
            Kind::Caddy => "Caddyfile",
        }
    }

    pub(crate) fn export(self, mounts: &Mounts) -> Vec<ConfigFile> {
        match self {
            Kind::Nginx => gateway::nginx(mounts).into(),
            Kind::HAProxy => gateway::haproxy(mounts).into(),
            Kind::Caddy => vec![gateway::caddy(mounts)],
        }
    }

    /// The arguments of the syntax check, or those to serve in the foreground.
    fn arguments(self, is_check: bool) -> &'static [&'static str] {
        match (self, is_check) {
            (Kind::Nginx, true) => &["-t", "-p", ".", "-e", "stderr", "-c", "nginx.conf"],
            (Kind::Nginx, false) => &["-p", ".", "-e", "stderr", "-c", "nginx.conf"],
            (Kind::HAProxy, true) => &["-c", "-f", "errorbook.cfg", "-f", "haproxy.cfg"],
            (Kind::HAProxy, false) => &["-W", "-db", "-f", "errorbook.cfg", "-f", "haproxy.cfg"],
            (Kind::Caddy, true) => &["validate", "--config", "Caddyfile", "--adapter", "caddyfile"],
            (Kind::Caddy, false) => &["run", "--config", "Caddyfile", "--adapter", "caddyfile"],
        }
    }

    /// The end of what it prints once it takes connections.
    fn is_started(self, line: &str) -> bool {
        line.contains(match self {
            Kind::Nginx => "event method",
            Kind::HAProxy => "Loading success",
            Kind::Caddy => "serving initial configuration",
        })
    }
}

/// Returns a program if it is installed. Otherwise this is said on standard error.
///
/// # Panics
/// If it is missing and `ERRORBOOK_GATEWAYS` is `required`.
pub(crate) fn installed(name: &str) -> Option<PathBuf> {
    // Debian keeps nginx and HAProxy where only the administrator's PATH leads.
    let folders = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&folders).chain([PathBuf::from("/usr/sbin")]);
    let program = folders.map(|folder| folder.join(name)).find(|program| program.is_file());
    if program.is_none() {
        let is_required = env::var_os(WANTED).is_some_and(|wanted| wanted == "required");
        assert!(!is_required, "{WANTED} is required, but {name} is not installed");
        let test = thread::current().name().unwrap_or_default().to_owned();
        let _ = writeln!(io::stderr(), "NOT RUN: {test}: {name} is not installed");
    }
    program
}

impl Gateway {
    /// Starts the program with its own file and the export of the mounts, if it is installed. `folder` can have more files. The
    /// text of the file is made for the folder.
    pub(crate) fn start(
        kind: Kind,
        mounts: &Mounts,
        folder: TempDir,
        own: impl Fn(&Path) -> String,
    ) -> Option<Gateway> {
        let program = installed(kind.program())?;
        for file in kind.export(mounts) {
            fs::write(folder.path().join(file.name), file.text).unwrap();
        }
        fs::write(folder.path().join(kind.main_file()), own(folder.path())).unwrap();
        let run = |is_check| {
            let mut command = Command::new(&program);
            // Caddy keeps its files below its user's home.
            command.args(kind.arguments(is_check)).current_dir(folder.path()).env("HOME", folder.path());
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
            command.env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME").spawn().unwrap()
        };
        let check = run(true).wait_with_output().unwrap();
        assert!(check.status.success(), "{kind:?} refuses its files: {}", String::from_utf8_lossy(&check.stderr));

        let mut process = run(false);
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = String::new();
        let is_started = lines.by_ref().any(|line| {
            let _ = writeln!(said, "{line}");
            kind.is_started(&line)
        });
        let gateway = Gateway { process, folder };
        assert!(is_started, "{kind:?} does not start: {said}");
        // What else it prints must not fill the pipe.
        thread::spawn(move || lines.for_each(drop));
        Some(gateway)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        socket(self.folder.path())
    }

    pub(crate) fn tls_socket(&self) -> PathBuf {
        tls_socket(self.folder.path())
    }
}

pub(crate) fn tls_socket(folder: &Path) -> PathBuf {
    folder.join("tls.sock")
}

/// The socket of the gateway in a folder. A port could be taken by somebody else before the gateway has it.
pub(crate) fn socket(folder: &Path) -> PathBuf {
    folder.join("gateway.sock")
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // HAProxy ends its workers itself, if it is asked to end.
        let _ = kill_process(Pid::from_child(&self.process), Signal::TERM);
        let _ = self.process.wait();
    }
}
