//! [`Recorder`]: records the responses of a service in a test.

use std::sync::{Mutex, PoisonError};

use errorbook::{ObservedResponse, Observer};

use crate::{RecordedResponse, Recording};

/// Records the responses of a layer for [`assert_documented`](crate::assert_documented).
///
/// Use it in tests only: the recorded responses stay in memory until the process ends.
///
/// ```
/// use errorbook::{Policy, primaerp};
/// use errorbook_catalog::{Recorder, assert_documented};
/// use errorbook_tower::{ErrorBook, into_http};
/// # use bytes::Bytes;
/// # use http::{Request, Response};
/// # use http_body_util::Full;
/// # use serde_json::json;
/// # use tower::{Layer as _, ServiceExt as _, service_fn};
///
/// # async fn projects(_: Request<()>) -> Result<Response<Full<Bytes>>, std::convert::Infallible> {
/// #     Ok(into_http(errorbook::Error::from(primaerp::OBJECT_NOT_FOUND).to_response()))
/// # }
/// # let document = json!({ "openapi": "3.1.0", "paths": { "/projects/{id}": { "get": { "responses": { "404": {
/// #     "content": { "application/json": { "schema": { "properties": { "code": { "const": "PE01-1101" } } } } },
/// # } } } } } });
/// let recorder = Recorder::new();
/// let policy = Policy::new(&primaerp::BOOK).observer(recorder.observer());
/// let service = ErrorBook::from(policy).layer(service_fn(projects));
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # service.oneshot(Request::get("/projects/7?top=1").body(()).unwrap()).await.unwrap();
/// # });
/// // After the requests of the test:
/// let recording = recorder.recording();
/// assert_eq!(
///     recording.to_string(),
///     "{\"method\":\"GET\",\"path\":\"/projects/7\",\"status\":404,\"book\":\"primaerp\",\"code\":\"PE01-1101\"}\n",
/// );
/// assert_documented(&document, &recording);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Recorder {
    responses: &'static Mutex<Vec<RecordedResponse>>,
}

impl Recorder {
    /// Creates an empty recorder.
    #[expect(clippy::new_without_default, reason = "each recorder leaks memory, so creation must be explicit")]
    pub fn new() -> Recorder {
        Recorder { responses: Box::leak(Box::default()) }
    }

    /// Returns the observer for the policy of the layer. Copies of a recorder share one recording.
    pub fn observer(self) -> Observer {
        Box::leak(Box::new(move |response: &ObservedResponse<'_>| self.record(response)))
    }

    /// Returns the responses that were recorded until now.
    pub fn recording(&self) -> Recording {
        self.responses.lock().unwrap_or_else(PoisonError::into_inner).clone().into()
    }

    fn record(self, response: &ObservedResponse<'_>) {
        let recorded = RecordedResponse::new(response.method, response.path, response.status);
        let recorded = match response.code {
            Some(code) => recorded.with_code(response.book.name(), code),
            None => recorded,
        };
        self.responses.lock().unwrap_or_else(PoisonError::into_inner).push(recorded);
    }
}
