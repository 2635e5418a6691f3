//! [`Format`]: the three formats of a page. The query or the header `accept` selects one.

use errorbook::{Error, media_type};
use mediatype::{MediaType, MediaTypeList};

use crate::query::parameter;

/// The format of a page. If a client accepts several equally, the earlier variant takes precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Html,
    Json,
    Markdown,
}

impl Format {
    pub(crate) const ALL: [Format; 3] = [Format::Html, Format::Json, Format::Markdown];

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Format::Html => "text/html; charset=utf-8",
            Format::Json => media_type::JSON,
            Format::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// Returns the file name extension.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Json => "json",
            Format::Markdown => "md",
        }
    }

    /// Returns the format that the query parameter `format` names. Returns `None` if the parameter is unset.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`](errorbook::ErrorKind::InvalidParameter)
    pub(crate) fn requested(query: Option<&str>) -> Result<Option<Format>, Error> {
        match parameter(query.unwrap_or_default(), "format")?.as_deref() {
            None => Ok(None),
            Some("html") => Ok(Some(Format::Html)),
            Some("json") => Ok(Some(Format::Json)),
            Some("markdown") => Ok(Some(Format::Markdown)),
            Some(_) => Err(Error::invalid_parameter("format", "expected one of html, json, markdown")),
        }
    }

    /// Returns the format with the highest weight in the values of `accept` (RFC 9110, section 12.5.1). Malformed elements
    /// are ignored. Returns `None` if the client accepts none of the formats.
    pub(crate) fn choose<'h>(values: impl IntoIterator<Item = &'h [u8]>) -> Option<Format> {
        let values: Vec<_> = values.into_iter().map(String::from_utf8_lossy).collect();
        let ranges: Vec<Range<'_>> = values
            .iter()
            .flat_map(|value| MediaTypeList::new(value))
            .filter_map(|element| Range::of(element.ok()?))
            .collect();
        if ranges.is_empty() {
            return Some(Format::Html);
        }
        let rated = Format::ALL.map(|format| {
            let most_specific = ranges.iter().filter_map(|range| Some((range.precision(format)?, range.quality))).max();
            (format, most_specific.map_or(0, |(_, quality)| quality))
        });
        // `max_by_key` returns the last maximum, and we need the first: therefore the order is reversed.
        rated
            .into_iter()
            .rev()
            .filter(|(_, quality)| *quality > 0)
            .max_by_key(|(_, quality)| *quality)
            .map(|(format, _)| format)
    }

    fn type_and_subtype(self) -> (&'static str, &'static str) {
        match self {
            Format::Html => ("text", "html"),
            Format::Json => ("application", "json"),
            Format::Markdown => ("text", "markdown"),
        }
    }
}

/// One element of `accept`.
struct Range<'a> {
    range: MediaType<'a>,
    /// The weight in thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    fn of(range: MediaType<'a>) -> Option<Range<'a>> {
        let quality =
            range.params.iter().find(|(name, _)| *name == "q").map_or(Some(1_000), |(_, q)| thousandths(q.as_str()))?;
        Some(Range { range, quality })
    }

    /// Returns the precision of the range: first by its type, then by its number of parameters. Returns `None` if the range
    /// does not include the format.
    fn precision(&self, format: Format) -> Option<(u8, usize)> {
        let (r#type, subtype) = format.type_and_subtype();
        let types = match (self.range.ty.as_str(), self.range.subty.as_str(), self.range.suffix) {
            ("*", "*", None) => 0,
            (given, "*", None) if given.eq_ignore_ascii_case(r#type) => 1,
            (given, sub, None) if given.eq_ignore_ascii_case(r#type) && sub.eq_ignore_ascii_case(subtype) => 2,
            _ => return None,
        };
        // Parameters after `q` do not belong to the media type. The only parameter that the pages send is `charset`.
        let mut parameters = self.range.params.iter().take_while(|(name, _)| *name != "q");
        let count = parameters.clone().count();
        parameters
            .all(|(name, value)| *name == "charset" && value.unquoted_str().eq_ignore_ascii_case("utf-8"))
            .then_some((types, count))
    }
}

/// Reads a weight: 0 to 1, with at most three digits after the point (RFC 9110, section 12.4.2).
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, fraction) = quality.split_once('.').unwrap_or((quality, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_best_accepted_format_is_chosen() {
        const HTML: Option<Format> = Some(Format::Html);
        const JSON: Option<Format> = Some(Format::Json);
        const MARKDOWN: Option<Format> = Some(Format::Markdown);

        let cases: [(&[&str], Option<Format>); 50] = [
            (&[], HTML),
            (&[""], HTML),
            (&["*/*"], HTML),
            (&["text/html"], HTML),
            (&["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], HTML),
            (&["application/json"], JSON),
            (&["Application/JSON"], JSON),
            (&["application/*"], JSON),
            (&["application/json, text/plain, */*"], HTML),
            (&["application/json;charset=utf-8"], JSON),
            (&["application/json; charset=\"UTF-8\""], JSON),
            (&["application/json;charset=iso-8859-1"], None),
            (&["application/json;version=1"], None),
            (&["text/markdown"], MARKDOWN),
            (&["text/*"], HTML),
            (&["text/*, text/html;q=0"], MARKDOWN),
            (&["text/html;q=0, */*"], JSON),
            (&["text/html;q=0.1, text/markdown;q=0.2"], MARKDOWN),
            (&["text/markdown, application/json"], JSON),
            (&["text/markdown, application/json;q=0.999"], MARKDOWN),
            (&["text/markdown", "application/json;q=0.5"], MARKDOWN),
            (&["*/*;q=0.1, application/json;q=0.2"], JSON),
            (&["*/*, text/html;q=0.5"], JSON),
            (&["*/*, text/*;q=0.5"], JSON),
            (&["text/html;q=0.9;ext=1, application/json;q=0.8"], HTML),
            (&["text/html;level=1, application/json;q=0.1"], JSON),
            (&["text/html;charset=utf-8;q=0.1, text/html, application/json;q=0.5"], JSON),
            (&["text/html;q=0"], None),
            (&["*/*;q=0"], None),
            (&["*/*;q=0.000"], None),
            (&["image/png"], None),
            (&["application/problem+json"], None),
            (&["application/*+json"], None),
            (&["*/json"], None),
            (&["application/json;Q=1.000"], JSON),
            (&["application/json;q=1."], JSON),
            (&["application/json;q=0."], None),
            // Malformed elements are ignored. A header with only malformed elements counts as absent.
            (&["application/json;q=2"], HTML),
            (&["application/json;q=1.001"], HTML),
            (&["application/json;q=0.1234"], HTML),
            (&["application/json;q=-1"], HTML),
            (&["application/json;q="], HTML),
            (&["application/json;q"], HTML),
            (&["json"], HTML),
            (&["application/"], HTML),
            (&[",,;"], HTML),
            (&["json, text/markdown"], MARKDOWN),
            (&["application/json;q=x, image/png"], None),
            (&["a/b;c=\",application/json\""], None),
            (&[" text/markdown ; q=1 "], MARKDOWN),
        ];
        for (values, expected) in cases {
            assert_eq!(Format::choose(values.iter().map(|value| value.as_bytes())), expected, "{values:?}");
        }
    }

    #[test]
    fn the_query_can_name_the_format() {
        for (query, expected) in [
            (None, None),
            (Some("q=json"), None),
            (Some("format=json"), Some(Format::Json)),
            (Some("q=a&format=markdown"), Some(Format::Markdown)),
            (Some("format=ht%6Dl"), Some(Format::Html)),
        ] {
            assert_eq!(Format::requested(query).unwrap(), expected, "{query:?}");
        }
        for (query, description) in [
            ("format=", "format: expected one of html, json, markdown"),
            ("format=JSON", "format: expected one of html, json, markdown"),
            ("format=json&format=json", "format: occurs twice"),
        ] {
            assert_eq!(Format::requested(Some(query)).unwrap_err().description(), Some(description), "{query}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(value in any::<Vec<u8>>()) {
            let _ = Format::choose([value.as_slice()]);
        }

        #[test]
        fn json_is_accepted_after_any_other_elements(
            pieces in proptest::collection::vec("text/|image/|\\*|/|;|q=|0|1|\\.|5|html|png|charset=|utf-8|\"|\\\\|\\+json| |\u{fffd}", 0..12)
        ) {
            let value = pieces.concat().replace('"', "");
            let chosen = Format::choose([format!("{value},application/json").as_bytes()]);
            prop_assert!(chosen.is_some(), "{value:?}");
        }

        #[test]
        fn the_higher_weight_wins(html in 0_u16..=1_000, json in 0_u16..=1_000, markdown in 0_u16..=1_000) {
            let weight = |weight: u16| format!("{}.{:03}", weight / 1_000, weight % 1_000);
            let value = format!(
                "text/markdown;q={}, application/json;q={}, text/html;q={}", weight(markdown), weight(json), weight(html),
            );
            let best = html.max(json).max(markdown);
            let expected = [(Format::Html, html), (Format::Json, json), (Format::Markdown, markdown)]
                .into_iter()
                .find(|(_, weight)| *weight == best && best > 0)
                .map(|(format, _)| format);
            prop_assert_eq!(Format::choose([value.as_bytes()]), expected);
        }
    }
}
