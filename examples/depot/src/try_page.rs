//! [`try_page`] and [`try_elsewhere`]: pages on which people can try responses.

use std::sync::LazyLock;

use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use errorbook::{ErrorKind, ayanova, header, primaerp};
use sha2::{Digest, Sha256};

use crate::mount::SUPPRESSION;
use crate::{ERRORS, Mount};

/// A static page: its headers and its HTML are the same for every request.
#[derive(Debug)]
pub struct Html {
    policy: String,
    text: String,
}

impl Html {
    /// Returns the headers of the page, with names in lower case.
    pub fn headers(&self) -> [(&'static str, &str); 4] {
        [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            ("content-security-policy", &self.policy),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
        ]
    }

    /// Returns the HTML of the page. It contains its styles and scripts.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn new(policy: String, template: &impl Template) -> Html {
        // A template fails only if the `Display` of a value fails, and no value here has its own.
        Html { policy, text: template.render().unwrap_or_default() }
    }
}

/// Returns the page `/try`. It shows the response with a chosen code and delivery, next to what a script tag on another origin
/// gets.
///
/// ```
/// let page = depot::try_page();
/// assert!(page.text().contains(r#"<option value="PE01-1104">PE01-1104 · 412 · Validation error</option>"#));
/// assert!(page.headers().contains(&("content-type", "text/html; charset=utf-8")));
/// ```
pub fn try_page() -> &'static Html {
    static PAGE: LazyLock<Html> = LazyLock::new(|| {
        let template = Try {
            style: STYLE,
            script: SCRIPT,
            suppress: SUPPRESSION,
            errors: ERRORS,
            mounts: Mount::ALL,
            examples: examples(),
        };
        let (style, script) = (hash(template.style), hash(template.script));
        let policy = format!(
            "default-src 'none'; style-src {style}; script-src {script}; connect-src 'self'; frame-src 'self'; \
             img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        Html::new(policy, &template)
    });
    &PAGE
}

/// Returns the page `/try/elsewhere`, for the script tags of [`try_page`]. It is sandboxed, so it has another origin although the
/// same server sends it.
pub fn try_elsewhere() -> &'static Html {
    static PAGE: LazyLock<Html> = LazyLock::new(|| {
        let template = Elsewhere { script: ELSEWHERE };
        let script = hash(template.script);
        let policy = format!(
            "sandbox allow-scripts; default-src 'none'; script-src {script} 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'self'"
        );
        Html::new(policy, &template)
    });
    &PAGE
}

const STYLE: &str = include_str!("../templates/try.css");
const SCRIPT: &str = include_str!("../templates/try.js");
const ELSEWHERE: &str = include_str!("../templates/elsewhere.js");

#[derive(Template)]
#[template(path = "try.html")]
struct Try {
    style: &'static str,
    script: &'static str,
    suppress: &'static str,
    errors: &'static str,
    mounts: [Mount; 3],
    examples: [(&'static str, String); 4],
}

#[derive(Template)]
#[template(path = "elsewhere.html")]
struct Elsewhere {
    script: &'static str,
}

/// Returns the examples of the page: a text, and the choice that it selects.
fn examples() -> [(&'static str, String); 4] {
    let choice = |mount: Mount, code: errorbook::Code, delivery| {
        format!("book={}&code={}&delivery={delivery}", mount.name(), code.id())
    };
    let jsonp = |code| choice(Mount::Primaerp, code, "jsonp&callback=");
    [
        ("validation errors that reach another origin", jsonp(primaerp::VALIDATION_ERROR) + "show"),
        ("a redirect as JSONP", jsonp(primaerp::TENANT_MOVED) + "show"),
        ("a hostile callback", jsonp(primaerp::OBJECT_NOT_FOUND) + "alert%281%29%2F%2F"),
        ("a suppressed 503", choice(Mount::Ayanova, ayanova::API_CLOSED, "suppressed")),
    ]
}

/// Returns the source for the content security policy that allows only this inline style or script.
fn hash(inline: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(inline)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_offers_every_book_and_every_code_of_it() {
        let html = try_page().text();
        for mount in Mount::ALL {
            assert!(html.contains(&format!("data-prefix=\"{}\"", mount.prefix())), "{mount:?}");
            let jsonp = format!("value=\"{0}\" data-prefix=\"/{0}\" data-callback=\"callback\"", mount.name());
            assert_eq!(html.contains(&jsonp), mount.jsonp().is_some(), "{mount:?}");
            for code in mount.book().codes() {
                let option = format!("<option value=\"{}\"", code.id());
                assert_eq!(html.matches(&option).count(), 1, "{code}");
            }
        }
    }

    #[test]
    fn the_policy_allows_only_the_inline_styles_and_scripts() {
        for page in [try_page(), try_elsewhere()] {
            for element in ["style", "script"] {
                let (start, end) = (format!("<{element}>"), format!("</{element}>"));
                for text in page.text().split(&start).skip(1).filter_map(|rest| rest.split(&end).next()) {
                    assert!(page.policy.contains(&hash(text)), "{element} of {}", page.policy);
                }
            }
            assert!(!page.policy.contains("unsafe"), "{}", page.policy);
            for outside in ["src=\"http", "href=\"http", "url(", "@import", " style=\"", " onclick="] {
                assert!(!page.text().contains(outside), "{outside}");
            }
        }
    }

    #[test]
    fn every_example_is_a_link_on_the_page() {
        let html = try_page().text();
        for (text, fragment) in examples() {
            let escaped = fragment.replace('&', "&#38;");
            assert!(html.contains(&format!("<a href=\"#{escaped}\">{text}</a>")), "{text}");
        }
    }

    #[test]
    fn inline_styles_and_scripts_do_not_end_early() {
        for inline in [STYLE, SCRIPT, ELSEWHERE] {
            assert!(!inline.contains("</style") && !inline.contains("<!--"), "{inline}");
        }
        assert_eq!(try_page().text().matches("</script>").count(), 1);
        assert_eq!(try_elsewhere().text().matches("</script>").count(), 1);
    }
}
