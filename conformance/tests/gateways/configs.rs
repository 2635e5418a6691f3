//! The configuration files of the gateways, with a route for each situation below each mount.

use std::path::Path;

use crate::gateway::{Kind, socket, tls_socket};
use crate::upstream::Upstream;

pub(crate) fn config(kind: Kind, folder: &Path, upstream: &Upstream) -> String {
    match kind {
        Kind::Nginx => nginx(folder, upstream),
        Kind::HAProxy => haproxy(folder, upstream),
        Kind::Caddy => caddy(folder, upstream),
    }
}

/// Returns the settings that keep nginx in the foreground, and that make it log its start.
pub(crate) fn foreground(folder: &Path) -> String {
    format!("daemon off;\nmaster_process off;\npid {}/pid;\nerror_log stderr notice;", folder.display())
}

/// Returns the settings that keep nginx from using the folders of the system.
pub(crate) fn own_folders(folder: &Path) -> String {
    let line = |name: &str| format!("    {name}_temp_path {}/{name};\n", folder.display());
    "    access_log off;\n".to_owned() + &["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(line).concat()
}

fn nginx(folder: &Path, upstream: &Upstream) -> String {
    let Upstream { service, refused, full, .. } = upstream;
    let (foreground, own_folders) = (foreground(folder), own_folders(folder));
    let (folder, socket, tls) = (folder.display(), socket(folder), tls_socket(folder));
    let at = |path: &str, content: &str| format!("        location ~ ^(?:/primaerp)?/{path}$ {{ {content} }}\n");
    let routes: String = [
        ("refused", format!("proxy_pass http://{refused};")),
        ("full", format!("proxy_pass http://{full};")),
        ("none-up", "proxy_pass http://none_up;".to_owned()),
        ("no-name", "set $name nowhere.invalid; proxy_pass http://$name;".to_owned()),
        ("denied", "deny all;".to_owned()),
        ("signed-out", "return 401;".to_owned()),
        ("password", format!("auth_basic shop; auth_basic_user_file {folder}/users; proxy_pass http://{service};")),
        ("asks", format!("auth_request /asked; proxy_pass http://{service};")),
        ("limited", format!("limit_req zone=one; limit_req_status 429; proxy_pass http://{service};")),
        ("closed", "return 503;".to_owned()),
        ("gone", "return 410;".to_owned()),
        ("legal", "return 451;".to_owned()),
        ("broken", "return 500;".to_owned()),
        ("early", "return 425;".to_owned()),
        ("readable", format!("if ($request_method !~ ^(GET|HEAD)$) {{ return 405; }} proxy_pass http://{service};")),
        ("small", format!("client_max_body_size 16; proxy_pass http://{service};")),
        ("own-return", "default_type text/html; return 404 '<p>';".to_owned()),
        ("turns", "rewrite (.*) $1 last;".to_owned()),
        ("files/(.*)", format!("alias {folder}/files/$1;")),
    ]
    .iter()
    .map(|(path, content)| at(path, content))
    .collect();
    format!(
        "{foreground}
events {{ }}
http {{
{own_folders}    limit_req_zone $request_uri zone=one:64k rate=1r/m;
    upstream none_up {{ server {refused} down; }}
    include errorbook.http.conf;
    proxy_connect_timeout 1s;
    proxy_read_timeout 1s;
    client_header_timeout 1s;
    client_body_timeout 1s;
    server {{
        listen unix:{socket} default_server;
        server_name _;
        include errorbook.server.conf;
        location / {{ return 404; }}
    }}
    server {{
        listen unix:{socket};
        listen unix:{tls} ssl;
        ssl_certificate {folder}/certificate.pem;
        ssl_certificate_key {folder}/key.pem;
        server_name gateway.test;
        include errorbook.server.conf;
        if ($http_x_refused) {{ return 400; }}
        location / {{ proxy_pass http://{service}; }}
        location = /asked {{ internal; proxy_pass http://{refused}; }}
{routes}    }}
}}
",
        socket = socket.display(),
        tls = tls.display()
    )
}

fn haproxy(folder: &Path, upstream: &Upstream) -> String {
    let Upstream { service, refused, full, .. } = upstream;
    let (folder, socket, tls) = (folder.display(), socket(folder), tls_socket(folder));
    let denied: String = [
        ("denied", 403),
        ("signed-out", 401),
        ("closed", 503),
        ("gone", 410),
        ("broken", 500),
        ("early", 425),
        ("not-made", 501),
    ]
    .iter()
    .map(|(path, status)| format!("    http-request deny deny_status {status} if {{ path_end /{path} }}\n"))
    .collect();
    let backends: String = [
        ("refused", format!("server one {refused}")),
        ("full", format!("server one {full}")),
        ("none-up", format!("server one {refused} disabled")),
        ("no-name", "server one nowhere.invalid:80 init-addr none".to_owned()),
        ("service", format!("server one {service}")),
    ]
    .iter()
    .map(|(name, server)| format!("\nbackend {name}\n    {server}\n"))
    .collect();
    format!(
        "frontend web from errorbook
    bind {socket}
    bind {tls} ssl crt {folder}/both.pem
    timeout client 1s
    timeout http-request 1s
    stick-table type string len 256 size 1k expire 10m store http_req_cnt
    http-request deny deny_status 404 if !{{ hdr(host) gateway.test }}
{denied}    http-request auth realm shop if {{ path_end /password }}
    http-request deny deny_status 405 if {{ path_end /readable }} !{{ method GET HEAD }}
    http-request wait-for-body time 1s if {{ path_end /small /waits }}
    http-request deny deny_status 413 if {{ path_end /small }} {{ req.body_size gt 16 }}
    http-request track-sc0 url if {{ path_end /limited }}
    http-request deny deny_status 429 if {{ path_end /limited }} {{ sc0_http_req_cnt gt 1 }}
    http-request return status 404 content-type text/html string <p> if {{ path_end /own-return }}
    use_backend refused if {{ path_end /refused }}
    use_backend full if {{ path_end /full }}
    use_backend none-up if {{ path_end /none-up }}
    use_backend no-name if {{ path_end /no-name }}
    default_backend service

defaults
    mode http
    retries 0
    timeout connect 1s
    timeout server 1s
{backends}",
        socket = socket.display(),
        tls = tls.display()
    )
}

fn caddy(folder: &Path, upstream: &Upstream) -> String {
    let Upstream { service, refused, full, .. } = upstream;
    let (folder, socket, tls) = (folder.display(), socket(folder), tls_socket(folder));
    let at = |path: &str, content: &str| {
        format!("\t@{path} path /{path} /primaerp/{path}\n\thandle @{path} {{\n\t\t{content}\n\t}}\n")
    };
    let proxy = |to: &str| {
        format!(
            "reverse_proxy {to} {{\n\t\t\ttransport http {{\n\t\t\t\tdial_timeout 1s\n\t\t\t\tresponse_header_timeout 1s\n\t\t\t}}\n\t\t}}"
        )
    };
    let to_service = proxy(&service.to_string());
    let routes: String = [
        ("refused", proxy(&refused.to_string())),
        ("full", proxy(&full.to_string())),
        ("none-up", format!("reverse_proxy {refused} {{\n\t\t\tfail_duration 10m\n\t\t}}")),
        ("no-name", proxy("nowhere.invalid:80")),
        ("denied", "error 403".to_owned()),
        ("signed-out", "error 401".to_owned()),
        ("password", "basicauth * bcrypt shop {\n\t\t\tme $2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG\n\t\t}".to_owned()),
        ("asks", format!("forward_auth {refused} {{\n\t\t\turi /asked\n\t\t}}")),
        ("limited", "error 429".to_owned()),
        ("closed", "error 503".to_owned()),
        ("gone", "error 410".to_owned()),
        ("legal", "error 451".to_owned()),
        ("broken", "error 500".to_owned()),
        ("early", "error 425".to_owned()),
        ("not-made", "error 501".to_owned()),
        ("small", format!("@large expression `{{header.Content-Length}} != \"\" && int({{header.Content-Length}}) > 16`\n\t\terror @large 413\n\t\trequest_body {{\n\t\t\tmax_size 16\n\t\t}}\n\t\t{to_service}")),
        ("own-return", "header content-type text/html\n\t\trespond <p> 404".to_owned()),
    ]
    .iter()
    .map(|(path, content)| at(path, content))
    .collect();
    format!(
        "{{
\tadmin off
\tauto_https off
\tservers {{
\t\tmax_header_size 16KB
\t\ttimeouts {{
\t\t\tread_header 1s
\t\t\tread_body 1s
\t\t}}
\t}}
}}
import errorbook.caddy
http:// {{
\tbind unix/{socket}
\timport errorbook
\troute {{
\t@other not host gateway.test
\terror @other 404
\t@written {{
\t\tnot method GET HEAD
\t\tpath /readable /primaerp/readable
\t}}
\terror @written 405
{routes}\t@files path_regexp files ^(/primaerp)?/files(/.*)$
\thandle @files {{
\t\trewrite * {{re.files.2}}
\t\tfile_server {{
\t\t\troot {folder}/files
\t\t}}
\t}}
\thandle {{
\t\t{to_service}
\t}}
\t}}
}}
https://gateway.test {{
\tbind unix/{tls}
\ttls {folder}/certificate.pem {folder}/key.pem
\timport errorbook
\t{to_service}
}}
",
        socket = socket.display(),
        tls = tls.display()
    )
}
