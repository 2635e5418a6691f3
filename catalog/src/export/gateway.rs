//! The errors of a gateway in the books of the services behind it: configuration for nginx, HAProxy and Caddy.
//!
//! In front of a service stands a gateway. It responds by itself while the service restarts, when a body is too large, when a
//! client sends too much. The exports give these responses the bytes that a layer with the mount's book sends for the same
//! status without a code: 502 of nginx is the book's 502. A response of the service itself passes through.
//!
//! ```
//! use errorbook::{primaerp, standard};
//! use errorbook_catalog::Catalog;
//! use errorbook_catalog::export::gateway::{self, Mount, Mounts};
//!
//! let mounts = Mounts::new([
//!     Mount::new("/", &Catalog::of(&standard::BOOK))?,
//!     Mount::new("/primaerp", &Catalog::of(&primaerp::BOOK))?,
//! ])?;
//! let [http, server] = gateway::nginx(&mounts);
//! assert_eq!((http.name, server.name), ("errorbook.http.conf", "errorbook.server.conf"));
//! assert!(server.text.contains(r#"return 404 '{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}';"#));
//! # Ok::<(), gateway::MountError>(())
//! ```
//!
//! The manual's [page about gateways] has a whole configuration for each, and a table of what was sent and what came.
//!
//! [page about gateways]: https://github.com/errorbook/errorbook/blob/main/docs/gateways.md

mod bare_response;
mod caddy;
mod haproxy;
mod mount;
mod mounts;
mod nginx;
mod nginx_word;
mod pattern;

pub use caddy::caddy;
pub use haproxy::haproxy;
pub use mount::{Mount, MountError};
pub use mounts::Mounts;
pub use nginx::nginx;

/// A file of a gateway's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigFile {
    /// The name that the other files of the export and the manual use.
    pub name: &'static str,
    /// The whole text. It ends with a line feed.
    pub text: String,
}

impl ConfigFile {
    fn new(name: &'static str, text: String) -> ConfigFile {
        ConfigFile { name, text }
    }
}

/// Returns the comment at the beginning of a file: the mounts, and how the file is used.
fn head(mounts: &Mounts, gateway: &str, usage: &str) -> String {
    let mut text = format!("# The errors that {gateway} makes by itself, as the books of these mounts send them:\n#\n");
    for mount in mounts.shortest_first() {
        let suppressed = mount.suppression().map(|name| format!(", status 200 with ?{name}=true"));
        text += &format!("#   {} {}{}\n", mount.path(), mount.book().escape_debug(), suppressed.unwrap_or_default());
    }
    text += "#\n# Made by errorbook: change the books or their mounts, and export again.\n#\n";
    for line in usage.lines() {
        text += format!("# {line}").trim_end();
        text.push('\n');
    }
    text
}
