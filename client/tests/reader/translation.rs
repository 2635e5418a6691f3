//! Errors of another service: the log gets all details, and the response only the details that the table allows.

use errorbook::{Error, ErrorResponse, IntoError, ayanova, primaerp, standard};
use errorbook_client::{Reader, ReceivedError, Translation};

static UPSTREAM: Translation = Translation::new(&[
    (primaerp::VALIDATION_ERROR, standard::UNPROCESSABLE_CONTENT),
    (primaerp::LIMIT_EXCEEDED, standard::SERVICE_UNAVAILABLE),
    (primaerp::RESOURCE_NOT_FOUND, standard::NOT_FOUND),
]);

/// Returns an error with secrets in all its details.
fn received(code: errorbook::Code) -> ReceivedError {
    let body = format!(
        r#"{{"status":{},"code":"{}","message":"secret message","description":"secret description","constraintViolations":[{{"entityPath":"secret","entityType":"secret","field":"secretField","constraint":"Secret","message":"secret violation"}}],"secret":"secret"}}"#,
        code.status(),
        code.id(),
    );
    let header = |name: &str| match name {
        "x-error-id" => Some("5ec7e7"),
        "location" => Some("https://secret.example"),
        "retry-after" => Some("77"),
        "set-cookie" | "www-authenticate" | "x-secret" => Some("secret"),
        _ => None,
    };
    Reader::new(&primaerp::BOOK).read(code.status().as_u16(), header, body).unwrap_err()
}

/// Returns the whole response without our own error id, which is random.
fn everything(response: &ErrorResponse) -> String {
    let headers = response.headers().filter(|(name, _)| *name != "x-error-id");
    let headers = headers.map(|(name, value)| format!("{name}: {value}\n"));
    headers.chain([String::from_utf8_lossy(response.body()).into_owned()]).collect()
}

#[test]
fn no_detail_of_a_received_error_is_passed_on_by_default() {
    fn handler() -> Result<(), Error> {
        fn call() -> Result<(), ReceivedError> {
            Err(received(primaerp::VALIDATION_ERROR))
        }
        call().map_err(IntoError::into_error)
    }
    let cases = [
        (handler().unwrap_err(), None),
        (Error::internal(received(primaerp::VALIDATION_ERROR)), None),
        (received(primaerp::ACCESS_DENIED).translate(&UPSTREAM), None),
        (received(primaerp::VALIDATION_ERROR).translate(&UPSTREAM), Some(standard::UNPROCESSABLE_CONTENT)),
        (received(primaerp::LIMIT_EXCEEDED).translate(&UPSTREAM), Some(standard::SERVICE_UNAVAILABLE)),
    ];
    for (error, code) in cases {
        assert_eq!(error.code(), code);
        for response in [error.to_response(), error.to_response_in(&ayanova::BOOK)] {
            let everything = everything(&response);
            for secret in ["secret", "Secret", "5ec7e7", "77", "PE01", "primaerp"] {
                assert!(!everything.contains(secret), "{everything}");
            }
            assert!(response.header("x-error-id").is_some());
        }
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[test]
fn allowed_details_are_passed_on() {
    let translate = |translation: Translation| received(primaerp::VALIDATION_ERROR).translate(&translation);

    let described = translate(UPSTREAM.with_description());
    assert_eq!((described.description(), described.violations().len()), (Some("secret description"), 0));
    let violated = translate(UPSTREAM.with_violations());
    assert_eq!((violated.description(), violated.violations().len()), (None, 1));
    assert_eq!(violated.to_response().header("retry-after"), None);
    let delayed = translate(UPSTREAM.with_retry_after()).to_response();
    assert_eq!(delayed.header("retry-after"), Some("77"));
    assert_eq!((delayed.header("location"), delayed.header("www-authenticate")), (None, None));
}

#[test]
fn an_inferred_code_is_not_translated() {
    let proxy = Reader::new(&primaerp::BOOK).read(404, |_: &str| None, "<html>").unwrap_err();
    assert!(proxy.is(primaerp::RESOURCE_NOT_FOUND));
    assert_eq!(proxy.translate(&UPSTREAM).code(), None);
    assert_eq!(received(primaerp::RESOURCE_NOT_FOUND).translate(&UPSTREAM).code(), Some(standard::NOT_FOUND));
}

#[cfg(feature = "tracing")]
#[test]
fn the_log_has_the_ids_of_both_services() {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).without_time().with_writer(move || writer.clone()).finish();
    let response = tracing::subscriber::with_default(subscriber, || {
        received(primaerp::VALIDATION_ERROR).translate(&UPSTREAM).to_response()
    });
    let id = response.header("x-error-id").unwrap();
    let line = format!(
        r#" WARN errorbook: an error has a private cause error_id={id} code="unprocessable_content" status=422 cause="primaerp PE01-1104 secret message: secret description [secretField: secret violation] (status 412, error id 5ec7e7)""#
    );
    assert_eq!(String::from_utf8(log.0.lock().unwrap().clone()).unwrap().trim_end(), line);
}
