//! [`observe`]: catches the panics of a route and names its wrong parameters.

use std::any::Any;
use std::cell::Cell;
use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use errorbook::{Book, Error, ErrorKind, adapter, extract};
use rocket::Request;
use rocket::data::Data;
use rocket::http::Status;
use rocket::route::{Handler, Outcome, Route};
use serde::de::DeserializeOwned;

use crate::request_state::RequestState;
use crate::{mount, path};

/// Returns the route with its panics caught and its wrong parameters named.
pub(crate) fn observe(mut route: Route) -> Route {
    // The base of a mount never has parameters.
    let has_parameters = path::has_parameters(&route);
    route.handler = Box::new(Observed { handler: route.handler, has_parameters });
    route
}

#[derive(Clone)]
struct Observed {
    handler: Box<dyn Handler>,
    has_parameters: bool,
}

impl Handler for Observed {
    // This is what `async_trait` would write, but the data of the request is moved once less.
    fn handle<'r, 'a, 'b, 'all>(
        &'a self,
        request: &'r Request<'b>,
        data: Data<'r>,
    ) -> Pin<Box<dyn Future<Output = Outcome<'r>> + Send + 'all>>
    where
        Self: 'all,
        'r: 'all,
        'b: 'all,
        'a: 'all,
    {
        match catch_unwind(AssertUnwindSafe(|| self.handler.handle(request, data))) {
            Ok(handling) => {
                let parameters = self.has_parameters.then(|| Parameters::of(request));
                Box::pin(Handling { handling, request, parameters })
            }
            Err(panic) => Box::pin(ready(panicked(request, &*panic))),
        }
    }
}

struct Handling<'r, 'b, 'all> {
    handling: Pin<Box<dyn Future<Output = Outcome<'r>> + Send + 'all>>,
    request: &'r Request<'b>,
    parameters: Option<Parameters>,
}

impl<'r> Future for Handling<'r, '_, '_> {
    type Output = Outcome<'r>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome<'r>> {
        PARAMETERS.set(self.parameters.take());
        let polled = catch_unwind(AssertUnwindSafe(|| self.handling.as_mut().poll(cx)));
        self.parameters = PARAMETERS.take();
        polled.unwrap_or_else(|panic| Poll::Ready(panicked(self.request, &*panic)))
    }
}

fn panicked<'r>(request: &'r Request<'_>, panic: &(dyn Any + Send)) -> Outcome<'r> {
    let response = mount::traced(request, || adapter::panicked(mount::book(request), panic));
    RequestState::of(request).leave(Status::InternalServerError, response);
    Outcome::Error(Status::InternalServerError)
}

thread_local! {
    /// The parameters of the route that is being polled. Rocket passes only the value to the extractor of a parameter.
    static PARAMETERS: Cell<Option<Parameters>> = const { Cell::new(None) };
}

/// The names and values of a route's parameters, and the place for the error of one of them.
struct Parameters {
    parameters: Vec<(String, String)>,
    book: &'static Book,
    state: Arc<RequestState>,
}

impl Parameters {
    fn of(request: &Request<'_>) -> Parameters {
        let (book, state) = (mount::book(request), Arc::clone(RequestState::of(request)));
        Parameters { parameters: path::parameters(request).collect(), book, state }
    }

    /// Returns the name of the parameter with this value. If two have the same value, the name is unknown.
    fn name(&self, value: &str) -> Option<&str> {
        let mut names = self.parameters.iter().filter(|(_, given)| given == value).map(|(name, _)| name.as_str());
        names.next().filter(|_| names.next().is_none())
    }
}

/// Reads a parameter of the path by its name, and keeps its error for the catcher.
pub(crate) fn read_parameter<T: DeserializeOwned>(value: &str) -> Result<T, Error> {
    let route = PARAMETERS.take();
    let read = match route.as_ref().and_then(|route| route.name(value)) {
        Some(name) => extract::path([(name, value)]),
        None => extract::path([("", value)]).map_err(|_| ErrorKind::InvalidParameter.into()),
    };
    if let (Err(error), Some(Parameters { book, state, .. })) = (&read, &route) {
        // With this status Rocket tries the next route. If no route fits, it calls the catcher.
        state.leave(Status::UnprocessableEntity, error.to_response_in(book));
    }
    PARAMETERS.set(route);
    read
}
