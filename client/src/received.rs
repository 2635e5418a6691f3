//! [`Received`]: the details of a received error, from the status, the headers, the body and the book.

use std::time::Duration;

use errorbook::envelope::ParsedError;
use errorbook::{Book, Code, ParameterValue, Status, StatusMapping};

use crate::found::Found;
use crate::received_head::ReceivedHead;
use crate::{CodeSource, foreign, parameters, retry_delay};

/// The details of a [`ReceivedError`](crate::ReceivedError).
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) original_status: Status,
    pub(crate) book: &'static Book,
    pub(crate) code: Option<Code>,
    pub(crate) code_source: CodeSource,
    /// The parsed body. Its extensions do not contain the parameters of the code, which are in `parameters`.
    pub(crate) parsed: ParsedError,
    pub(crate) is_in_envelope: bool,
    pub(crate) parameters: Vec<(&'static str, ParameterValue)>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) location: Option<String>,
    pub(crate) error_id: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// Combines the details. If the body has no error details, the code is inferred from the status with `book`.
    pub(crate) fn new(head: &ReceivedHead<'_>, found: Option<Found>, book: &'static Book, body: Vec<u8>) -> Received {
        let is_in_envelope = found.as_ref().is_some_and(|found| found.is_in_envelope);
        let Found { book, code, mut parsed, .. } = found.unwrap_or_else(|| Found::new(book, ParsedError::default()));
        let original_status = original_status(head, code, &parsed);
        let (code, code_source) = match parsed.code {
            Some(_) => (code, CodeSource::Stated),
            None => (infer(book, original_status), CodeSource::Inferred),
        };
        let parameters = code.map(|code| parameters::take(code, &mut parsed.extensions)).unwrap_or_default();
        // With any other status, the members of the body are not names of invalid fields.
        let may_be_fields = !is_in_envelope && matches!(original_status.as_u16(), 400 | 422);
        foreign::complete(&mut parsed, may_be_fields);
        if parsed.message.is_none() {
            let message = code.map(Code::message).or_else(|| message_without_code(book, original_status, code_source));
            parsed.message = message.map(str::to_owned);
        }
        if let Some(text) = parsed.text.take().filter(|text| Some(text) != parsed.message.as_ref()) {
            parsed.description.get_or_insert(text);
        }
        if let Some(stated) = parsed.status.filter(|stated| *stated != original_status) {
            parsed.extensions.insert("status".to_owned(), stated.as_u16().into());
        }
        Received {
            status: head.status,
            original_status,
            book,
            code,
            code_source,
            is_in_envelope,
            retry_after: head.retry_after.or_else(|| retry_delay::of_members(&parsed.extensions)),
            parameters,
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
        // An invalid status is treated as a 500.
        _ => sent.unwrap_or(Status::INTERNAL_SERVER_ERROR),
    }
}

/// Returns the code of the book for the status of an error.
fn infer(book: &Book, status: Status) -> Option<Code> {
    match book.for_status(status) {
        StatusMapping::Coded(code) if status.is_error() => Some(code),
        _ => None,
    }
}

/// Returns the message of the book for the status of an error without a code.
fn message_without_code(book: &'static Book, status: Status, code_source: CodeSource) -> Option<&'static str> {
    match book.for_status(status) {
        StatusMapping::PassThrough { message, .. } if code_source == CodeSource::Inferred && status.is_error() => {
            Some(message)
        }
        _ => None,
    }
}
