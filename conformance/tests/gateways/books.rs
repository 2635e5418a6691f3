//! Books that a gateway's configuration could get wrong: special characters, nested mounts, an empty body.

use std::fs;
use std::path::Path;

use errorbook::{Policy, ayanova, standard};
use errorbook_catalog::Catalog;
use errorbook_catalog::export::gateway::{Mount, MountError, Mounts};

use crate::configs::{foreground, own_folders};
use crate::exchange::exchange;
use crate::expected::{difference, expected};
use crate::gateway::{Gateway, Kind, socket};
use crate::upstream::Upstream;

mod odd {
    errorbook::codes! {
        /// A book with messages that contain the special characters of gateways.
        book "odd" {
            envelope: errorbook::envelope::FLAT,
            suppression: "su.press",
            statuses: { 401: SIGNED_OUT, 502: ODD, 503: ODD },
        }

        /// A message with every special character of a gateway, its log or its shell.
        ODD = "ODD-1", 503, "it's \"5 %\" of $x ${y} {path} {$HOME} {} `z` \\{ \\\\ # ; %[path] é <&>" { retry: after 90s };
        /// Nobody is signed in.
        SIGNED_OUT = "ODD-2", 401, "Sign in";
    }
}

mod quiet {
    use errorbook::envelope::{Envelope, PROBLEM, Report};

    pub(crate) struct Quiet;

    impl Envelope for Quiet {
        fn content_type(&self) -> &'static str {
            "application/vnd.quiet+json; profile=\"it's {$HOME} ${x} 5 %\""
        }

        fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
            if report.status.as_u16() != 401 {
                PROBLEM.write(report, body);
            }
        }
    }

    errorbook::codes! {
        /// A book with a 401 without a body.
        book "quiet" { envelope: Quiet, suppression: "always_200" }

        /// Nobody is signed in.
        SIGNED_OUT = "QUIET-1", 401, "Sign in";
    }
}

const CHALLENGE: &str = r#"Bearer realm="it's 5 % of $x {y} `z` \ #""#;

const ROOT: Policy = Policy::new(&standard::BOOK);
const ODD: Policy = Policy::new(&odd::BOOK).challenge(CHALLENGE);
const DEEP: Policy = Policy::new(&ayanova::BOOK);
const QUIET: Policy = Policy::new(&quiet::BOOK);

/// The paths, each with its layer.
const PATHS: [(&str, Policy); 11] = [
    ("/x", ROOT),
    ("/", ROOT),
    ("/shopx", ROOT),
    ("/Shop/x", ROOT),
    ("/shop", ODD),
    ("/shop/", ODD),
    ("/shop/x", ODD),
    ("/shop/v1x0/deep/x", ODD),
    ("/shop/v1.0/deep", DEEP),
    ("/shop/v1.0/deep/shop/x", DEEP),
    ("/quiet/x", QUIET),
];

/// Queries that suppress the status, and similar queries that do not.
const QUERIES: [&str; 24] = [
    "",
    "suppress_response_code=true",
    "suppress_response_code=TrUe",
    "suppress_response_code=1",
    "suppress_response_code=%31",
    "suppress_response_code=t%52%75E",
    "suppress%5Fresponse%5fcode=true",
    "a=%zz&suppress_response_code=1&b",
    "suppress_response_code=false&suppress_response_code=true",
    "suppress_response_code",
    "suppress_response_code=",
    "suppress_response_code=0",
    "suppress_response_code=yes",
    "suppress_response_code=true1",
    "suppress_response_code=11",
    "suppress_response_code=tru%65%",
    "suppress_response_code=%74rue%20",
    "suppress_response_code==true",
    "Suppress_response_code=true",
    "xsuppress_response_code=true",
    "a=suppress_response_code=true",
    "a?suppress_response_code=true",
    "su.press=true&always_200=1",
    "suxpress=true&always-200=1",
];

/// Returns a mount with the longest message that a gateway accepts. Its book is known only from a file.
fn longest() -> (Mount, String) {
    let mount = |length: usize| {
        let message = "x'".repeat(length);
        let file = format!(
            r#"{{"name":"long\n}}","envelope":{{"content_type":"application/json","schema":"Flat"}},"statuses":{{"502":"L","503":"L"}},
                "codes":[{{"code":"L","status":503,"message":"{message}"}}]}}"#
        );
        let body = format!(r#"{{"error":"{message}","code":"L"}}"#);
        Mount::new("/long", &Catalog::from_json(file.as_bytes()).unwrap()).map(|mount| (mount, body))
    };
    assert!(matches!(mount(1_400), Err(MountError::BodyTooLong { .. })));
    (1..1_400).rev().find_map(|length| mount(length).ok()).unwrap()
}

fn mounts() -> Mounts {
    let mount = |path, policy: Policy| Mount::new(path, &Catalog::of(policy.book())).unwrap();
    Mounts::new([
        longest().0,
        mount("/quiet", QUIET),
        mount("/", ROOT),
        mount("/shop", ODD).challenge(CHALLENGE).unwrap(),
        mount("/shop/v1.0/deep", DEEP),
    ])
    .unwrap()
}

/// The service is down. A path that ends in `signed-out` gets a 401 from the gateway.
fn config(kind: Kind, folder: &Path, upstream: &Upstream) -> String {
    let (socket, refused) = (socket(folder), upstream.refused);
    let socket = socket.display();
    match kind {
        Kind::Nginx => format!(
            "{}
events {{ }}
http {{
{}    include errorbook.http.conf;
    server {{
        listen unix:{socket};
        include errorbook.server.conf;
        # These locations do not serve the responses to errors.
        if ($uri ~ signed-out$) {{ return 401; }}
        location / {{ proxy_pass http://{refused}; }}
    }}
}}
",
            foreground(folder),
            own_folders(folder)
        ),
        Kind::HAProxy => format!(
            "frontend web from errorbook
    bind {socket}
    timeout client 5s
    http-after-response set-header access-control-allow-origin \"*\"
    http-request deny deny_status 401 if {{ path_end /signed-out }}
    default_backend service

defaults
    mode http
    retries 0
    timeout connect 5s
    timeout server 5s

backend service
    server one {refused}
"
        ),
        Kind::Caddy => format!(
            "{{
\tadmin off
\tauto_https off
}}
import errorbook.caddy
http:// {{
\tbind unix/{socket}
\timport errorbook
\theader access-control-allow-origin *
\troute {{
\t\t@out path */signed-out
\t\terror @out 401
\t\treverse_proxy {refused}
\t}}
}}
"
        ),
    }
}

pub(crate) fn check(kind: Kind) {
    let upstream = Upstream::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let headers = "add_header access-control-allow-origin * always;\n";
    fs::write(folder.path().join("errorbook.headers.conf"), headers).unwrap();
    let config = |folder: &Path| config(kind, folder, &upstream);
    let Some(gateway) = Gateway::start(kind, &mounts(), folder, config) else { return };
    let down = if kind == Kind::HAProxy { 503 } else { 502 };
    let mut failures = Vec::new();
    for (path, policy) in PATHS {
        for (path, status) in [(path.to_owned(), down), (format!("{}/signed-out", path.trim_end_matches('/')), 401)] {
            for query in QUERIES {
                let target = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
                let request = format!("GET {target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
                let Some(response) = exchange(&gateway.socket(), request.as_bytes()).unwrap() else {
                    failures.push(format!("{target}: no response"));
                    continue;
                };
                let wrong = difference(&response, &expected(policy, status, query), false);
                failures.extend(wrong.map(|wrong| format!("{target}: {wrong}")));
                if response.header("access-control-allow-origin") != ["*"] {
                    failures.push(format!("{target}: the administrator's header is missing"));
                }
            }
        }
    }
    let response =
        exchange(&gateway.socket(), b"GET /long HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap().unwrap();
    assert_eq!((response.status, String::from_utf8_lossy(&response.body)), (503, longest().1.into()));
    assert!(failures.is_empty(), "{kind:?}:\n  {}", failures.join("\n  "));
}
