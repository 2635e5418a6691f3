//! [`Mount`]: the path of a book on a server.

use std::panic::resume_unwind;
use std::sync::{PoisonError, RwLock};

use errorbook::adapter::{Exchange, is_watched};
use errorbook::{Book, ErrorResponse, Policy, header, standard};
use rocket::http::ext::IntoOwned as _;
use rocket::http::uri::Origin;
use rocket::{Build, Request, Rocket};

use crate::request_state::RequestState;

/// The path at which a book is mounted.
#[derive(Debug, Clone)]
pub(crate) struct Mount {
    pub(crate) policy: Policy,
    pub(crate) base: Origin<'static>,
    /// The number of segments of the path.
    depth: usize,
}

/// All mounts of a server. Each mount adds itself when the server ignites.
#[derive(Default)]
struct Mounts(RwLock<Vec<Mount>>);

impl Mount {
    /// # Panics
    /// Panics if `base` is not a path of static segments.
    pub(crate) fn new(policy: Policy, base: &str) -> Mount {
        match Origin::parse(base) {
            Ok(base) => {
                let base = base.into_normalized().into_owned();
                Mount { policy, depth: base.path().segments().len(), base }
            }
            Err(error) => panic!("{base:?} is not a path at which a book can be mounted: {error}"),
        }
    }

    pub(crate) fn add_to(&self, rocket: Rocket<Build>) -> Rocket<Build> {
        let rocket = if rocket.state::<Mounts>().is_some() { rocket } else { rocket.manage(Mounts::default()) };
        if let Some(Mounts(mounts)) = rocket.state() {
            mounts.write().unwrap_or_else(PoisonError::into_inner).push(self.clone());
        }
        rocket
    }

    /// Returns true if this is the longest mount path that contains the request.
    pub(crate) fn is_innermost(&self, request: &Request<'_>) -> bool {
        self.is_above(request) && innermost(request, |mount| mount.depth) == Some(self.depth)
    }

    fn is_above(&self, request: &Request<'_>) -> bool {
        // Every request is below the root, and splitting a path is slow.
        self.depth == 0 || self.base.path().segments().prefix_of(request.uri().path().segments())
    }
}

/// Returns the book for the request's errors without a code. It defaults to the standard book.
pub(crate) fn book(request: &Request<'_>) -> &'static Book {
    innermost(request, |mount| mount.policy.book()).unwrap_or(&standard::BOOK)
}

/// Adds the facts about the request to the exchange, if a layer watches.
pub(crate) fn describe(exchange: &mut Exchange, request: &Request<'_>) {
    if is_watched() {
        let method = RequestState::of(request).method.get().map_or("", |method| method.as_str());
        let route = request.route().map(|route| route.uri.path());
        let trace = request.headers().get_one(header::TRACEPARENT).map(str::as_bytes);
        exchange.describe(method, request.uri().path().as_str(), route, trace);
    }
}

/// Renders an error with the trace of the request, for the log. Rocket polls handlers where no layer can set the trace.
pub(crate) fn traced(request: &Request<'_>, render: impl FnOnce() -> ErrorResponse) -> ErrorResponse {
    if !is_watched() {
        return render();
    }
    let policy = innermost(request, |mount| mount.policy).unwrap_or(Policy::new(&standard::BOOK));
    let mut exchange = Exchange::new(&policy, "", None);
    describe(&mut exchange, request);
    exchange.run(render).unwrap_or_else(|panic| resume_unwind(panic))
}

/// Calls `look` with the longest mount path that contains the request.
fn innermost<T>(request: &Request<'_>, look: impl Fn(&Mount) -> T) -> Option<T> {
    let mounts = request.rocket().state::<Mounts>()?.0.read().unwrap_or_else(PoisonError::into_inner);
    mounts.iter().filter(|mount| mount.is_above(request)).max_by_key(|mount| mount.depth).map(look)
}
