//! The configuration for Caddy: a snippet with `handle_errors`, which each site imports.

use errorbook::Status;

use super::bare_response::BareResponse;
use super::mount::Mount;
use super::mounts::Mounts;
use super::{ConfigFile, head, pattern};

/// The characters that a Caddyfile cannot escape, and the names of the variables that replace them.
const VARIABLES: [(char, &str); 2] = [('$', "dollar"), ('`', "backtick")];

/// The escape before a brace, which would begin or end a placeholder. The import of the file removes the first backslash, the
/// import of the snippet the second, and the response the third.
const ESCAPE: &str = r"\\\";

const USAGE: &str = "\
Import this file at the top of the Caddyfile, and write `import errorbook` in each site with these mounts. Responses of the
service and of `respond` pass through unchanged. To send an error of the book, use `error` instead of `respond`, as in
`error /private/* 403`.

Some errors cannot be changed. If Caddy cannot read a request (400, 431, 501, 505), it sends its own text. If the request head
does not arrive in time, Caddy closes the connection without a response. Paths are compared before percent-decoding.";

/// Returns the configuration for Caddy: one file with a snippet, which each site imports.
///
/// The configuration is tested with Caddy 2.6.
///
/// ```
/// use errorbook::standard;
/// use errorbook_catalog::Catalog;
/// use errorbook_catalog::export::gateway::{self, Mount, Mounts};
///
/// let mounts = Mounts::new([Mount::new("/", &Catalog::of(&standard::BOOK))?])?;
/// let snippet = gateway::caddy(&mounts);
/// assert_eq!(snippet.name, "errorbook.caddy");
/// assert!(snippet.text.contains("respond {errorbook.body} {errorbook.status}"));
/// # Ok::<(), gateway::MountError>(())
/// ```
pub fn caddy(mounts: &Mounts) -> ConfigFile {
    let mut text = head(mounts, "Caddy", USAGE);
    text += "\n(errorbook) {\n\thandle_errors {\n";
    for (letter, name) in VARIABLES {
        text += &format!("\t\tvars errorbook_{name} \"{letter}\"\n");
    }
    text += &format!("\t\t@errorbook expression `{}`\n", is_one_of(mounts.statuses().collect()));
    text += "\t\thandle @errorbook {\n";
    for (index, mount) in mounts.longest_first().enumerate() {
        let (name, path) = (format!("@errorbook_{index}"), pattern::of_mount(mount.path(), "?"));
        if mount.suffix().is_empty() {
            text += "\t\t\thandle {\n";
        } else {
            text += &format!("\t\t\t{name} vars_regexp {{http.request.orig_uri}} `^{path}`\n\t\t\thandle {name} {{\n");
        }
        for line in of_mount(mount, &name).lines() {
            text += &format!("\t\t\t\t{line}\n");
        }
        text += "\t\t\t}\n";
    }
    text += "\t\t}\n\t}\n}\n";
    ConfigFile::new("errorbook.caddy", text)
}

/// Returns the lines of a mount. The names of its matchers begin with `name`.
fn of_mount(mount: &Mount, name: &str) -> String {
    let mut text = String::from("map {err.status_code} {errorbook.status} {errorbook.body} {\n");
    for BareResponse { status, sent, body, .. } in mount.responses() {
        text += &format!("\t{status} {sent} {}\n", quoted(body));
    }
    text += "}\n";
    text += &format!("header content-type {}\n", quoted(mount.content_type()));
    for (_, statuses) in grouped(mount, |response| response.body.is_empty().then_some(())) {
        text += &format!("{name}_empty expression `{statuses}`\nheader {name}_empty -content-type\n");
    }
    for (seconds, statuses) in grouped(mount, |response| response.retry_after) {
        text += &format!("{name}_after_{seconds} expression `{statuses}`\n");
        text += &format!("header {name}_after_{seconds} retry-after {seconds}\n");
    }
    for (_, statuses) in grouped(mount, |response| (response.sent.as_u16() == 401).then_some(())) {
        text += &format!("{name}_challenged expression `{statuses}`\n");
        text += &format!("header {name}_challenged ?www-authenticate {}\n", quoted(mount.challenge_text()));
    }
    if let Some(parameter) = mount.suppression() {
        let query = pattern::of_suppression(parameter);
        text += &format!("{name}_suppressed vars_regexp {{http.request.orig_uri.query}} `(?:^|&){query}(?:&|$)`\n");
        text += &format!(
            "handle {name}_suppressed {{\n\theader content-type {}\n",
            quoted(mount.suppressed_content_type())
        );
        text += "\theader x-suppressed-status {errorbook.status}\n\theader cache-control no-store\n";
        text += "\trespond {errorbook.body} 200\n}\n";
    }
    text + "handle {\n\trespond {errorbook.body} {errorbook.status}\n}\n"
}

/// Groups the responses by the result of `value`, and returns each result with the condition that selects its statuses.
fn grouped<T: Ord>(mount: &Mount, value: impl Fn(&BareResponse) -> Option<T>) -> Vec<(T, String)> {
    let statuses = mount.statuses_by(value);
    statuses.into_iter().map(|(value, statuses)| (value, is_one_of(statuses))).collect()
}

fn is_one_of(statuses: Vec<Status>) -> String {
    let statuses: Vec<String> = statuses.into_iter().map(|status| status.to_string()).collect();
    format!("{{err.status_code}} in [{}]", statuses.join(", "))
}

/// Returns the text as one quoted word of a Caddyfile.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("`");
    for letter in text.chars() {
        match (letter, VARIABLES.iter().find(|(of, _)| *of == letter)) {
            (_, Some((_, name))) => quoted += &format!("{{vars.errorbook_{name}}}"),
            ('{' | '}', None) => quoted += &format!("{ESCAPE}{letter}"),
            (letter, None) => quoted.push(letter),
        }
    }
    quoted.push('`');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_special_characters_of_caddy_are_escaped() {
        assert_eq!(
            quoted("{\"it's\":`$x`}"),
            r#"`\\\{"it's":{vars.errorbook_backtick}{vars.errorbook_dollar}x{vars.errorbook_backtick}\\\}`"#
        );
    }
}
