//! [`Gateway`]: nginx in front of the depots.

use std::env;
use std::fs::{self, Permissions};
use std::io::{self, BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use errorbook::{ayanova, primaerp, standard};
use errorbook_catalog::Catalog;
use errorbook_catalog::export::gateway::{Mount, MountError, Mounts, nginx};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// The words in nginx's log that report that it accepts connections.
const READY: &str = "start worker process";

/// A running nginx, with its own configuration in a temporary folder.
#[derive(Debug)]
pub(crate) struct Gateway {
    process: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Gateway {
    pub(crate) fn start(listen: SocketAddr, depots: impl Iterator<Item = SocketAddr>) -> Result<Gateway, GatewayError> {
        // nginx cannot report the port that it selected, so a free port is selected here.
        let address = match listen.port() {
            0 => TcpListener::bind(listen)?.local_addr()?,
            _ => listen,
        };
        // nginx's workers run under another account, and must be able to read the folder.
        let folder =
            tempfile::Builder::new().prefix("errorbook-nginx").permissions(Permissions::from_mode(0o755)).tempdir()?;
        fs::write(folder.path().join("nginx.conf"), configuration(address, depots))?;
        for file in nginx(&mounts()?) {
            fs::write(folder.path().join(file.name), file.text)?;
        }
        let mut process = Command::new(program().ok_or(GatewayError::Missing)?)
            .args(["-e", "stderr", "-c", "nginx.conf", "-p"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let log = process.stderr.take();
        let gateway = Gateway { process, address, _folder: folder };
        let mut lines = BufReader::new(log.ok_or(GatewayError::Failed(String::new()))?).lines();
        let mut log_lines = Vec::new();
        for line in lines.by_ref() {
            log_lines.push(line?);
            if log_lines.last().is_some_and(|line| line.contains(READY)) {
                // Reads the rest of the log, which could otherwise fill the pipe and block nginx.
                thread::spawn(move || lines.for_each(drop));
                return Ok(gateway);
            }
        }
        Err(GatewayError::Failed(log_lines.join("\n")))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // nginx can catch this signal, and stops its workers.
        let _ = kill_process(Pid::from_child(&self.process), Signal::TERM);
        let _ = self.process.wait();
    }
}

/// The reason why nginx does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayError {
    /// The program is not installed.
    #[error("nginx is not installed; `.ci/run` installs it")]
    Missing,
    /// nginx rejects its configuration, or the address is in use.
    #[error("nginx does not start:\n{0}")]
    Failed(String),
    /// The book of a mount cannot be exported.
    #[error(transparent)]
    Mount(#[from] MountError),
    /// An operation of the system failed.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// Returns the mounts of the depots. Their books have the errors that nginx sends by itself.
fn mounts() -> Result<Mounts, MountError> {
    Mounts::new([
        Mount::new("/", &Catalog::of(&standard::BOOK))?.suppression_parameter("suppress_response_code")?,
        Mount::new("/primaerp", &Catalog::of(&primaerp::BOOK))?,
        Mount::new("/ayanova", &Catalog::of(&ayanova::BOOK))?,
    ])
}

/// Returns the path of nginx. Debian installs it in a folder that is only on the administrator's path.
fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.map(|folder| folder.join("nginx")).find(|program| program.is_file())
}

fn configuration(listen: SocketAddr, depots: impl Iterator<Item = SocketAddr>) -> String {
    // With `max_fails=0` nginx never stops using a depot. A depot that is down refuses at once, and nginx tries the next one.
    let depots: String = depots.map(|depot| format!("        server {depot} max_fails=0;\n")).collect();
    format!(
        "daemon off;
pid nginx.pid;
error_log stderr notice;
worker_processes 2;
events {{
    worker_connections 1024;
}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
    include errorbook.http.conf;
    upstream depots {{
{depots}    }}
    server {{
        listen {listen};
        include errorbook.server.conf;
        # The limits of the service are lower or equal. A body is sent at once: otherwise a depot that rejects it could close
        # the connection before nginx sends the rest.
        client_max_body_size 128k;
        client_body_buffer_size 128k;
        large_client_header_buffers 4 64k;
        location / {{
            proxy_pass http://depots;
            # A new connection for each request. hyper closes a connection without notice after it rejected a request and did
            # not read its body, and nginx would send the next request on it.
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_connect_timeout 5s;
            # The depots have a shorter limit.
            proxy_read_timeout 30s;
        }}
    }}
}}
"
    )
}
