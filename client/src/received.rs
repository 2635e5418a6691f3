//! [`Received`]: the details of a received error, put together from the head, the body and the book.

use std::time::Duration;

use errorbook::envelope::ParsedError;
use errorbook::{Book, Code, ParameterValue, Status, StatusMapping};

use crate::found::Found;
use crate::received_head::ReceivedHead;
use crate::{CodeSource, parameters, retry_delay};

/// The details of a [`ReceivedError`](crate::ReceivedError).
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) original_status: Status,
    pub(crate) book: &'static Book,
    pub(crate) code: Option<Code>,
    pub(crate) code_source: CodeSource,
    /// The parameters of the code are not among its extensions, but in `parameters`.
    pub(crate) parsed: ParsedError,
    pub(crate) is_in_envelope: bool,
    pub(crate) parameters: Vec<(&'static str, ParameterValue)>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) location: Option<String>,
    pub(crate) error_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// Puts the details together. If the body is in no envelope, `book` maps the status.
    pub(crate) fn new(head: &ReceivedHead<'_>, found: Option<Found>, book: &'static Book, body: Vec<u8>) -> Received {
        let is_in_envelope = found.is_some();
        let Found { book, code, mut parsed } = found.unwrap_or_else(|| Found::new(book, ParsedError::default()));
        let original_status = original_status(head, code, &parsed);
        let (code, code_source) = match parsed.code {
            Some(_) => (code, CodeSource::Stated),
            None => (infer(book, original_status, &mut parsed), CodeSource::Inferred),
        };
        if parsed.message.is_none() {
            parsed.message = code.map(|code| code.message().to_owned());
        }
        if let Some(text) = parsed.text.take().filter(|text| Some(text) != parsed.message.as_ref()) {
            parsed.description.get_or_insert(text);
        }
        Received {
            status: head.status,
            original_status,
            book,
            code,
            code_source,
            is_in_envelope,
            retry_after: head.retry_after.or_else(|| retry_delay::of_members(&parsed.extensions)),
            parameters: code.map(|code| parameters::take(code, &mut parsed.extensions)).unwrap_or_default(),
            parsed,
            location: head.location.map(str::to_owned),
            error_id: head.error_id.map(str::to_owned),
            body,
        }
    }
}

fn original_status(head: &ReceivedHead<'_>, code: Option<Code>, parsed: &ParsedError) -> Status {
    let sent = Status::new(head.status);
    match head.status {
        100..400 => code.map(Code::status).or(head.suppressed).or(parsed.status).or(sent).unwrap_or(Status::OK),
        // A number that is not a status says no more than a 500.
        _ => sent.unwrap_or(Status::INTERNAL_SERVER_ERROR),
    }
}

/// Returns the code that the book has for the status of an error. If it has none, its message for the status is taken.
fn infer(book: &Book, status: Status, parsed: &mut ParsedError) -> Option<Code> {
    if !status.is_error() {
        return None;
    }
    match book.for_status(status) {
        StatusMapping::Coded(code) => return Some(code),
        StatusMapping::PassThrough { message, .. } => _ = parsed.message.get_or_insert_with(|| message.to_owned()),
        _ => {}
    }
    None
}
