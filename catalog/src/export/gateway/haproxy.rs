//! The configuration for HAProxy: a section `defaults` for the frontends, and a map of the bodies.

use errorbook::{Status, standard};

use super::bare_response::BareResponse;
use super::mount::Mount;
use super::mounts::Mounts;
use super::{ConfigFile, head, pattern};

/// The error statuses that HAProxy itself sends. `http-error` accepts no other statuses.
const STATUSES: [u16; 16] = [400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503, 504];

/// The condition that selects the responses of this file, and not those of the service or of a `return` rule.
const OURS: &str = "{ res.hdr(x-errorbook) -m found }";

const USAGE: &str = "\
Load errorbook.cfg before your own file: `haproxy -f errorbook.cfg -f haproxy.cfg`. Keep errorbook.map in the same folder. Begin
each frontend of these mounts with `frontend NAME from errorbook`, and set the timeouts in the frontend. Use another `defaults`
for the backends. It must not contain `errorfile`, which would take precedence.

Some errors cannot be changed. HAProxy sends its own page if it cannot read a request (400: a malformed line or header, or a path
or headers that do not fit its buffer), or if the request head does not arrive in time (408). Paths are compared before
percent-decoding.";

/// Returns the configuration for HAProxy: the section `defaults` for the frontends, and the map of the bodies.
///
/// The configuration is tested with HAProxy 2.6.
///
/// ```
/// use errorbook::standard;
/// use errorbook_catalog::Catalog;
/// use errorbook_catalog::export::gateway::{self, Mount, Mounts};
///
/// let mounts = Mounts::new([Mount::new("/", &Catalog::of(&standard::BOOK))?])?;
/// let [_, map] = gateway::haproxy(&mounts);
/// assert!(map.text.contains(r#"502 {"type":"about:blank","title":"Bad Gateway","status":502,"code":"bad_gateway"}"#));
/// # Ok::<(), gateway::MountError>(())
/// ```
pub fn haproxy(mounts: &Mounts) -> [ConfigFile; 2] {
    [ConfigFile::new("errorbook.cfg", section(mounts)), ConfigFile::new("errorbook.map", map(mounts))]
}

fn is_sent(response: &BareResponse) -> bool {
    STATUSES.contains(&response.status.as_u16())
}

/// Returns the name of a response. The map and the header `x-errorbook` use the name.
fn key(mount: &Mount, status: Status) -> String {
    format!("{status}{}", mount.suffix())
}

/// Returns the map of the bodies. In a map, a value ends at the end of its line.
fn map(mounts: &Mounts) -> String {
    let mut text = head(mounts, "HAProxy", USAGE);
    for mount in mounts.shortest_first() {
        text.push('\n');
        for response in mount.responses().iter().filter(|response| is_sent(response) && !response.body.is_empty()) {
            text += &format!("{} {}\n", key(mount, response.status), response.body);
        }
    }
    text
}

fn section(mounts: &Mounts) -> String {
    let mut text = head(mounts, "HAProxy", USAGE);
    // HAProxy finds the map beside this file, from any working directory. The last line restores the default for the next file.
    text += "\nglobal\n    default-path config\n\ndefaults errorbook\n    mode http\n\n";
    let mut rule = |rule: String| text += &format!("    {rule}\n");
    for mount in mounts.shortest_first().filter(|mount| !mount.suffix().is_empty()) {
        let path = pattern::of_mount(mount.path(), "");
        rule(format!(
            "http-request set-var(txn.errorbook_mount) str({}) if {{ path -m reg '^{path}' }}",
            mount.suffix()
        ));
    }
    for mount in mounts.shortest_first() {
        let Some(name) = mount.suppression() else { continue };
        rule(format!(
            "http-request set-var(txn.errorbook_suppressed) bool(true) if {} {{ query -m reg '(?:^|&){}(?:&|$)' }}",
            of_mount(mount),
            pattern::of_suppression(name)
        ));
    }
    rule("http-response del-header x-errorbook".to_owned());
    for status in STATUSES {
        let key = format!("str({status}),concat(,txn.errorbook_mount)");
        rule(format!(
            "http-error status {status} content-type application/json lf-string '%[{key},map(errorbook.map)]' hdr x-errorbook '%[{key}]'"
        ));
    }
    let mut rule = |rule: String| text += &format!("    http-after-response {rule}\n");
    for mount in mounts.shortest_first() {
        let (of, content_type) = (of_mount(mount), quoted(mount.content_type()));
        rule(format!("set-header content-type {content_type} if {OURS} {of}"));
        for (_, keys) in grouped(mount, |response| response.body.is_empty().then_some(())) {
            rule(format!("del-header content-type if {keys}"));
        }
        for (seconds, keys) in grouped(mount, |response| response.retry_after) {
            rule(format!("set-header retry-after {seconds} if {keys}"));
        }
        for (_, keys) in grouped(mount, |response| (response.sent.as_u16() == 401).then_some(())) {
            let challenge = quoted(mount.challenge_text());
            rule(format!(
                "set-header www-authenticate {challenge} if {keys} !{{ res.hdr(www-authenticate) -m found }}"
            ));
        }
        for (sent, keys) in grouped(mount, |response| (response.sent != response.status).then_some(response.sent)) {
            rule(format!("set-status {sent} reason '{}' if {keys}", standard::phrase(sent)));
        }
    }
    let suppressed = format!("if {OURS} {{ var(txn.errorbook_suppressed) -m bool }}");
    rule(format!("set-header x-suppressed-status %[status] {suppressed}"));
    rule(format!("set-header cache-control no-store {suppressed}"));
    for mount in mounts.shortest_first().filter(|mount| mount.suppressed_content_type() != mount.content_type()) {
        let (of, content_type) = (of_mount(mount), quoted(mount.suppressed_content_type()));
        rule(format!("set-header content-type {content_type} {suppressed} {of}"));
    }
    rule(format!("set-status 200 reason OK {suppressed}"));
    rule("del-header x-errorbook".to_owned());
    text + "\nglobal\n    default-path current\n"
}

/// Returns the condition that selects the requests of the mount.
fn of_mount(mount: &Mount) -> String {
    match mount.suffix() {
        "" => "!{ var(txn.errorbook_mount) -m found }".to_owned(),
        suffix => format!("{{ var(txn.errorbook_mount) -m str {suffix} }}"),
    }
}

/// Returns each value with the condition that selects HAProxy's own responses with this value.
fn grouped<T: Ord>(mount: &Mount, value: impl Fn(&BareResponse) -> Option<T>) -> Vec<(T, String)> {
    let statuses = mount.statuses_by(|response| value(response).filter(|_| is_sent(response)));
    let condition = |statuses: Vec<Status>| {
        let keys: Vec<String> = statuses.into_iter().map(|status| key(mount, status)).collect();
        format!("{{ res.hdr(x-errorbook) -m str {} }}", keys.join(" "))
    };
    statuses.into_iter().map(|(value, statuses)| (value, condition(statuses))).collect()
}

/// Returns the text as one quoted word of HAProxy's configuration. A `%` is escaped, because it begins a format expression.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('%', "%%").replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_special_characters_of_haproxy_are_escaped() {
        assert_eq!(quoted(r#"it's "$x" 5 %[y]"#), r#"'it'\''s "$x" 5 %%[y]'"#);
    }
}
