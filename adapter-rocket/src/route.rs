//! Rocket's routes: panics and wrong parameters of a route, and the error where no route is found.

use std::any::Any;
use std::collections::BTreeSet;
use std::future::{Future, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use errorbook::{Book, Error, ErrorKind, adapter, extract};
use rocket::data::Data;
use rocket::http::{Method, RawStr, Status};
use rocket::route::{Handler, Outcome, Route};
use rocket::{Request, tokio};
use serde::de::DeserializeOwned;

use crate::layer;
use crate::request_state::RequestState;

/// The route, with its panics caught and its wrong parameters named.
pub(crate) fn observe(mut route: Route) -> Route {
    let has_parameters =
        raw_segments(route.uri.origin.path().raw_segments()).any(|raw| Segment::of(raw).name().is_some());
    route.handler = Box::new(Observed { handler: route.handler, has_parameters });
    route
}

#[derive(Clone)]
struct Observed {
    handler: Box<dyn Handler>,
    has_parameters: bool,
}

impl Handler for Observed {
    // As `async_trait` has it, but a future that holds no more than it has to: an outcome is large.
    fn handle<'r, 'a, 'b, 'all>(&'a self, request: &'r Request<'b>, data: Data<'r>) -> Handled<'r, 'all>
    where
        Self: 'all,
        'r: 'all,
        'a: 'all,
        'b: 'all,
    {
        let handled =
            catch_unwind(AssertUnwindSafe(|| match self.has_parameters.then(|| Run::of(request)).flatten() {
                Some(run) => Box::pin(RUN.scope(run, self.handler.handle(request, data))),
                None => self.handler.handle(request, data),
            }));
        match handled {
            Ok(handled) => Box::pin(Caught { handled, request }),
            Err(panic) => Box::pin(ready(panicked(request, panic))),
        }
    }
}

type Handled<'r, 'all> = Pin<Box<dyn Future<Output = Outcome<'r>> + Send + 'all>>;

/// What a route does, with its panics caught.
struct Caught<'r, 'b, 'all> {
    handled: Handled<'r, 'all>,
    request: &'r Request<'b>,
}

impl<'r> Future for Caught<'r, '_, '_> {
    type Output = Outcome<'r>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome<'r>> {
        match catch_unwind(AssertUnwindSafe(|| self.handled.as_mut().poll(cx))) {
            Ok(polled) => polled,
            Err(panic) => Poll::Ready(panicked(self.request, panic)),
        }
    }
}

fn panicked<'r>(request: &'r Request<'_>, panic: Box<dyn Any + Send>) -> Outcome<'r> {
    let response = adapter::panicked(layer::book(request), &*panic);
    RequestState::of(request).leave(Status::InternalServerError, response);
    Outcome::Error(Status::InternalServerError)
}

tokio::task_local! {
    /// Context for [`read_parameter`]: Rocket passes it only the value.
    ///
    /// It is there while the route's own handler is polled, and never while another request's is.
    static RUN: Run;
}

struct Run {
    book: &'static Book,
    state: Arc<RequestState>,
    parameters: Vec<Parameter>,
    /// The number of parameters that have been read, or passed over. Rocket reads them in the order of the path.
    read: AtomicUsize,
}

struct Parameter {
    name: String,
    value: String,
    is_utf8: bool,
}

impl Run {
    /// Returns `None` for a route without parameters, which costs nothing.
    fn of(request: &Request<'_>) -> Option<Run> {
        let segments = raw_segments(request.route()?.uri.origin.path().raw_segments());
        let given = raw_segments(request.uri().path().raw_segments()).zip(request.uri().path().segments());
        let parameters = segments.zip(given).filter_map(|(segment, (raw, value))| {
            let name = Segment::of(segment).name()?.to_owned();
            Some(Parameter { name, value: value.to_owned(), is_utf8: raw.percent_decode().is_ok() })
        });
        let (book, state) = (layer::book(request), Arc::clone(RequestState::of(request)));
        let run = Run { book, state, parameters: parameters.collect(), read: AtomicUsize::new(0) };
        (!run.parameters.is_empty()).then_some(run)
    }

    /// Returns the parameter with this value. Of two parameters with the same value nobody knows which one is being read.
    fn parameter(&self, value: &str) -> Option<&Parameter> {
        let rest = self.parameters.iter().enumerate().skip(self.read.load(Ordering::Relaxed));
        let mut candidates = rest.filter(|(_, parameter)| parameter.value == value);
        let (index, parameter) = candidates.next().filter(|_| candidates.next().is_none())?;
        self.read.store(index + 1, Ordering::Relaxed);
        Some(parameter)
    }
}

/// Reads a parameter of the path by its name, and leaves its error for the catcher.
pub(crate) fn read_parameter<T: DeserializeOwned>(value: &str) -> Result<T, Error> {
    let in_route = RUN.try_with(|run| {
        let read = match run.parameter(value) {
            Some(parameter) if !parameter.is_utf8 => Err(extract::not_utf8(parameter.name.clone())),
            Some(parameter) => extract::path([(parameter.name.as_str(), value)]),
            None => nameless(value),
        };
        // This is the status with which Rocket tries the next route, and in the end calls the catcher.
        read.inspect_err(|error| run.state.leave(Status::UnprocessableEntity, error.to_response_in(run.book)))
    });
    in_route.unwrap_or_else(|_| nameless(value))
}

fn nameless<T: DeserializeOwned>(value: &str) -> Result<T, Error> {
    extract::path([("parameter", value)]).map_err(|_| ErrorKind::InvalidParameter.into())
}

/// Returns the error of a request for which Rocket has found no route to try.
///
/// Rocket has no 405: its routes tell which methods the path has.
pub(crate) fn not_found(request: &Request<'_>) -> Error {
    let routes = || request.rocket().routes().filter(|route| has_path(route, request));
    if routes().any(|route| route.method == request.method()) {
        // It has the method as well: what does not fit is the `format`, which of a body is its content type.
        let is_body = request.method().supports_payload();
        return Error::from(if is_body { ErrorKind::UnsupportedMediaType } else { ErrorKind::RouteNotFound });
    }
    let mut methods: BTreeSet<&str> = routes().map(|route| route.method.as_str()).collect();
    // Routes that answer preflights of CORS are mounted at any path, whether there is something or not.
    if methods.iter().all(|method| *method == Method::Options.as_str()) {
        return Error::from(ErrorKind::RouteNotFound);
    }
    if methods.contains(Method::Get.as_str()) {
        methods.insert(Method::Head.as_str());
    }
    let allow = methods.into_iter().collect::<Vec<_>>().join(",");
    Error::from(ErrorKind::MethodNotAllowed).with_header("allow", allow)
}

/// Whether the path is the route's, as Rocket itself compares them.
fn has_path(route: &Route, request: &Request<'_>) -> bool {
    let mut given = request.uri().path().segments();
    for segment in raw_segments(route.uri.origin.path().raw_segments()).map(Segment::of) {
        match (segment, given.next()) {
            (Segment::Rest(_), _) => return true,
            (Segment::One(_), Some(_)) => {}
            (Segment::Fixed(name), Some(given)) if name == given => {}
            _ => return false,
        }
    }
    given.is_empty()
}

/// A segment of a route's path.
enum Segment<'a> {
    Fixed(&'a str),
    One(&'a str),
    Rest(&'a str),
}

impl<'a> Segment<'a> {
    fn of(segment: &'a RawStr) -> Segment<'a> {
        let segment = segment.as_str();
        match segment.strip_prefix('<').and_then(|segment| segment.strip_suffix('>')) {
            Some(name) => name.strip_suffix("..").map_or(Segment::One(name), Segment::Rest),
            None => Segment::Fixed(segment),
        }
    }

    fn name(self) -> Option<&'a str> {
        match self {
            Segment::One(name) | Segment::Rest(name) => Some(name),
            Segment::Fixed(_) => None,
        }
    }
}

/// Rocket passes over empty segments wherever it compares paths.
fn raw_segments<'a>(segments: impl Iterator<Item = &'a RawStr>) -> impl Iterator<Item = &'a RawStr> {
    segments.filter(|segment| !segment.is_empty())
}
