//! A running gateway: nginx, HAProxy or Caddy, in its own folder.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs, io, thread};

use errorbook_catalog::export::gateway::{self, ConfigFile, Mounts};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The environment variable that makes a missing gateway a failure. Its value is `required`.
const WANTED: &str = "ERRORBOOK_GATEWAYS";

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Nginx,
    HAProxy,
    Caddy,
}

pub(crate) const KINDS: [Kind; 3] = [Kind::Nginx, Kind::HAProxy, Kind::Caddy];

/// A gateway that stops when the test ends.
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

    /// Returns the name of the gateway's main configuration file.
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

    /// Returns the arguments that check the configuration, or that serve in the foreground.
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

    /// Returns true if this log line reports that the gateway accepts connections.
    fn is_started(self, line: &str) -> bool {
        line.contains(match self {
            Kind::Nginx => "event method",
            Kind::HAProxy => "Loading success",
            Kind::Caddy => "serving initial configuration",
        })
    }
}

/// Returns the path of a program. If it is not installed, returns `None` and says so on standard error.
///
/// # Panics
///
/// Panics if the program is missing and `ERRORBOOK_GATEWAYS` is `required`.
pub(crate) fn installed(name: &str) -> Option<PathBuf> {
    // Debian installs nginx and HAProxy in a folder that is only on the administrator's PATH.
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
    /// Starts the program, if it is installed, with its configuration file and the export of the mounts. `own` returns the text
    /// of the file. `folder` can contain more files.
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
            // Caddy stores its files in the home folder of its user.
            command.args(kind.arguments(is_check)).current_dir(folder.path()).env("HOME", folder.path());
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
            command.env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME").spawn().unwrap()
        };
        let check = run(true).wait_with_output().unwrap();
        assert!(
            check.status.success(),
            "{kind:?} rejects its configuration: {}",
            String::from_utf8_lossy(&check.stderr)
        );

        let mut process = run(false);
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut log = String::new();
        let is_started = lines.by_ref().any(|line| {
            let _ = writeln!(log, "{line}");
            kind.is_started(&line)
        });
        let gateway = Gateway { process, folder };
        assert!(is_started, "{kind:?} does not start: {log}");
        // Reads the rest of the log, which could otherwise fill the pipe.
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

/// Returns the path of the gateway's socket. A port could be taken by another program before the gateway opens it.
pub(crate) fn socket(folder: &Path) -> PathBuf {
    folder.join("gateway.sock")
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // HAProxy stops its workers itself when it gets the termination signal.
        let _ = kill_process(Pid::from_child(&self.process), Signal::TERM);
        let _ = self.process.wait();
    }
}
