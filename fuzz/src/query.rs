//! The query: what a request asks of its answer's form. WIRE.md, sections 6 and 7.

use errorbook::{ErrorResponse, Body, Error, Head, Policy, Status, standard};

use crate::grammar::{decode, is_name};

/// A layer's settings, with the names of the parameters that they give.
struct Layer {
    policy: Policy,
    suppression: Option<&'static str>,
    jsonp: Option<&'static str>,
}

const SUPPRESSION: &str = "suppress_response_code";

const LAYERS: [Layer; 4] = [
    Layer { policy: Policy::new(&standard::BOOK), suppression: Some(SUPPRESSION), jsonp: None },
    Layer {
        policy: Policy::new(&standard::BOOK).jsonp("callback"),
        suppression: Some(SUPPRESSION),
        jsonp: Some("callback"),
    },
    Layer { policy: Policy::new(&standard::BOOK).without_suppression().jsonp("cb"), suppression: None, jsonp: Some("cb") },
    // Nothing keeps a service from one name for both.
    Layer {
        policy: Policy::new(&standard::BOOK).suppression_parameter("a").jsonp("a"),
        suppression: Some("a"),
        jsonp: Some("a"),
    },
];

/// What the oracle makes of a query.
#[derive(Debug, PartialEq)]
struct Asked {
    suppress: bool,
    /// The name of the function; none within if it is no name, or not the only one.
    callback: Option<Option<String>>,
}

/// A method, a space and a query; without a space there is no query.
pub fn check(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else { return };
    let (method, query) = match input.split_once(' ') {
        Some((method, query)) => (method, Some(query)),
        None => (input, None),
    };
    for layer in LAYERS {
        let asked = layer.asked(method, query);
        let delivery = layer.policy.delivery(method, query);
        let callback = delivery.callback.as_ref().map(|name| name.as_ref().ok().map(ToString::to_string));
        assert_eq!(Asked { suppress: delivery.suppress, callback }, asked, "{method} {query:?}");
        layer.check_answer(method, query, &asked);
    }
}

impl Layer {
    fn asked(&self, method: &str, query: Option<&str>) -> Asked {
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
        Asked {
            suppress: values_of(self.suppression).iter().flatten().any(is_true),
            callback: match values_of(callback).as_slice() {
                [] => None,
                [Some(name)] if is_name(name) => Some(Some(String::from_utf8_lossy(name).into_owned())),
                _ => Some(None),
            },
        }
    }

    /// That an error is delivered as it was asked for.
    fn check_answer(&self, method: &str, query: Option<&str>, asked: &Asked) {
        const BODY: &str = r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#;

        let mut sent = Sent::of(&Error::from(standard::NOT_FOUND).to_response());
        let length = u64::try_from(BODY.len()).ok();
        let body = self.policy.deliver(&self.policy.delivery(method, query), true, length, &mut sent);
        let is_script = matches!(body, Body::Script(_));
        let body = match body {
            Body::Keep => BODY.to_owned(),
            Body::Replace(body) => String::from_utf8_lossy(&body).into_owned(),
            Body::Script(script) => String::from_utf8_lossy(&script.whole(BODY.as_bytes())).into_owned(),
        };
        let status = match &asked.callback {
            Some(Some(name)) => {
                assert!(is_script);
                assert_eq!(body, format!("/**/{name}({BODY});"));
                200
            }
            Some(None) => {
                let parameter = self.jsonp.unwrap_or_default();
                let what = format!("{parameter}: must be the name of a JavaScript function, given once");
                let expected = format!(
                    r#"{{"type":"about:blank","title":"Bad Request","status":400,"detail":"{what}","code":"bad_request","errors":[{{"detail":"{what}","parameter":"{parameter}","code":"invalid"}}]}}"#
                );
                assert_eq!(body, expected);
                if asked.suppress { 200 } else { 400 }
            }
            None => {
                assert_eq!(body, BODY);
                if asked.suppress { 200 } else { 404 }
            }
        };
        let was = if asked.callback == Some(None) { "400" } else { "404" };
        let content_type = match (is_script, status) {
            (true, _) => "text/javascript; charset=utf-8",
            (false, 200) => "application/json",
            (false, _) => "application/problem+json",
        };
        assert_eq!(sent.status, status);
        assert_eq!(sent.value("x-suppressed-status"), (status == 200).then_some(was));
        assert_eq!(sent.value("cache-control"), (status == 200).then_some("no-store"));
        assert_eq!(sent.value("content-type"), Some(content_type));
        assert_eq!(sent.value("x-content-type-options"), self.jsonp.map(|_| "nosniff"));
    }
}

/// The head of an answer as a layer sees it.
struct Sent {
    status: u16,
    headers: Vec<(&'static str, String)>,
}

impl Sent {
    fn of(answer: &ErrorResponse) -> Sent {
        let mut sent = Sent { status: 0, headers: vec![] };
        answer.write_head(&mut sent);
        sent
    }

    /// The value of a header that stands there once.
    fn value(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(given, _)| *given == name).map(|(_, value)| value.as_str());
        let first = values.next();
        assert_eq!(values.next(), None, "{name} is there twice");
        first
    }
}

impl Head for Sent {
    fn status(&self) -> u16 {
        self.status
    }

    fn set_status(&mut self, status: Status) {
        self.status = status.as_u16();
    }

    fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_bytes())
    }

    fn append_header(&mut self, name: &'static str, value: &str) {
        self.headers.push((name, value.to_owned()));
    }

    fn remove_header(&mut self, name: &'static str) {
        self.headers.retain(|(given, _)| *given != name);
    }
}
