//! The meaning and the advice of a code: Markdown, which is rendered as HTML or as plain words.

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// The place of a text in a page.
pub(crate) struct Surroundings<'a> {
    /// The level of the heading above the text.
    pub(crate) heading: HeadingLevel,
    /// True if the links of the text are kept.
    pub(crate) links: bool,
    /// Returns the address of a code's page if a code span contains the identifier of a code.
    pub(crate) address: &'a dyn Fn(&str) -> Option<String>,
}

/// Renders a text as HTML. Raw HTML in the text is shown as text.
///
/// A link is kept if its destination is an `http:` or `https:` URL, a path or a fragment. Any other link is replaced by its
/// text, such as a link to a Rust item or a link with a scheme that could run a script.
pub(crate) fn render(text: &str, surroundings: &Surroundings<'_>) -> String {
    // One value for each open link or image: true if the element is kept.
    let mut open: Vec<bool> = Vec::new();
    let events = events(text).flat_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => vec![Event::Text(raw)],
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let is_kept = surroundings.links && is_safe(dest_url);
            open.push(is_kept);
            if is_kept { vec![event] } else { vec![] }
        }
        // The content security policy blocks images. Their description is shown instead.
        Event::Start(Tag::Image { .. }) => {
            open.push(false);
            vec![]
        }
        Event::End(TagEnd::Link | TagEnd::Image) => {
            if open.pop() == Some(true) {
                vec![Event::End(TagEnd::Link)]
            } else {
                vec![]
            }
        }
        Event::Code(ref code) if !open.contains(&true) => match (surroundings.address)(code) {
            Some(address) => vec![Event::Start(link(address)), event, Event::End(TagEnd::Link)],
            None => vec![event],
        },
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            vec![Event::Start(Tag::Heading { level: below(surroundings.heading, level), id, classes, attrs })]
        }
        Event::End(TagEnd::Heading(level)) => vec![Event::End(TagEnd::Heading(below(surroundings.heading, level)))],
        event => vec![event],
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    rendered
}

fn link(address: String) -> Tag<'static> {
    let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
    Tag::Link { link_type: LinkType::Inline, dest_url: address.into(), title, id }
}

/// Returns the words of a text, without its markup.
pub(crate) fn words(text: &str) -> String {
    let mut words = String::new();
    for event in events(text) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&text)
            }
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock) => words.push(' '),
            _ => {}
        }
    }
    words
}

/// Returns the contents of all code spans of a text.
pub(crate) fn code_spans(text: &str) -> Vec<String> {
    let code = |event| match event {
        Event::Code(code) => Some(code.into_string()),
        _ => None,
    };
    events(text).filter_map(code).collect()
}

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    // rustdoc resolves links to items by itself. Here such a link gets an empty destination, so that it becomes text.
    let to_item = |link: BrokenLink<'_>| {
        let is_code = link.reference.starts_with('`') && link.reference.ends_with('`');
        is_code.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(text, Options::ENABLE_STRIKETHROUGH, Some(to_item))
}

/// Returns true if the destination of a link is an `http:` or `https:` URL, a path or a fragment.
fn is_safe(destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
        || ["/", "./", "../", "#"].iter().any(|start| destination.starts_with(start))
}

/// Returns the level that a heading of the text has below the heading above the text.
fn below(heading: HeadingLevel, level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(heading as usize + level as usize).unwrap_or(HeadingLevel::H6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html_of(text: &str) -> String {
        let address = |code: &str| (code == "C-1").then(|| "C-1\"&".to_owned());
        render(text, &Surroundings { heading: HeadingLevel::H2, links: true, address: &address })
    }

    #[test]
    fn raw_html_is_shown_as_text() {
        let cases = [
            ("It *failed*.", "<p>It <em>failed</em>.</p>\n"),
            ("a <b onclick=\"x\">b</b>", "<p>a &lt;b onclick=\"x\"&gt;b&lt;/b&gt;</p>\n"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("`<script>`", "<p><code>&lt;script&gt;</code></p>\n"),
            (
                "[a](https://a.example/?b&c \"d<e\")",
                "<p><a href=\"https://a.example/?b&amp;c\" title=\"d&lt;e\">a</a></p>\n",
            ),
            ("[a](../b) [c](#d)", "<p><a href=\"../b\">a</a> <a href=\"#d\">c</a></p>\n"),
            ("<https://a.example/>", "<p><a href=\"https://a.example/\">https://a.example/</a></p>\n"),
            ("[a](javascript:alert%281%29)", "<p>a</p>\n"),
            ("[a](JavaScript:x) [b](data:text/html,x) [c](&#106;avascript:x)", "<p>a b c</p>\n"),
            ("[a](<java\u{1}script:x>) [b]( vbscript:x)", "<p>a b</p>\n"),
            ("<javascript:alert>", "<p>javascript:alert</p>\n"),
            ("[a][b]\n\n[b]: javascript:x", "<p>a</p>\n"),
            ("![a <b>](https://a.example/b.png)", "<p>a &lt;b&gt;</p>\n"),
            ("[![a](javascript:x)](https://a.example)", "<p><a href=\"https://a.example\">a</a></p>\n"),
            // Links to Rust items.
            (
                "[`Error`] [`a`](crate::Error) [b](Error::new) [c][`Error`]",
                "<p><code>Error</code> <code>a</code> b c</p>\n",
            ),
            ("an array[0] and [text]", "<p>an array[0] and [text]</p>\n"),
            // A code that has a page.
            ("see `C-1`", "<p>see <a href=\"C-1%22&amp;\"><code>C-1</code></a></p>\n"),
            ("see [`C-1`](/a)", "<p>see <a href=\"/a\"><code>C-1</code></a></p>\n"),
            ("# a\n##### b", "<h3>a</h3>\n<h6>b</h6>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(html_of(text), expected, "{text}");
        }
    }

    #[test]
    fn links_can_be_removed() {
        let surroundings = Surroundings { heading: HeadingLevel::H3, links: false, address: &|_| None };
        assert_eq!(render("[a](https://a.example) `C-1`", &surroundings), "<p>a <code>C-1</code></p>\n");
    }

    #[test]
    fn words_and_code_spans_are_read() {
        assert_eq!(words("It *failed*: `a`\nb [c](d)\n\n- e"), "It failed: a b c e ");
        assert_eq!(code_spans("`a` and [`b`] and ``c`d``\n\n    `e`"), ["a", "b", "c`d"]);
    }
}
