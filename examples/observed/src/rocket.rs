//! Rocket: calls the observer in the span of the request.

use errorbook_rocket::Mounted;
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::Header;
use rocket::{Build, Data, Request, Response, Rocket, async_trait};
use tracing::{Instrument as _, Span};

use observed::opentelemetry::traceparent;

/// A mount that calls its observer in the span of the request, and adds the trace of the request to the log. Rocket has no
/// middleware that runs around a request.
#[derive(Debug)]
pub struct Traced {
    mounted: Mounted,
    open: fn(&Request<'_>) -> Span,
}

impl Traced {
    /// Returns the mount. `open` opens the span of a request.
    pub fn new(mounted: Mounted, open: fn(&Request<'_>) -> Span) -> Traced {
        Traced { mounted, open }
    }
}

#[async_trait]
impl Fairing for Traced {
    fn info(&self) -> Info {
        Info { name: "traced", kind: Kind::Ignite | Kind::Request | Kind::Response }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        self.mounted.on_ignite(rocket).await
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        let span = (self.open)(request);
        if let Some(traceparent) = traceparent(&span) {
            request.replace_header(Header::new("traceparent", traceparent));
        }
        self.mounted.on_request(request, data).await;
        request.local_cache(|| span);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let span = request.local_cache(Span::none).clone();
        self.mounted.on_response(request, response).instrument(span).await;
    }
}
