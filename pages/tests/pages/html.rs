//! Reads as much of a page's HTML as the tests need.

/// Replaces the character references of a text.
pub(crate) fn unescaped(html: &str) -> String {
    let numbers = ["&#34;", "&#38;", "&#39;", "&#60;", "&#62;"];
    let names = ["&quot;", "&amp;", "&apos;", "&lt;", "&gt;"];
    let mut text = html.to_owned();
    for (at, letter) in ["\"", "\u{0}", "'", "<", ">"].into_iter().enumerate() {
        text = text.replace(numbers[at], letter).replace(names[at], letter);
    }
    text.replace('\u{0}', "&")
}

/// Returns the contents of each tag, such as `a href="errors"`.
pub(crate) fn tags(html: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap();
        tags.push(tag);
        // These elements do not contain HTML.
        rest = match tag {
            "style" | "script" => after.split_once(&format!("</{tag}>")).unwrap().1,
            _ => after,
        };
    }
    tags
}

/// Returns the values of all attributes with this name.
pub(crate) fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let start = format!(" {name}=\"");
    tags(html).into_iter().filter_map(move |tag| {
        let (_, after) = tag.split_once(&start)?;
        Some(unescaped(after.split_once('"').unwrap().0))
    })
}
