//! [`Templates`]: finds the operation of a request by its path template.

use std::cmp::Ordering;

use crate::CatalogOperation;

/// The operations with their templates, the most concrete template first.
pub(super) struct Templates<'a>(Vec<(Template, &'a CatalogOperation)>);

/// The segments of a path.
type Template = Vec<Segment>;

/// A segment of a template: the texts before, between and after its parameters. A segment with one text has no parameter.
type Segment = Vec<String>;

impl<'a> Templates<'a> {
    pub(super) fn new(operations: &'a [CatalogOperation]) -> Templates<'a> {
        let mut templates: Vec<(Template, &CatalogOperation)> =
            operations.iter().map(|operation| (template(&operation.path), operation)).collect();
        templates.sort_by(|(a, _), (b, _)| by_concreteness(a, b));
        Templates(templates)
    }

    /// Returns the operation of a request. A `HEAD` request falls back to the `GET` operation.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<&'a CatalogOperation> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let segments: Vec<&str> = path.split('/').collect();
        let mut matching = self.0.iter().filter(|(template, _)| matches(template, &segments)).peekable();
        // The template decides before the method. A less concrete template never gets the request.
        let (best, _) = matching.peek()?;
        let same: Vec<&CatalogOperation> = matching
            .take_while(|(template, _)| by_concreteness(template, best) == Ordering::Equal)
            .map(|(_, operation)| *operation)
            .collect();
        let of = |method: &str| same.iter().find(|operation| operation.method == method).copied();
        of(method).or_else(|| (method == "HEAD").then(|| of("GET")).flatten())
    }
}

fn template(path: &str) -> Template {
    path.split('/').map(texts).collect()
}

/// Splits `{a}-{b}.json` into the texts around its parameters.
fn texts(segment: &str) -> Segment {
    let mut texts = Vec::new();
    let mut rest = segment;
    while let Some((before, (_, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        texts.push(before.to_owned());
        rest = after;
    }
    texts.push(rest.to_owned());
    texts
}

fn matches(template: &[Segment], path: &[&str]) -> bool {
    template.len() == path.len() && template.iter().zip(path).all(|(texts, segment)| segment_matches(texts, segment))
}

/// Returns true if the segment contains the texts in this order, with at least one character for each parameter.
fn segment_matches(texts: &[String], segment: &str) -> bool {
    match texts {
        [] => segment.is_empty(),
        [text] => text == segment,
        [first, rest @ ..] => segment.strip_prefix(first.as_str()).is_some_and(|after| {
            // Try every position where the parameter can end.
            after
                .char_indices()
                .skip(1)
                .map(|(at, _)| at)
                .chain((!after.is_empty()).then_some(after.len()))
                .any(|at| after.get(at..).is_some_and(|after| segment_matches(rest, after)))
        }),
    }
}

/// Orders templates by the first different segment: first a text, then a text with a parameter, then a single parameter.
fn by_concreteness(a: &[Segment], b: &[Segment]) -> Ordering {
    let rank = |texts: &Segment| match texts.as_slice() {
        [_] => 0_u8,
        texts if texts.iter().any(|text| !text.is_empty()) => 1,
        _ => 2,
    };
    a.iter().map(rank).cmp(b.iter().map(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_concrete_template_gets_the_request() {
        let operations: Vec<CatalogOperation> = [
            ("GET", "/"),
            ("GET", "/parts"),
            ("GET", "/parts/{id}"),
            ("DELETE", "/parts/{id}"),
            ("GET", "/parts/new"),
            ("GET", "/parts/{id}.json"),
            ("GET", "/parts/{a}-{b}"),
            ("GET", "/{shop}/parts"),
            ("GET", "/parts/{id}/of/{shop}"),
            ("HEAD", "/parts"),
        ]
        .map(|(method, path)| CatalogOperation::new(method, path))
        .into();
        let templates = Templates::new(&operations);
        let cases = [
            ("GET", "/", Some("GET /")),
            ("GET", "/parts", Some("GET /parts")),
            ("GET", "/parts?x=/a", Some("GET /parts")),
            ("HEAD", "/parts", Some("HEAD /parts")),
            ("GET", "/parts/7", Some("GET /parts/{id}")),
            ("HEAD", "/parts/7", Some("GET /parts/{id}")),
            ("DELETE", "/parts/7", Some("DELETE /parts/{id}")),
            ("POST", "/parts/7", None),
            ("GET", "/parts/new", Some("GET /parts/new")),
            ("DELETE", "/parts/new", None),
            ("GET", "/parts/7.json", Some("GET /parts/{id}.json")),
            ("GET", "/parts/.json", Some("GET /parts/{id}")),
            ("GET", "/parts/a%2Fb", Some("GET /parts/{id}")),
            ("GET", "/parts/", None),
            ("GET", "/parts/7/of/8", Some("GET /parts/{id}/of/{shop}")),
            ("GET", "/a/parts", Some("GET /{shop}/parts")),
            ("GET", "/parts/7/", None),
            ("GET", "", None),
            ("get", "/parts", None),
        ];
        for (method, path, expected) in cases {
            let found = templates.find(method, path).map(ToString::to_string);
            assert_eq!(found.as_deref(), expected, "{method} {path}");
        }
        let parts = Templates::new(&operations[6..7]);
        for (path, is_one) in [
            ("/parts/a-b", true),
            ("/parts/a-b-c", true),
            ("/parts/-b", false),
            ("/parts/é-ß", true),
            ("/parts/a-", false),
        ] {
            assert_eq!(parts.find("GET", path).is_some(), is_one, "{path}");
        }
    }
}
