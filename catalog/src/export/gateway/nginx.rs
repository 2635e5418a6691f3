//! The configuration for nginx: `map`s for the block `http`, and `error_page`s with their locations for the block `server`.

use std::fmt::Write as _;

use super::bare_response::BareResponse;
use super::mount::Mount;
use super::mounts::Mounts;
use super::nginx_word::{quoted, word};
use super::{ConfigFile, head, pattern};

/// The statuses that nginx can send before it has parsed the path. Then a named location does not work.
const BEFORE_THE_PATH: [u16; 4] = [400, 414, 431, 505];

/// nginx's own numbers for a status: the headers are too large, the certificate is wrong or missing, HTTP on an HTTPS port.
const OWN_NUMBERS: [(u16, &str); 2] = [(431, "494"), (400, "495 496 497")];

const USAGE: &str = "\
Include errorbook.http.conf in `http`, and errorbook.server.conf in each `server` with these mounts. Leave
`proxy_intercept_errors` off, so that the responses of the service pass through unchanged.

Put `return 404` only into locations. Directly in the `server`, it also replaces the response to a request that nginx cannot read.
A location with its own `error_page` does not inherit these. To add headers to each error, write `add_header` lines into a file
errorbook.headers.conf beside nginx.conf.

Do not pass the query to an `auth_request`, as in `auth_request /check?$args`: a suppressed failure would count as a success.

Some errors cannot be changed. If a client is too slow with its head or its body, nginx closes the connection without a response.
If a rewrite never ends, nginx sends its own page. HTTP/0.9 has no status. An error of a request with `if-match` or
`if-unmodified-since` is not suppressed. Paths are compared before percent-decoding.";

/// Returns the configuration for nginx: the file for the block `http`, and the file for each `server`.
///
/// The configuration is tested with nginx 1.22.
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
        + "\n# nginx cannot escape a dollar sign, and cannot send an empty body without a variable.\n"
        + "geo $errorbook_dollar {\n    default '$';\n}\ngeo $errorbook_nothing {\n    default '';\n}\n"
        + &map("The request line is available even if it is malformed.", "$request", "_mount", &or_nothing(mount_of))
        + &map(
            "A subrequest gets no query, so that a failed `auth_request` is not suppressed into a success.",
            "$uri",
            "_query",
            "    default ?$args;\n    '' $request;\n",
        )
        + &map(
            "With these headers, nginx would replace a response of status 200 by a 412. Such requests are not suppressed.",
            condition,
            "_suppressed",
            &or_nothing(suppressed),
        )
        + &map(
            "A challenge from nginx itself, such as the one of `auth_basic`, is kept.",
            "\"$errorbook_mount $sent_http_www_authenticate\"",
            "_challenge",
            &or_nothing(challenges),
        )
        + &map(
            "A named location needs a path. A request that nginx rejects early has no path.",
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
        // nginx replaces an empty text by its own page, but not an empty variable.
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
