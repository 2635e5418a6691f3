//! nginx: `map`s for `http`, and `error_page`s with their locations for `server`.

use std::fmt::Write as _;

use super::bare_response::BareResponse;
use super::mount::Mount;
use super::mounts::Mounts;
use super::nginx_word::{quoted, word};
use super::{ConfigFile, head, pattern};

/// nginx can refuse a request with these before it knows a path. It then takes no named location.
const BEFORE_THE_PATH: [u16; 4] = [400, 414, 431, 505];

/// nginx's own numbers for a status: too large a header, a wrong certificate or none, plain HTTP on a port of HTTPS.
const OWN_NUMBERS: [(u16, &str); 2] = [(431, "494"), (400, "495 496 497")];

const USAGE: &str = "\
Include errorbook.http.conf in `http`, and errorbook.server.conf in each `server` with these mounts. Leave
`proxy_intercept_errors` off, so that what the service itself sends passes through. Write `return 404` into a location: one of
the server itself also replaces the response to a request that nginx cannot read. A location with an `error_page` of its own does
not inherit these. If errorbook.headers.conf stands beside nginx.conf, its `add_header` lines are sent with each error.

Do not hand the query on to an `auth_request`, as in `auth_request /check?$args`: a suppressed failure would be a success.

nginx closes the connection without a response if a client is too slow with its head or its body. It sends its own page when a
rewrite never ends. HTTP/0.9 has no status. A request with `if-match` or `if-unmodified-since` keeps the status of its error. A
path is compared as it was sent, before percent-decoding.";

/// Returns the errors of nginx in the books of the mounts: the file for `http`, and the file for each `server`.
///
/// It is tested with nginx 1.22.
///
/// ```
/// use errorbook::standard;
/// use errorbook_catalog::Catalog;
/// use errorbook_catalog::export::gateway::{self, Mount, Mounts};
///
/// let mounts = Mounts::new([Mount::new("/", &Catalog::of(&standard::BOOK))?])?;
/// let [_, server] = gateway::nginx(&mounts);
/// assert!(server.text.contains("error_page 502 = @errorbook$errorbook_suppressed/502$errorbook_mount;"));
/// # Ok::<(), gateway::MountError>(())
/// ```
pub fn nginx(mounts: &Mounts) -> [ConfigFile; 2] {
    [ConfigFile::new("errorbook.http.conf", http(mounts)), ConfigFile::new("errorbook.server.conf", server(mounts))]
}

fn http(mounts: &Mounts) -> String {
    let mut mount_of = String::new();
    let mut suppressed = String::new();
    let mut challenges = String::new();
    for mount in mounts.longest_first() {
        let (path, suffix) = (pattern::of_mount(mount.path(), "?# "), mount.suffix());
        if !suffix.is_empty() {
            mount_of += &format!("    '~^[^ ]* (?:[A-Za-z][A-Za-z0-9+.-]*://[^/?# ]*)?{path}' '{suffix}';\n");
        }
        let of_mount = pattern::escaped(suffix);
        if let Some(name) = mount.suppression() {
            let parameter = pattern::of_suppression(name);
            suppressed += &format!("    '~^ {of_mount} [^?#]*\\?(?:[^ #]*&)?{parameter}(?:[& #]|$)' '/suppressed';\n");
        }
        challenges += &format!("    '~^{of_mount} $' {};\n", quoted(mount.challenge_text()));
    }
    let map = |why: &str, source: &str, variable: &str, rows: &str| {
        format!("\n# {why}\nmap {source} $errorbook{variable} {{\n    volatile;\n{rows}}}\n")
    };
    let or_nothing = |rows: String| format!("    default '';\n{rows}");
    let condition = "\"$http_if_match$http_if_unmodified_since $errorbook_mount $errorbook_query\"";
    head(mounts, "nginx", USAGE)
        + "\n# nginx has no other way to write this character, and none at all to send a body of nothing.\n"
        + "geo $errorbook_dollar {\n    default '$';\n}\ngeo $errorbook_nothing {\n    default '';\n}\n"
        + &map("The request line is known even if it is malformed.", "$request", "_mount", &or_nothing(mount_of))
        + &map(
            "A subrequest has no query, so that the failure of an `auth_request` is not taken for its success.",
            "$uri",
            "_query",
            "    default ?$args;\n    '' $request;\n",
        )
        + &map(
            "nginx would compare the version that these headers expect with that of a response of status 200.",
            condition,
            "_suppressed",
            &or_nothing(suppressed),
        )
        + &map(
            "A challenge that nginx sends, such as that of `auth_basic`, is not replaced.",
            "\"$errorbook_mount $sent_http_www_authenticate\"",
            "_challenge",
            &or_nothing(challenges),
        )
        + &map(
            "A named location needs a path, and a request that is refused early has none.",
            "$uri",
            "",
            "    default '@errorbook';\n    '' '/.errorbook';\n",
        )
}

fn server(mounts: &Mounts) -> String {
    let mut text = head(mounts, "nginx", USAGE);
    text.push('\n');
    for status in mounts.statuses() {
        let prefix = if is_before_the_path(status.as_u16()) { "$errorbook" } else { "@errorbook" };
        let own = OWN_NUMBERS.into_iter().find(|(of, _)| *of == status.as_u16());
        let own = own.map(|(_, numbers)| format!(" {numbers}")).unwrap_or_default();
        line(&mut text, &format!("error_page {status}{own} = {prefix}$errorbook_suppressed/{status}$errorbook_mount;"));
    }
    for mount in mounts.shortest_first() {
        text.push('\n');
        for response in mount.responses() {
            locations(&mut text, mount, response);
        }
    }
    text
}

/// Adds the plain and the suppressed location of a response.
fn locations(text: &mut String, mount: &Mount, response: &BareResponse) {
    let BareResponse { status, sent, body, retry_after } = response;
    let mut headers = String::new();
    if sent.as_u16() == 401 {
        headers += " add_header www-authenticate $errorbook_challenge always;";
    }
    if let Some(seconds) = retry_after {
        headers += &format!(" add_header retry-after {seconds} always;");
    }
    let suppressed = format!("{headers} add_header x-suppressed-status {sent}; add_header cache-control no-store;");
    let forms = [
        ("", mount.content_type(), headers, sent.to_string()),
        ("/suppressed", mount.suppressed_content_type(), suppressed, "200".to_owned()),
    ];
    for (form, content_type, headers, sent) in forms {
        if !form.is_empty() && mount.suppression().is_none() {
            continue;
        }
        // An empty text would be replaced by a page of nginx's own. An empty variable is not.
        let (content_type, body) = match body.as_str() {
            "" => ("", "$errorbook_nothing".to_owned()),
            body => (content_type, quoted(body)),
        };
        let content_type = word(content_type);
        let content = format!(
            "types {{ }} default_type {content_type}; max_ranges 0;{headers} include errorbook.headers[.]conf; return {sent} {body};"
        );
        let name = format!("{form}/{status}{}", mount.suffix());
        line(text, &format!("location @errorbook{name} {{ {content} }}"));
        if is_before_the_path(status.as_u16()) {
            line(text, &format!("location = /.errorbook{name} {{ internal; {content} }}"));
        }
    }
}

fn is_before_the_path(status: u16) -> bool {
    BEFORE_THE_PATH.contains(&status)
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
