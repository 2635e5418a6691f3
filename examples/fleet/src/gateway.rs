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

/// The words of nginx's log that say that it accepts connections.
const READY: &str = "start worker process";

/// nginx, with a configuration of its own in a temporary folder.
#[derive(Debug)]
pub(crate) struct Gateway {
    process: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Gateway {
    pub(crate) fn start(listen: SocketAddr, depots: impl Iterator<Item = SocketAddr>) -> Result<Gateway, GatewayError> {
        // nginx has no way to say which port it took.
        let address = match listen.port() {
            0 => TcpListener::bind(listen)?.local_addr()?,
            _ => listen,
        };
        // Its workers have another account.
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
        let mut said = Vec::new();
        for line in lines.by_ref() {
            said.push(line?);
            if said.last().is_some_and(|line| line.contains(READY)) {
                // Whatever else is written must not fill the pipe and block nginx.
                thread::spawn(move || lines.for_each(drop));
                return Ok(gateway);
            }
        }
        Err(GatewayError::Failed(said.join("\n")))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // A signal that it can catch: it ends its workers.
        let _ = kill_process(Pid::from_child(&self.process), Signal::TERM);
        let _ = self.process.wait();
    }
}

/// Why nginx does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayError {
    /// The program is not installed.
    #[error("nginx is not installed, which `.ci/run` does")]
    Missing,
    /// It does not take its configuration, or the address is in use.
    #[error("nginx does not start:\n{0}")]
    Failed(String),
    /// The book of a mount cannot be exported.
    #[error(transparent)]
    Mount(#[from] MountError),
    /// The system does not do what is needed.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// The depots' mounts, whose books have the errors that nginx makes by itself.
fn mounts() -> Result<Mounts, MountError> {
    Mounts::new([
        Mount::new("/", &Catalog::of(&standard::BOOK))?.suppression_parameter("suppress_response_code")?,
        Mount::new("/primaerp", &Catalog::of(&primaerp::BOOK))?,
        Mount::new("/ayanova", &Catalog::of(&ayanova::BOOK))?,
    ])
}

/// The program, which Debian keeps where only the administrator's path leads.
fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.map(|folder| folder.join("nginx")).find(|program| program.is_file())
}

fn configuration(listen: SocketAddr, depots: impl Iterator<Item = SocketAddr>) -> String {
    // All are asked at any time: one that is down refuses at once, and the next is asked.
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
        # The service's own limits are lower, or the same. A body is sent at once: a depot that refuses it may close the
        # connection before nginx comes with the rest.
        client_max_body_size 128k;
        client_body_buffer_size 128k;
        large_client_header_buffers 4 64k;
        location / {{
            proxy_pass http://depots;
            # A connection for each request. hyper closes one whose request it has refused before the body was read, and does
            # not say so: nginx would send it the next request.
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_connect_timeout 5s;
            # A depot gives up earlier.
            proxy_read_timeout 30s;
        }}
    }}
}}
"
    )
}
