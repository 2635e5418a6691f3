//! Checks the manual's page about gateways: its table shows the real outcomes, and its configurations work.

use std::path::Path;

use crate::configs::{foreground, own_folders};
use crate::exchange::exchange;
use crate::expected::{MOUNTS, SUPPRESSED, difference, expected, policy};
use crate::gateway::{Gateway, KINDS, Kind, socket};
use crate::situations::{Outcome, situations};
use crate::upstream::{OWN, Upstream};
use crate::{for_each_mount_and_query, mounts};

const MANUAL: &str = include_str!("../../../docs/gateways.md");

#[test]
fn the_table_of_the_manual_shows_the_outcome_of_every_situation() {
    let rows = situations().into_iter().map(|situation| {
        let [nginx, haproxy, caddy] = KINDS.map(|kind| situation.outcome(kind));
        format!("| {} | {nginx} | {haproxy} | {caddy} |", situation.name)
    });
    let head = ["| situation | nginx | HAProxy | Caddy |", "|---|---|---|---|"].map(str::to_owned);
    let table = head.into_iter().chain(rows).collect::<Vec<_>>().join("\n");
    let found = MANUAL.lines().filter(|line| line.starts_with('|')).collect::<Vec<_>>().join("\n");
    assert!(found == table, "the table of docs/gateways.md must be:\n{table}");
}

#[test]
fn each_gateway_responds_itself_in_at_least_25_situations() {
    for kind in KINDS {
        let is_its_own = |outcome: &Outcome| !matches!(outcome, Outcome::Passes | Outcome::Absent);
        let count = situations().iter().map(|situation| situation.outcome(kind)).filter(is_its_own).count();
        assert!(count >= 25, "{kind:?} has {count}");
    }
}

/// Returns the configuration from the manual, changed to use the test's socket and service.
fn config(kind: Kind, folder: &Path, service: std::net::SocketAddr) -> String {
    let (_, section) = MANUAL.split_once(&format!("\n## {kind:?}\n")).unwrap();
    let (_, block) = section.split_once(&format!("\n```{}\n", kind.program())).unwrap();
    let (text, _) = block.split_once("\n```\n").unwrap();
    let socket = socket(folder);
    let socket = socket.display();
    let replacements = match kind {
        Kind::Nginx => vec![
            ("events {", format!("{}\nevents {{", foreground(folder))),
            ("http {", format!("http {{\n{}", own_folders(folder))),
            ("listen 8080;", format!("listen unix:{socket};")),
        ],
        Kind::HAProxy => vec![("bind :8080", format!("bind {socket}"))],
        Kind::Caddy => vec![
            ("import errorbook.caddy", "{\n\tadmin off\n\tauto_https off\n}\nimport errorbook.caddy".to_owned()),
            (":8080 {", format!("http:// {{\n\tbind unix/{socket}")),
        ],
    };
    let text = replacements.iter().fold(text.to_owned(), |text, (of, by)| {
        assert!(text.contains(of), "the manual's configuration of {kind:?} does not contain {of:?}");
        text.replacen(of, by, 1)
    });
    assert!(text.contains("127.0.0.1:3000"), "the manual's configuration of {kind:?} has no service");
    text.replace("127.0.0.1:3000", &service.to_string()) + "\n"
}

fn check(kind: Kind) {
    let upstream = Upstream::start().unwrap();
    let down = if kind == Kind::HAProxy { 503 } else { 502 };
    let ask = |gateway: &Gateway, target: &str| {
        let request = format!("GET {target} HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\n\r\n");
        exchange(&gateway.socket(), request.as_bytes()).unwrap().unwrap()
    };
    let Some(gateway) =
        Gateway::start(kind, &mounts(), tempfile::tempdir().unwrap(), |folder| config(kind, folder, upstream.refused))
    else {
        return;
    };
    for_each_mount_and_query(|mount, query| {
        let response = ask(&gateway, &format!("{mount}/x?{query}"));
        assert_eq!(difference(&response, &expected(policy(mount), down, query), false), None);
    });
    drop(gateway);
    let gateway =
        Gateway::start(kind, &mounts(), tempfile::tempdir().unwrap(), |folder| config(kind, folder, upstream.service))
            .unwrap();
    for mount in MOUNTS {
        let own = ask(&gateway, &format!("{mount}/own?{SUPPRESSED}"));
        assert_eq!((own.status, own.header("x-own"), &own.body[..]), (502, vec!["1"], OWN.as_bytes()));
        assert_eq!(ask(&gateway, &format!("{mount}/x")).body, b"ok");
    }
}

#[test]
fn the_nginx_configuration_of_the_manual_works() {
    check(Kind::Nginx);
}

#[test]
fn the_haproxy_configuration_of_the_manual_works() {
    check(Kind::HAProxy);
}

#[test]
fn the_caddy_configuration_of_the_manual_works() {
    check(Kind::Caddy);
}

#[test]
fn the_nginx_of_the_guide_sends_the_errors_of_the_book() {
    let upstream = Upstream::start().unwrap();
    let config = |folder: &Path| {
        let replacements = [
            ("daemon off;\nerror_log stderr;\npid nginx.pid;\n", foreground(folder) + "\n"),
            ("    access_log off;\n", own_folders(folder)),
            ("listen 8080;", format!("listen unix:{};", socket(folder).display())),
            ("127.0.0.1:3000", upstream.refused.to_string()),
        ];
        let guide = include_str!("../../../examples/shop/gateway/nginx.conf");
        replacements.iter().fold(guide.to_owned(), |text, (of, by)| {
            assert!(text.contains(of), "the guide's configuration has no {of:?}");
            text.replacen(of, by, 1)
        })
    };
    let Some(gateway) = Gateway::start(Kind::Nginx, &mounts(), tempfile::tempdir().unwrap(), config) else { return };
    for mount in MOUNTS {
        let request = format!("GET {mount}/x HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\n\r\n");
        let came = exchange(&gateway.socket(), request.as_bytes()).unwrap().unwrap();
        assert_eq!(difference(&came, &expected(policy(mount), 502, ""), false), None);
    }
}
