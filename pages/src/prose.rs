//! The author's Markdown, as doc comments hold it: to HTML, to plain text.

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// How a text is put into a page.
pub(super) struct Place<'a> {
    /// The level of the heading under which the text stands.
    pub(super) under: HeadingLevel,
    /// Whether links are kept.
    pub(super) links: bool,
    /// The address of the page of the code that a code span names.
    pub(super) address: &'a dyn Fn(&str) -> Option<String>,
}

/// Renders a text. Nothing in it is HTML: what looks like it is text.
///
/// A link is kept if it leads to `http:`, `https:`, or to what is plainly a path or a fragment; all else is what rustdoc
/// makes a link to an item of, or worse, and keeps its text alone.
pub(super) fn html(text: &str, place: &Place<'_>) -> String {
    // For each link or image that is open, whether it is kept.
    let mut open: Vec<bool> = Vec::new();
    let events = events(text).flat_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => vec![Event::Text(raw)],
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let kept = place.links && leads_somewhere(dest_url);
            open.push(kept);
            if kept { vec![event] } else { vec![] }
        }
        // The page's policy loads no images; their description is text.
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
        Event::Code(ref code) if !open.contains(&true) => match (place.address)(code) {
            Some(address) => vec![Event::Start(link(address)), event, Event::End(TagEnd::Link)],
            None => vec![event],
        },
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            vec![Event::Start(Tag::Heading { level: below(place.under, level), id, classes, attrs })]
        }
        Event::End(TagEnd::Heading(level)) => vec![Event::End(TagEnd::Heading(below(place.under, level)))],
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

/// The words of a text without its marks.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for event in events(text) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&text)
            }
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock) => plain.push(' '),
            _ => {}
        }
    }
    plain
}

/// What stands in backticks.
pub(super) fn code_spans(text: &str) -> Vec<String> {
    let code = |event| match event {
        Event::Code(code) => Some(code.into_string()),
        _ => None,
    };
    events(text).filter_map(code).collect()
}

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    // rustdoc's links to items have no destination, and here nothing has.
    let to_an_item = |link: BrokenLink<'_>| {
        let is_code = link.reference.starts_with('`') && link.reference.ends_with('`');
        is_code.then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
    };
    Parser::new_with_broken_link_callback(text, Options::ENABLE_STRIKETHROUGH, Some(to_an_item))
}

fn leads_somewhere(destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
        || ["/", "./", "../", "#"].iter().any(|start| destination.starts_with(start))
}

/// The level of a heading of a text that stands under a heading itself.
fn below(under: HeadingLevel, level: HeadingLevel) -> HeadingLevel {
    HeadingLevel::try_from(under as usize + level as usize).unwrap_or(HeadingLevel::H6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        let address = |code: &str| (code == "C-1").then(|| "C-1\"&".to_owned());
        html(text, &Place { under: HeadingLevel::H2, links: true, address: &address })
    }

    #[test]
    fn a_text_is_rendered_and_nothing_in_it_is_html() {
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
            // rustdoc's links
            (
                "[`Error`] [`a`](crate::Error) [b](Error::new) [c][`Error`]",
                "<p><code>Error</code> <code>a</code> b c</p>\n",
            ),
            ("an array[0] and [text]", "<p>an array[0] and [text]</p>\n"),
            // a code that has a page
            ("see `C-1`", "<p>see <a href=\"C-1%22&amp;\"><code>C-1</code></a></p>\n"),
            ("see [`C-1`](/a)", "<p>see <a href=\"/a\"><code>C-1</code></a></p>\n"),
            ("# a\n##### b", "<h3>a</h3>\n<h6>b</h6>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(rendered(text), expected, "{text}");
        }
    }

    #[test]
    fn links_can_be_left_out() {
        let place = Place { under: HeadingLevel::H3, links: false, address: &|_| None };
        assert_eq!(html("[a](https://a.example) `C-1`", &place), "<p>a <code>C-1</code></p>\n");
    }

    #[test]
    fn words_and_code_spans_are_found() {
        assert_eq!(plain("It *failed*: `a`\nb [c](d)\n\n- e"), "It failed: a b c e ");
        assert_eq!(code_spans("`a` and [`b`] and ``c`d``\n\n    `e`"), ["a", "b", "c`d"]);
    }
}
