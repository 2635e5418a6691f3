//! The responses of a run: how many of each kind, and everything that is wrong with them.

use std::time::{Duration, Instant};

use crate::client::{Client, ClientError, Request, Response};
use crate::envelope::enveloped;
use crate::report::chain;
use crate::rules::{secrets, status};

/// Words about the server's internals that no client may see.
const INSIDE: [&str; 10] =
    ["sqlite", "SQLITE", "postgres", "PostgreSQL", "sqlx", "pool", "database", "disk", "SELECT", "INSERT"];

/// The number of failures that a report shows. The first failures show the cause.
const SHOWN: usize = 20;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Responses with a status below 400, of 4xx, and of 5xx. For suppressed responses the status before suppression counts.
    pub(crate) succeeded: usize,
    pub(crate) refused: usize,
    pub(crate) failed: usize,
    /// Requests without a response, because the client or the end of the server cut them off.
    pub(crate) without_response: usize,
    /// The time of the slowest response.
    pub(crate) slowest: Duration,
    /// The ids of all errors that must be in the log.
    pub(crate) ids: Vec<String>,
    pub(crate) failures: Vec<String>,
}

impl Tally {
    /// Sends a request, and counts and checks the response. If there is no response, the caller decides what that means.
    pub(crate) fn send(&mut self, client: &mut Client, request: &Request) -> Result<Response, ClientError> {
        let sent = Instant::now();
        let response = client.send(request)?;
        self.slowest = self.slowest.max(sent.elapsed());
        self.count(request, &response);
        Ok(response)
    }

    /// Does the same as [`send`](Tally::send), and counts a missing response as a failure.
    pub(crate) fn response(&mut self, client: &mut Client, request: &Request) -> Option<Response> {
        match self.send(client, request) {
            Ok(response) => Some(response),
            Err(error) => {
                self.without_response += 1;
                self.failures.push(format!("{request}: {}", chain(&error)));
                None
            }
        }
    }

    /// Counts a response that is not a script, and checks the rules for every response.
    pub(crate) fn count(&mut self, request: &Request, response: &Response) {
        self.count_judged(response);
        if let Err(wrong) = enveloped(request, response, &response.body) {
            self.complain(request, response, &wrong);
        }
        let internal =
            INSIDE.into_iter().find(|inside| response.contains(inside)).map(|inside| format!("it contains `{inside}`"));
        if let Some(wrong) = internal.or_else(|| secrets(response).map(|complaint| complaint.to_string())) {
            self.complain(request, response, &wrong);
        }
    }

    /// Counts a response that the caller has checked.
    pub(crate) fn count_judged(&mut self, response: &Response) {
        match status(response) {
            ..400 => self.succeeded += 1,
            400..500 => self.refused += 1,
            500.. => self.failed += 1,
        }
        self.ids.extend(response.header("x-error-id"));
    }

    pub(crate) fn complain(&mut self, request: &Request, response: &Response, wrong: &str) {
        let body = String::from_utf8_lossy(&response.body);
        self.failures.push(format!("{request}: {wrong}; got {} {:?} {body}", response.status, response.headers));
    }

    pub(crate) fn add(&mut self, other: Tally) {
        self.succeeded += other.succeeded;
        self.refused += other.refused;
        self.failed += other.failed;
        self.without_response += other.without_response;
        self.slowest = self.slowest.max(other.slowest);
        self.ids.extend(other.ids);
        self.failures.extend(other.failures);
        self.failures.truncate(SHOWN);
    }

    pub(crate) fn responses(&self) -> usize {
        self.succeeded + self.refused + self.failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(target: &str) -> Request {
        Request { method: "GET".into(), target: target.into(), headers: vec![], body: vec![], chunked: false }
    }

    fn counted(status: u16, content_type: &'static str, body: &'static str) -> Tally {
        let headers = [("content-type".parse().unwrap(), content_type.parse().unwrap())].into_iter().collect();
        let mut tally = Tally::default();
        tally.count(&get("/ayanova/x"), &Response { status, headers, body: body.into() });
        tally
    }

    #[test]
    fn a_response_is_counted_by_its_status_and_checked() {
        let json = "application/json";
        let found = counted(200, json, r#"{"data":{}}"#);
        assert_eq!((found.succeeded, found.failures.len()), (1, 0));
        let missing = counted(404, json, r#"{"error":{"code":"2010","message":"a"}}"#);
        assert_eq!((missing.refused, missing.failures.len()), (1, 0));
        let failed = counted(503, json, r#"{"error":{"code":"2002","message":"a"}}"#);
        assert_eq!((failed.failed, failed.failures.len()), (1, 0));

        for (status, content_type, body) in [
            (500, json, r#"{"error":{"code":"2002","message":"a"}}"#),
            (503, "text/plain", r#"{"error":{"code":"2002","message":"a"}}"#),
            (503, json, r#"{"error":{"code":"2002","message":"the database is locked"}}"#),
            (503, json, r#"{"error":{"code":"2002","message":"secret-from-cause"}}"#),
            (503, json, ""),
        ] {
            assert_eq!(counted(status, content_type, body).failures.len(), 1, "{body}");
        }
    }
}
