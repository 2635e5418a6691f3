//! Checks the query, which selects the form of the response: WIRE.md, sections 6 and 7.

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::{Error, Policy, standard};

use crate::grammar::{decode, is_name};

/// The settings of a layer, and the names of its parameters.
struct Layer {
    policy: Policy,
    suppression: Option<&'static str>,
    jsonp: Option<&'static str>,
}

const SUPPRESSION: &str = "suppress_response_code";

const LAYERS: [Layer; 4] = [
    Layer {
        policy: Policy::new(&standard::BOOK).suppression_parameter(SUPPRESSION),
        suppression: Some(SUPPRESSION),
        jsonp: None,
    },
    Layer {
        policy: Policy::new(&standard::BOOK).suppression_parameter(SUPPRESSION).jsonp("callback"),
        suppression: Some(SUPPRESSION),
        jsonp: Some("callback"),
    },
    Layer {
        policy: Policy::new(&standard::BOOK).without_suppression().jsonp("cb"),
        suppression: None,
        jsonp: Some("cb"),
    },
    // A service may use the same name for both parameters.
    Layer {
        policy: Policy::new(&standard::BOOK).suppression_parameter("a").jsonp("a"),
        suppression: Some("a"),
        jsonp: Some("a"),
    },
];

/// The form that a query selects, according to the model.
#[derive(Debug, PartialEq)]
struct Requested {
    suppress: bool,
    /// The function name. `Some(None)` means that the parameter is not exactly one function name.
    callback: Option<Option<String>>,
}

/// Checks an input that consists of a method, a space and a query. Without a space there is no query.
pub fn check(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let (method, query) = match input.split_once(' ') {
        Some((method, query)) => (method, Some(query)),
        None => (input, None),
    };
    for layer in LAYERS {
        layer.check_response(method, query, &layer.requested(method, query));
    }
}

impl Layer {
    fn requested(&self, method: &str, query: Option<&str>) -> Requested {
        let pairs: Vec<_> = query.into_iter().flat_map(|query| query.as_bytes().split(|byte| *byte == b'&')).collect();
        let values_of = |name: Option<&str>| -> Vec<Option<Vec<u8>>> {
            let Some(name) = name else { return vec![] };
            let mut values = vec![];
            for pair in &pairs {
                let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
                if decode(&pair[..end]).is_some_and(|given| given == name.as_bytes()) {
                    values.push(decode(pair.get(end + 1..).unwrap_or_default()));
                }
            }
            values
        };
        let is_true = |value: &Vec<u8>| matches!(value.to_ascii_lowercase().as_slice(), b"true" | b"1");
        let callback = if ["GET", "HEAD"].contains(&method) { self.jsonp } else { None };
        Requested {
            suppress: values_of(self.suppression).iter().flatten().any(is_true),
            callback: match values_of(callback).as_slice() {
                [] => None,
                [Some(name)] if is_name(name) => Some(Some(String::from_utf8_lossy(name).into_owned())),
                _ => Some(None),
            },
        }
    }

    /// Checks that an error is sent in the selected form.
    fn check_response(&self, method: &str, query: Option<&str>, requested: &Requested) {
        const BODY: &str = r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#;

        let response = Error::from(standard::NOT_FOUND).to_response();
        let mut exchange = Exchange::new(&self.policy, method, query);
        exchange.note(&response);
        let sent = BufferedResponse::from(response).finish(exchange);
        let is_script = matches!(requested.callback, Some(Some(_)));
        let (status, body) = match &requested.callback {
            Some(Some(name)) => (200, format!("/**/{name}({BODY});")),
            Some(None) => {
                let parameter = self.jsonp.unwrap_or_default();
                let detail = format!("{parameter}: must be the name of a JavaScript function, given once");
                let body = format!(
                    r#"{{"type":"about:blank","title":"Bad Request","status":400,"detail":"{detail}","code":"bad_request","errors":[{{"detail":"{detail}","parameter":"{parameter}","code":"invalid"}}]}}"#
                );
                (if requested.suppress { 200 } else { 400 }, body)
            }
            None => (if requested.suppress { 200 } else { 404 }, BODY.to_owned()),
        };
        let original = if requested.callback == Some(None) { "400" } else { "404" };
        let content_type = match (is_script, status) {
            (true, _) => "text/javascript; charset=utf-8",
            (false, 200) => "application/json",
            (false, _) => "application/problem+json",
        };
        // The response to HEAD has the headers of the GET response, and no body.
        let body = if method == "HEAD" { String::new() } else { body };
        assert_eq!(String::from_utf8_lossy(&sent.body), body, "{method} {query:?}");
        assert_eq!(sent.status, status, "{method} {query:?}");
        let expected = [
            ("content-type", Some(content_type)),
            ("x-suppressed-status", (status == 200).then_some(original)),
            ("cache-control", (status == 200).then_some("no-store")),
            ("x-content-type-options", self.jsonp.map(|_| "nosniff")),
        ];
        for (name, value) in expected {
            let values: Vec<_> =
                sent.headers.iter().filter(|(given, _)| given == name).map(|(_, value)| value).collect();
            assert_eq!(values, value.iter().collect::<Vec<_>>(), "{name}: {method} {query:?}");
        }
    }
}
