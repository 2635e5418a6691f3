//! Thousands of broken requests: every error must be in the envelope of its mount, and the same on every server.

use std::ffi::OsStr;
use std::path::Path;

use fastrand::Rng;
use percent_encoding::percent_decode_str;

use crate::client::{Client, PATIENCE, Request, Response};
use crate::envelope::enveloped;
use crate::report::chain;
use crate::rules::{NOSNIFF, has_jsonp, header, secrets, status};
use crate::server::Server;
use crate::variants;

/// The number of failures that a report shows. The first failures show the cause.
const SHOWN: usize = 20;

/// Sends `count` generated requests to each of the programs, and prints the number of errors.
///
/// Each response with a status of 400 or more must be in the envelope of its mount, with a code of the mount's book and the
/// status of that code, and must be the same from all programs. This includes suppressed responses and scripts. A request
/// with a `callback` must get a script, or a wrong parameter if the callback is not a function name. The same seed generates
/// the same requests.
///
/// # Panics
///
/// Panics once, with the first failures and their requests.
pub fn run_broken_requests(programs: &[impl AsRef<OsStr>], count: usize, seed: u64) {
    let mut failures = Vec::new();
    let errors = match send_all(programs, count, seed, &mut failures) {
        Ok(errors) => errors,
        Err(error) => {
            failures.push(error);
            0
        }
    };
    let all = failures.len();
    failures.truncate(SHOWN);
    assert!(all == 0, "{all} failures in {count} broken requests from seed {seed}:\n\n{}", failures.join("\n\n"));
    assert!(errors > count / 4, "only {errors} of {count} responses were errors");
    #[expect(clippy::print_stdout, reason = "a test that prints how much it has tested")]
    {
        println!(
            "{errors} errors in {count} broken requests from seed {seed}, the same from {} servers",
            programs.len()
        );
    }
}

fn send_all(
    programs: &[impl AsRef<OsStr>],
    count: usize,
    seed: u64,
    failures: &mut Vec<String>,
) -> Result<usize, String> {
    let servers = programs.iter().map(Server::start).collect::<Result<Vec<_>, _>>().map_err(|error| chain(&error))?;
    let clients = servers.iter().map(|server| Client::new(server.address(), PATIENCE));
    let mut clients = clients.collect::<Result<Vec<_>, _>>().map_err(|error| chain(&error))?;
    let mut random = Rng::with_seed(seed);
    let mut errors = 0;
    for _ in 0..count {
        let broken = Broken::new(&mut random);
        let mut responses = Vec::new();
        for (client, program) in clients.iter_mut().zip(programs) {
            let name = Path::new(program.as_ref()).file_name().unwrap_or_default().to_string_lossy().into_owned();
            match client.send(&broken.request) {
                Ok(response) => responses.push((name, response)),
                Err(error) => failures.push(format!("{name}: {}\n  {}", broken.shown(), chain(&error))),
            }
        }
        for (name, response) in &responses {
            if let Err(wrong) = broken.judge(response) {
                failures.push(format!("{name}: {}\n  {wrong}\n  got {}", broken.shown(), shown(response)));
            }
        }
        if let Some(((first_name, first), others)) = responses.split_first() {
            errors += usize::from(status(first) >= 400);
            for (name, other) in others {
                if broken.routed_alike && !variants::check_same(first, other).is_empty() {
                    failures.push(format!(
                        "{}\n  {first_name}: {}\n  {name}: {}",
                        broken.shown(),
                        shown(first),
                        shown(other)
                    ));
                }
            }
        }
    }
    drop(clients);
    for server in servers {
        server.stop().map_err(|error| chain(&error))?;
    }
    Ok(errors)
}

fn shown(response: &Response) -> String {
    format!("{} {:?}\n    {}", response.status, response.headers, String::from_utf8_lossy(&response.body))
}

/// A request that is often broken in some way.
pub(crate) struct Broken {
    pub(crate) request: Request,
    /// True if every framework routes this path and method in the same way.
    routed_alike: bool,
}

const MOUNTS: [&str; 6] = ["/primaerp", "/primaerp", "/ayanova", "/ayanova", "/http", ""];
const METHODS: [&str; 10] = ["GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"];
const IDS: [&str; 14] =
    ["1", "2", "3", "99", "0", "-1", "x", "1.5", "9223372036854775808", "1%20", "%C3%A9", "%FF", "%2F", "null"];
const PATHS: [&str; 26] = [
    "/v1/projects",
    "/v1/projects",
    "/v1/projects/{id}",
    "/v1/projects/{id}",
    "/v1/me",
    "/api/v8/part",
    "/api/v8/part",
    "/api/v8/part/{id}",
    "/api/v8/part/{id}",
    "/api/v8/workorder",
    "/api/v8/workorder",
    "/api/v8/server-state",
    "/raise/{id}",
    "/status/{id}",
    "/status/4{id}",
    "/text/50{id}",
    "/text/4{id}",
    "/panic",
    "/private",
    "/own",
    "/teapot",
    "/echo",
    "/echo",
    "/nowhere",
    "/v1",
    "/health",
];
/// Paths that each framework routes in its own way, because of their slashes or percent-encodings.
const ODD_PATHS: [&str; 6] = ["/v1/projects/", "//v1/projects", "/v1//me", "/%65cho", "/v1/%70rojects", "/"];
const PARAMETERS: [&str; 27] = [
    "skip=1",
    "top=1",
    "top=0",
    "top=",
    "skip",
    "skip=x",
    "top=1&top=2",
    "skip=%FF",
    "t%6Fp=2",
    "top=+1",
    "suppress_response_code=true",
    "suppress_response_code=1",
    "suppress_response_code=yes",
    "%zz",
    "a=b&&=",
    "n=%00",
    "callback=show",
    "callback=show",
    "%63allback=deep.calls%5B0%5D",
    "Callback=show",
    "callback",
    "callback=",
    "callback=show&callback=show",
    "callback=hostile(1)//",
    "callback=%3Cscript%3Ehostile()%3C/script%3E",
    "callback=hostile%0D%0Ax-own:%202",
    "callback=hostile%FF",
];
/// The function names in [`PARAMETERS`], and their decoded values.
const FUNCTIONS: [(&str, &str); 2] = [("show", "show"), ("deep.calls%5B0%5D", "deep.calls[0]")];
/// A word of [`PARAMETERS`] that must not be in any response.
const HOSTILE: &str = "hostile";
const CONTENT_TYPES: [&str; 8] = [
    "application/json",
    "application/json",
    "application/json; charset=utf-8",
    "application/vnd.depot+json",
    "text/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "",
];
const TOKENS: [&str; 6] = ["Bearer demo", "bearer demo", "Bearer user", "Bearer", "Basic ZGVtbw==", "x"];
const BODIES: [&str; 12] = [
    r#"{"name":"Gamma","owner":"eva","budgetHours":1}"#,
    r#"{"version":1,"name":"Gamma","owner":"eva"}"#,
    r#"{"name":"Bolt","serial":"B-1","quantity":5}"#,
    r#"{"id":1,"concurrency":1,"name":"Fuse","serial":"F-10A","quantity":5}"#,
    r#"{"name":"Order","start":"2026-01-01T00:00:00Z","end":"2026-01-02T00:00:00Z","parts":[{"partId":1,"quantity":1}]}"#,
    r#"{"part":{"id":1,"tags":["a"]}}"#,
    r#"{"part":{"id":1,"tags":["a"],"more":true}}"#,
    r#"{"state":"ajar"}"#,
    "null",
    "[]",
    "\"text\"",
    "",
];
/// The texts that replace a part of a body.
const PIECES: [&str; 16] = [
    "null",
    "1.0",
    "-1",
    "1e999",
    "\"\"",
    "\" \"",
    "\"\\ud800\"",
    "[[]]",
    "{",
    "}",
    ",",
    "\u{feff}",
    "\0",
    "true",
    "99999999999999999999",
    "\"id\":1,\"id\":2",
];

impl Broken {
    pub(crate) fn new(random: &mut Rng) -> Broken {
        let mut pick = |from: &[&'static str]| from.get(random.usize(..from.len())).copied().unwrap_or_default();
        let mount = pick(&MOUNTS);
        let (mut method, id) = (pick(&METHODS), pick(&IDS));
        let mut path = pick(&PATHS).replace("{id}", id);
        let (odd, parameters, content_type, token, body) = (
            pick(&ODD_PATHS),
            [pick(&PARAMETERS), pick(&PARAMETERS)],
            pick(&CONTENT_TYPES),
            pick(&TOKENS),
            pick(&BODIES),
        );
        let pieces = [pick(&PIECES), pick(&PIECES)];

        // A path that only some frameworks route must not change data, because then the servers would differ.
        let routed_alike = random.u8(..10) != 0 && !id.contains("%2F");
        if !routed_alike {
            (method, path) = ("GET", odd.to_owned());
        }
        let query = match random.u8(..3) {
            0 => String::new(),
            1 => format!("?{}", parameters[0]),
            _ => format!("?{}", parameters.join("&")),
        };
        let mut headers = Vec::new();
        if random.bool() {
            headers.push(("authorization".to_owned(), token.to_owned()));
        }
        let has_body = matches!(method, "POST" | "PUT" | "PATCH");
        if has_body && !content_type.is_empty() {
            headers.push(("content-type".to_owned(), content_type.to_owned()));
        }
        let body = if has_body { broken_body(body, pieces, random) } else { Vec::new() };
        let target = format!("{mount}{path}{query}");
        let chunked = has_body && random.bool();
        Broken { request: Request { method: method.to_owned(), target, headers, body, chunked }, routed_alike }
    }

    /// Returns the functions that the response must call.
    fn callbacks(&self) -> Vec<&str> {
        let (_, query) = self.request.target.split_once('?').unwrap_or_default();
        let is_callback = |name: &str| percent_decode_str(name).decode_utf8_lossy() == "callback";
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let listens = has_jsonp(&self.request.target) && matches!(self.request.method.as_str(), "GET" | "HEAD");
        pairs.filter(|(name, _)| listens && is_callback(name)).map(|(_, value)| value).collect()
    }

    /// Checks that a script is sent only on request, and that an error is in the envelope of its mount.
    pub(crate) fn judge(&self, response: &Response) -> Result<(), String> {
        if let Some(complaint) = secrets(response) {
            return Err(complaint.to_string());
        }
        if response.contains(HOSTILE) {
            return Err("the response repeats the hostile text".to_owned());
        }
        let is_script = response.header("content-type") == ["text/javascript; charset=utf-8"];
        match self.callbacks().as_slice() {
            [] if is_script => Err("a script without a `callback`".to_owned()),
            [] => enveloped(&self.request, response, &response.body),
            [sent] => match FUNCTIONS.iter().find(|(function, _)| function == sent) {
                Some((_, called)) if is_script => self.judge_script(response, called),
                // A body that is not JSON does not change, and a redirect of a handler does not either.
                Some(_) if status(response) < 400 && response.header("content-type") != ["application/json"] => Ok(()),
                Some(_) => Err("no script".to_owned()),
                None => self.judge_refused(response),
            },
            _ => self.judge_refused(response),
        }
    }

    fn judge_script(&self, response: &Response, called: &str) -> Result<(), String> {
        for (name, value) in [NOSNIFF, ("content-disposition", Some("attachment; filename=\"f.txt\""))] {
            if let Some(complaint) = header(response, name, value) {
                return Err(complaint.to_string());
            }
        }
        if response.status != 200 {
            return Err("the status of a script is not 200".to_owned());
        }
        let script = std::str::from_utf8(&response.body).map_err(|error| error.to_string())?;
        if script.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            return Err("the script is not escaped".to_owned());
        }
        let call = script.strip_prefix("/**/").and_then(|script| script.strip_prefix(called));
        match call.and_then(|call| call.strip_prefix('(')?.strip_suffix(");")) {
            Some(json) => enveloped(&self.request, response, json.as_bytes()),
            None if self.request.method == "HEAD" && script.is_empty() => Ok(()),
            None => Err(format!("the script does not call {called}")),
        }
    }

    fn judge_refused(&self, response: &Response) -> Result<(), String> {
        let body = String::from_utf8_lossy(&response.body);
        let is_refused = body.contains(r#""code":"PE01-1105","message":"Wrong parameters","description":"callback: "#)
            || self.request.method == "HEAD";
        if status(response) != 400 || !is_refused {
            return Err("the request is not rejected".to_owned());
        }
        enveloped(&self.request, response, &response.body)
    }

    pub(crate) fn shown(&self) -> String {
        let Request { headers, body, chunked, .. } = &self.request;
        let start = body.get(..200).unwrap_or(body);
        format!(
            "{} {headers:?} chunked: {chunked}, {} bytes {:?}",
            self.request,
            body.len(),
            String::from_utf8_lossy(start)
        )
    }
}

fn broken_body(body: &str, pieces: [&str; 2], random: &mut Rng) -> Vec<u8> {
    let mut bytes = body.as_bytes().to_vec();
    match random.u8(..10) {
        0 => bytes.truncate(random.usize(..=bytes.len())),
        1 => bytes.insert(random.usize(..=bytes.len()), random.u8(..)),
        2 => bytes = "[".repeat(random.usize(1..300)).into_bytes(),
        3 => bytes.resize(random.usize(65_530..65_545), b' '),
        4..7 => {
            // Replaces a value: the text between two characters at which a value can end.
            let ends: Vec<usize> = body.match_indices([':', ',', '}', ']']).map(|(at, _)| at + 1).collect();
            for piece in pieces {
                let at = ends.get(random.usize(..ends.len().max(1))).copied().unwrap_or_default();
                let to = body.get(at..).and_then(|rest| rest.find([',', '}', ']'])).map_or(at, |length| at + length);
                bytes = body.as_bytes().to_vec();
                bytes.splice(at..to, piece.bytes());
            }
        }
        _ => {}
    }
    bytes
}
