//! [`ErrorBook`]: the fairing that sees every request and every response of a mount.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{PoisonError, RwLock};

use errorbook::adapter::Exchange;
use errorbook::{Book, Policy};
use rocket::catcher::{self, Catcher};
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::Status;
use rocket::http::ext::IntoOwned as _;
use rocket::http::uri::Origin;
use rocket::route::Route;
use rocket::{Build, Request, Response, Rocket};

use crate::request_state::RequestState;
use crate::response::{self, RocketResponse};
use crate::{path, route};

/// The book of a mount: it puts every error below a path into its envelope, and suppresses statuses on request.
///
/// It becomes a fairing with [`ErrorBook::mount`]. Then Rocket's own errors (no such route, a method that the path does not
/// serve, a guard that fails) and panics are the book's, too. A server has one for each of its books, attached in any order. The
/// longest matching mount path wins. Paths are compared by whole segments.
///
/// ```
/// use errorbook::{ayanova, standard};
/// use errorbook_rocket::ErrorBook;
/// use rocket::local::blocking::Client;
/// use rocket::routes;
///
/// let rocket = rocket::build()
///     .attach(ErrorBook::new(&standard::BOOK).mount("/", routes![]))
///     .attach(ErrorBook::new(&ayanova::BOOK).mount("/api", routes![]));
///
/// let client = Client::untracked(rocket).unwrap();
/// let ask = |path: &'static str| client.get(path).dispatch().into_string();
/// assert_eq!(ask("/api/x").as_deref(), Some(r#"{"error":{"code":"2010","message":"Object not found"}}"#));
/// assert_eq!(
///     ask("/apix").as_deref(),
///     Some(r#"{"type":"about:blank","title":"Not Found","status":404,"code":"not_found"}"#),
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ErrorBook {
    policy: Policy,
}

impl ErrorBook {
    /// Returns a layer with the default [`Policy`] for this book.
    pub const fn new(book: &'static Book) -> ErrorBook {
        ErrorBook { policy: Policy::new(book) }
    }

    /// Mounts the routes, as [`Rocket::mount`] does, with the book for everything below the path.
    ///
    /// Routes that are mounted below it in another way have the book as well. But their errors do not name a wrong
    /// [`Path`](crate::Path), and the text of a panic is not logged under its id.
    ///
    /// ```
    /// use errorbook::standard;
    /// use errorbook_rocket::ErrorBook;
    /// use rocket::local::blocking::Client;
    /// use rocket::{get, routes};
    ///
    /// #[get("/health")]
    /// fn health() -> &'static str {
    ///     "fine"
    /// }
    ///
    /// let rocket = rocket::build().attach(ErrorBook::new(&standard::BOOK).mount("/api", routes![health]));
    ///
    /// let client = Client::untracked(rocket).unwrap();
    /// assert_eq!(client.get("/api/health").dispatch().into_string().as_deref(), Some("fine"));
    /// assert_eq!(client.post("/api/health").dispatch().headers().get_one("allow"), Some("GET,HEAD"));
    /// ```
    ///
    /// # Panics
    /// If `base` is not a path of static segments.
    pub fn mount(self, base: &str, routes: impl Into<Vec<Route>>) -> Mounted {
        match Origin::parse(base) {
            Ok(base) => {
                let routes = routes.into().into_iter().map(route::observe).collect();
                let base = base.into_normalized().into_owned();
                Mounted { policy: self.policy, depth: base.path().segments().len(), base, routes }
            }
            Err(error) => panic!("{base:?} is not a path at which a book can be mounted: {error}"),
        }
    }
}

impl From<Policy> for ErrorBook {
    fn from(policy: Policy) -> ErrorBook {
        ErrorBook { policy }
    }
}

/// An [`ErrorBook`] with its path and its routes: a fairing, to be [attached](Rocket::attach).
#[derive(Debug, Clone)]
pub struct Mounted {
    policy: Policy,
    base: Origin<'static>,
    /// The number of segments of the path.
    depth: usize,
    routes: Vec<Route>,
}

#[rocket::async_trait]
impl Fairing for Mounted {
    fn info(&self) -> Info {
        Info { name: "errorbook", kind: Kind::Ignite | Kind::Response }
    }

    async fn on_ignite(&self, mut rocket: Rocket<Build>) -> fairing::Result {
        if rocket.state::<Mounts>().is_none() {
            rocket = rocket.manage(Mounts::default());
        }
        if let Some(mounts) = rocket.state::<Mounts>() {
            mounts.add(self.base.clone(), self.depth, self.policy);
        }
        let catcher = Catcher::new(None, StatusCatcher(self.policy));
        Ok(rocket.mount(self.base.clone(), self.routes.clone()).register(self.base.clone(), vec![catcher]))
    }

    // As `async_trait` has it, but a response that passes through needs no boxed future.
    fn on_response<'r, 'a, 'b, 'c, 'all>(
        &'a self,
        request: &'r Request<'b>,
        response: &'c mut Response<'r>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'all>>
    where
        Self: 'all,
        'r: 'all,
        'a: 'all,
        'b: 'all,
        'c: 'all,
    {
        let exchange = Exchange::new(self.policy, request.method().as_str(), query(request));
        if exchange.passes_through(response.status().code) || !self.is_innermost(request) {
            return Box::pin(ready(()));
        }
        Box::pin(finish(exchange, request, response))
    }
}

impl Mounted {
    fn is_innermost(&self, request: &Request<'_>) -> bool {
        is_below(&self.base, self.depth, request) && Mounts::of(request).is_some_and(|mount| mount.depth == self.depth)
    }
}

async fn finish(mut exchange: Exchange, request: &Request<'_>, response: &mut Response<'_>) {
    let (state, status) = (RequestState::of(request), response.status());
    // A catcher of the service's own was called instead of the mount's. The log has what has happened under the id of the
    // response that was left: nothing that this catcher says of a 5xx is sent.
    if status.code >= 500 {
        if let Some(error) = state.take(status) {
            response::replace(response, error);
        }
    }
    state.tell(&mut exchange);
    exchange.finish(RocketResponse::of(response).await).await;
}

/// The catcher of a mount. Rocket tells it only a status.
#[derive(Clone)]
struct StatusCatcher(Policy);

#[rocket::async_trait]
impl catcher::Handler for StatusCatcher {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        let StatusCatcher(policy) = self;
        let mut response = Response::build().status(status).finalize();
        let error = RequestState::of(request).take(status).or_else(|| {
            let is_unrouted = status == Status::NotFound && request.route().is_none();
            is_unrouted.then(|| path::not_found(request).to_response_in(policy.book()))
        });
        if let Some(error) = error {
            response::replace(&mut response, error);
        }
        // For a request that Rocket cannot read (an unknown method, which it takes for a GET) this is the end: fairings do not
        // see the response. For all others they do, and make it a script if the request asks for one.
        let exchange = Exchange::new(*policy, "", query(request));
        exchange.finish(RocketResponse::of(&mut response).await).await;
        Ok(response)
    }
}

fn query<'r>(request: &'r Request<'_>) -> Option<&'r str> {
    request.uri().query().map(|query| query.as_str())
}

/// Returns the book that gives the request's errors their codes. It defaults to the standard book.
pub(crate) fn book(request: &Request<'_>) -> &'static Book {
    Mounts::of(request).map_or(&errorbook::standard::BOOK, |mount| mount.book)
}

/// All mounts of a server. Each adds itself when the server ignites.
#[derive(Default)]
struct Mounts(RwLock<Vec<(Origin<'static>, usize, Policy)>>);

/// The book of a mount, and its path.
struct Mount {
    book: &'static Book,
    /// The number of segments of its path.
    depth: usize,
}

impl Mounts {
    fn add(&self, base: Origin<'static>, depth: usize, policy: Policy) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push((base, depth, policy));
    }

    /// Returns the longest mount that the request is below.
    fn of(request: &Request<'_>) -> Option<Mount> {
        let mounts = request.rocket().state::<Mounts>()?.0.read().unwrap_or_else(PoisonError::into_inner);
        let below = mounts.iter().filter(|(base, depth, _)| is_below(base, *depth, request));
        below.map(|(_, depth, policy)| Mount { book: policy.book(), depth: *depth }).max_by_key(|mount| mount.depth)
    }
}

fn is_below(base: &Origin<'_>, depth: usize, request: &Request<'_>) -> bool {
    // Every request is below the root, and splitting a path takes a while.
    depth == 0 || base.path().segments().prefix_of(request.uri().path().segments())
}
