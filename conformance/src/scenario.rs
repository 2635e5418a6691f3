//! Runs the files of cases, each against a new server.

use std::error::Error;
use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::case::{self, Case, CaseError};
use crate::client::{Client, ClientError, PATIENCE, Request, Response};
use crate::postgres::{Postgres, PostgresError};
use crate::report::{Failure, Report, chain};
use crate::rules::{Complaint, check};
use crate::server::{Server, ServerError};
use crate::variants::{self, FRAMEWORKS, Free};

/// The folder with the files of cases.
pub(crate) const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");

/// Runs every case against the depot that this program serves, and prints the number of cases.
///
/// Each file of cases gets a new server. The cases of a file are sent in their order.
///
/// # Panics
///
/// Panics once, after the last case, with all failures: a wrong response, a server that hangs or does not start or exit as it
/// should, a file that cannot be read, or a folder without cases.
pub fn run_contract(program: impl AsRef<OsStr>) {
    run_cases(program, CASES);
}

/// Runs the cases of a folder against your own service, as [`run_contract`] does for the depot.
///
/// The rules for every response also apply: see the package's README.
///
/// # Panics
///
/// Panics as [`run_contract`] does.
pub fn run_cases(program: impl AsRef<OsStr>, folder: impl AsRef<Path>) {
    let program = program.as_ref();
    passed(play_all(folder.as_ref(), || Ok(Server::start(program)?)));
}

fn passed(report: Report) {
    assert!(report.passed(), "{report}");
    #[expect(clippy::print_stdout, reason = "a test that prints how much it has tested")]
    {
        println!("{report}");
    }
}

/// Does the same as [`run_contract`], with an empty PostgreSQL database for each server.
///
/// If PostgreSQL is not installed, nothing runs, and a line on standard error says so.
///
/// # Panics
///
/// Panics as [`run_contract`] does, and if PostgreSQL does not start. With `ERRORBOOK_POSTGRES=required` it also panics if
/// PostgreSQL is not installed.
pub fn run_contract_on_postgres(program: impl AsRef<OsStr>) {
    let Some(postgres) = Postgres::for_test() else { return };
    let program = program.as_ref();
    passed(play_all(Path::new(CASES), || {
        let database = postgres.database()?;
        Ok(Server::on_database(program, OsStr::new(&database))?)
    }));
}

/// Runs every case against a service that is already running. Before each file, `fresh` resets the service to its first state.
///
/// # Panics
///
/// Panics as [`run_contract`] does, and if `fresh` fails.
pub fn run_contract_at(address: SocketAddr, mut fresh: impl FnMut() -> Result<(), Box<dyn Error>>) {
    passed(play_all(Path::new(CASES), || {
        fresh().map_err(ScenarioError::Fresh)?;
        Ok(address)
    }));
}

/// Sends every case to each of the programs, in all its forms, and prints how many responses were the same.
///
/// # Panics
///
/// Panics once, after the last case, with every response that differs from the first program's. It also panics as
/// [`run_contract`] does.
pub fn compare_servers(programs: &[impl AsRef<OsStr>]) {
    let mut report = Report::default();
    for path in files(Path::new(CASES)).unwrap_or_default() {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        report.files += 1;
        if let Err(error) = compare_file(&path, &file, programs, &mut report) {
            report.failures.push(Failure::of_file(&file, &error));
        }
    }
    assert!(report.passed(), "{report}");
    #[expect(clippy::print_stdout, reason = "a test that prints how much it has tested")]
    {
        println!("the same from {} servers: {report}", programs.len());
    }
}

fn compare_file(
    path: &Path,
    file: &str,
    programs: &[impl AsRef<OsStr>],
    report: &mut Report,
) -> Result<(), ScenarioError> {
    let cases = case::read(&std::fs::read_to_string(path)?)?;
    let servers = programs.iter().map(Server::start).collect::<Result<Vec<_>, _>>()?;
    let clients = servers.iter().map(|server| Client::new(server.address(), PATIENCE));
    let mut clients = clients.collect::<Result<Vec<_>, _>>()?;
    for case in &cases {
        let forms = [
            Some(case.request.clone()),
            case.head.then(|| variants::head(&case.request)),
            case.suppressed.then(|| variants::suppressed(&case.request)),
            variants::scripted(&case.request),
        ];
        report.cases += 1;
        for request in forms.into_iter().flatten() {
            let responses = clients.iter_mut().map(|client| client.send(&request)).collect::<Result<Vec<_>, _>>()?;
            report.requests += responses.len();
            let Some((first, others)) = responses.split_first() else { continue };
            for (other, program) in others.iter().zip(programs.iter().skip(1)) {
                let complaints = variants::check_same(first, other);
                if !complaints.is_empty() {
                    let who = format!("{request} to {}", Path::new(program.as_ref()).display());
                    report.failures.push(Failure::of_case(file, &case.name, &who, &complaints));
                }
            }
        }
    }
    drop(clients);
    for server in servers {
        server.stop()?;
    }
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ScenarioError {
    #[error("the cases cannot be read")]
    Read(#[from] std::io::Error),
    #[error(transparent)]
    Case(#[from] CaseError),
    #[error(transparent)]
    Server(#[from] ServerError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    #[error("the service cannot be reset")]
    Fresh(#[source] Box<dyn Error>),
    #[error("the server hangs or is gone, so the rest of the file was not run; its log:\n{log}")]
    Lost { log: String },
}

/// The service for the cases of a file.
trait Service {
    fn address(&self) -> SocketAddr;

    /// Returns the headers in which two responses to the same case may differ.
    fn free(&self) -> Free;

    /// Stops the service if it was started for the file, and returns its log.
    fn end(self) -> Result<String, ServerError>;
}

impl Service for Server {
    fn address(&self) -> SocketAddr {
        Server::address(self)
    }

    fn free(&self) -> Free {
        &[]
    }

    fn end(self) -> Result<String, ServerError> {
        self.stop()
    }
}

/// A service that the caller starts and stops. Its address may lead to servers on several frameworks.
impl Service for SocketAddr {
    fn address(&self) -> SocketAddr {
        *self
    }

    fn free(&self) -> Free {
        FRAMEWORKS
    }

    fn end(self) -> Result<String, ServerError> {
        Ok(String::new())
    }
}

fn play_all<S: Service>(folder: &Path, mut start: impl FnMut() -> Result<S, ScenarioError>) -> Report {
    let mut report = Report::default();
    let files = match files(folder) {
        Ok(files) => files,
        Err(error) => {
            report.failures.push(Failure::of_file(&folder.display().to_string(), &error));
            return report;
        }
    };
    for path in files {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        report.files += 1;
        if let Err(error) = play_file(&path, &file, &mut start, &mut report) {
            report.failures.push(Failure::of_file(&file, &error));
        }
    }
    report
}

/// Returns the files of cases, sorted by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, ScenarioError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}

fn play_file<S: Service>(
    path: &Path,
    file: &str,
    mut start: impl FnMut() -> Result<S, ScenarioError>,
    report: &mut Report,
) -> Result<(), ScenarioError> {
    let cases = case::read(&std::fs::read_to_string(path)?)?;
    let server = start()?;
    let mut client = Client::new(server.address(), PATIENCE)?;
    for case in &cases {
        let Played { requests, complaints, lost } = play(case, &mut client, server.free());
        report.cases += 1;
        report.requests += requests;
        if !complaints.is_empty() {
            report.failures.push(Failure::of_case(file, &case.name, &case.request.to_string(), &complaints));
        }
        if lost {
            return Err(ScenarioError::Lost { log: server.end()? });
        }
    }
    // A server may wait for its clients before it exits.
    drop(client);
    server.end()?;
    Ok(())
}

/// The result of a case.
#[derive(Debug, Default)]
struct Played {
    requests: usize,
    complaints: Vec<Complaint>,
    /// True if the server hangs or is gone. Then the next cases would only repeat the same failure.
    lost: bool,
}

impl Played {
    fn send(&mut self, request: &Request, client: &mut Client) -> Option<Response> {
        self.requests += 1;
        match client.send(request) {
            Ok(response) => Some(response),
            Err(error) => {
                self.lost |= matches!(error, ClientError::Hangs(_) | ClientError::Connect(_));
                self.complaints.push(Complaint::new("response", format!("one to {request}"), chain(&error)));
                None
            }
        }
    }
}

/// Sends a case in each of its forms.
fn play(case: &Case, client: &mut Client, free: Free) -> Played {
    let mut played = Played::default();
    let Some(plain) = played.send(&case.request, client) else { return played };
    played.complaints.extend(check(case, &plain));
    if case.head
        && let Some(head) = played.send(&variants::head(&case.request), client)
    {
        played.complaints.extend(variants::check_head(&plain, &head, free));
    }
    if case.suppressed
        && let Some(suppressed) = played.send(&variants::suppressed(&case.request), client)
    {
        played.complaints.extend(variants::check_suppressed(&plain, &suppressed, case.error, free));
    }
    if let Some(request) = variants::scripted(&case.request)
        && let Some(scripted) = played.send(&request, client)
    {
        played.complaints.extend(variants::check_scripted(&plain, &scripted, case.error, free));
    }
    played
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::time::Duration;

    use super::*;
    use crate::case::Expected;

    /// A server that sends these responses in order, each on a new connection. After the last one it sends nothing.
    fn canned(responses: &'static [&'static str]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for response in responses {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                stream.write_all(response.as_bytes()).unwrap();
            }
            // Accepts a connection and never responds.
            listener.accept().map(|(mut stream, _)| stream.read_to_end(&mut Vec::new()))
        });
        address
    }

    fn played(case: &str, responses: &'static [&'static str]) -> (Vec<String>, usize, bool) {
        let case = case::read(case).unwrap().remove(0);
        let mut client = Client::new(canned(responses), Duration::from_millis(200)).unwrap();
        let Played { requests, complaints, lost } = play(&case, &mut client, &[]);
        (complaints.iter().map(ToString::to_string).collect(), requests, lost)
    }

    const NOT_FOUND: &str = "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\n\
        x-content-type-options: nosniff\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
    const SUPPRESSED: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-suppressed-status: 404\r\n\
        x-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
    const SCRIPT: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/javascript; charset=utf-8\r\nx-suppressed-status: 404\r\n\
        x-content-type-options: nosniff\r\ncontent-disposition: attachment; filename=\"f.txt\"\r\n\
        cache-control: no-store\r\nconnection: close\r\ncontent-length: 29\r\n\r\n/**/depot.$calls[0].of_1({});";
    const CASE: &str = "case = [{ name = 'it', send = 'GET /primaerp', status = 404, response = '{}' }]";

    #[test]
    fn an_error_is_requested_plain_suppressed_and_as_a_script() {
        assert_eq!(played(CASE, &[NOT_FOUND, SUPPRESSED, SCRIPT]), (vec![], 3, false));
    }

    #[test]
    fn a_wrong_response_is_reported() {
        let (complaints, ..) = played(CASE, &[SUPPRESSED, SUPPRESSED, SUPPRESSED]);
        assert!(complaints.contains(&"status: expected 404, got 200".to_owned()), "{complaints:?}");
    }

    #[test]
    fn a_server_that_hangs_is_reported_after_the_timeout() {
        let complaint = "response: expected one to GET /primaerp, got no response within 200ms".to_owned();
        assert_eq!(played(CASE, &[]), (vec![complaint], 1, true));
    }

    fn no_server() -> Result<Server, ScenarioError> {
        Ok(Server::start("true")?)
    }

    #[test]
    fn a_missing_folder_or_one_without_cases_fails() {
        let missing = play_all(Path::new("/no/such/folder"), no_server);
        assert_eq!((missing.passed(), missing.failures.len()), (false, 1));
        let empty = play_all(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), no_server);
        assert_eq!((empty.passed(), empty.cases), (false, 0));
    }

    #[test]
    fn a_program_that_is_not_a_server_fails_every_file() {
        let report = play_all(Path::new(CASES), no_server);
        assert_eq!((report.passed(), report.cases), (false, 0));
        assert_eq!(report.failures.len(), report.files);
        let reasons: Vec<_> = report.failures.iter().flat_map(|failure| &failure.reasons).collect();
        assert!(reasons.iter().all(|reason| reason.contains("does not print its address")), "{reasons:#?}");
    }

    fn all_cases() -> Vec<(String, Case)> {
        let mut all = Vec::new();
        for path in files(Path::new(CASES)).unwrap() {
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            let cases =
                case::read(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{file}: {error}"));
            all.extend(cases.into_iter().map(|case| (file.clone(), case)));
        }
        all
    }

    #[test]
    fn every_file_of_cases_can_be_read() {
        // The real number is higher. The limit detects a folder that has lost many of its cases.
        assert!(all_cases().len() > 1_000);
    }

    #[test]
    fn every_expected_error_is_json_and_contains_its_status() {
        for (file, case) in all_cases().into_iter().filter(|(_, case)| case.error) {
            let body = match &case.body {
                Expected::Exact(body) | Expected::Start(body) => body.clone(),
                // One of the bodies that match the pattern.
                Expected::Like(pattern) => {
                    pattern.written().replace(":…", ":null").replace('…', "").replace(['⟦', '⟧'], "")
                }
            };
            let json: serde_json::Value =
                serde_json::from_str(&body).unwrap_or_else(|error| panic!("{file}: {}: {error}: {body}", case.name));
            let status = json.get("status").and_then(serde_json::Value::as_u64);
            assert!(status.is_none_or(|status| status == u64::from(case.status)), "{file}: {}: {body}", case.name);
            if let Expected::Like(pattern) = &case.body {
                assert!(pattern.matches(&body), "{file}: {}: {body}", case.name);
            }
        }
    }

    #[test]
    fn every_target_is_sent_as_written() {
        for (file, case) in all_cases() {
            let uri: hyper::Uri =
                case.request.target.parse().unwrap_or_else(|error| panic!("{file}: {case:?}: {error}"));
            assert_eq!(uri.to_string(), case.request.target, "{file}");
        }
    }
}
