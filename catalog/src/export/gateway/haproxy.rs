//! HAProxy: a section `defaults` for the frontends, and a map of bodies.

use errorbook::{Status, standard};

use super::bare_response::BareResponse;
use super::mount::Mount;
use super::mounts::Mounts;
use super::{ConfigFile, head, pattern};

/// The statuses of 400 or more that HAProxy sends by itself. It takes no others.
const STATUSES: [u16; 16] = [400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503, 504];

/// The condition that a response is one of those below, and not the service's or a `return` of the administrator's.
const OURS: &str = "{ res.hdr(x-errorbook) -m found }";

const USAGE: &str = "\
Load errorbook.cfg before your own file, `haproxy -f errorbook.cfg -f haproxy.cfg`, with errorbook.map beside it, and let each
frontend of these mounts begin with `frontend NAME from errorbook`. Its timeouts then stand in the frontend. Backends have
another `defaults`, without `errorfile`s: those would go first.

HAProxy sends its own page, which cannot be changed, if a request cannot be read (400: a malformed line or header, a path or
headers that do not fit its buffer) or if its head does not arrive in time (408). A path is compared as it was sent, before
percent-decoding.";

/// Returns the errors of HAProxy in the books of the mounts: the section for the frontends, and the map of the bodies.
///
/// It is tested with HAProxy 2.6.
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

/// Returns the name of a response, in the map and in the header that marks it.
fn key(mount: &Mount, status: Status) -> String {
    format!("{status}{}", mount.suffix())
}

/// Returns the bodies. HAProxy reads a value up to the end of its line.
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
    // The map stands beside this file, wherever HAProxy was started. For the next file it is as before.
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

/// Returns the condition that a request belongs to the mount.
fn of_mount(mount: &Mount) -> String {
    match mount.suffix() {
        "" => "!{ var(txn.errorbook_mount) -m found }".to_owned(),
        suffix => format!("{{ var(txn.errorbook_mount) -m str {suffix} }}"),
    }
}

/// Returns each value with the condition that a response of HAProxy's has it.
fn grouped<T: Ord>(mount: &Mount, value: impl Fn(&BareResponse) -> Option<T>) -> Vec<(T, String)> {
    let statuses = mount.statuses_by(|response| value(response).filter(|_| is_sent(response)));
    let condition = |statuses: Vec<Status>| {
        let keys: Vec<String> = statuses.into_iter().map(|status| key(mount, status)).collect();
        format!("{{ res.hdr(x-errorbook) -m str {} }}", keys.join(" "))
    };
    statuses.into_iter().map(|(value, statuses)| (value, condition(statuses))).collect()
}

/// Returns the text as one word of HAProxy's configuration, in which a `%` is none of its format's.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('%', "%%").replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_what_haproxy_would_read_as_its_own() {
        assert_eq!(quoted(r#"it's "$x" 5 %[y]"#), r#"'it'\''s "$x" 5 %%[y]'"#);
    }
}
