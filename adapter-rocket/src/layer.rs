//! [`ErrorBook`]: the fairing that sees every request and every response of a mount.

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{PoisonError, RwLock};
use std::task::Poll;

use errorbook::{ErrorResponse, Book, ResponseOptions, BodyPrefix, Policy, Script};
use rocket::catcher::{self, Catcher};
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::futures::FutureExt as _;
use rocket::http::Status;
use rocket::http::ext::IntoOwned as _;
use rocket::http::uri::Origin;
use rocket::route::Route;
use rocket::tokio::io::AsyncReadExt;
use rocket::{Build, Request, Response, Rocket};

use crate::head::{self, Head};
use crate::notes::Notes;
use crate::route;

/// The book that is mounted with its routes, and that sees to it that every error below leaves in its envelope and that
/// statuses are suppressed on request.
///
/// It becomes a fairing with [`ErrorBook::mount`]. What Rocket answers by itself (no such route, a method that the path
/// does not serve, a guard that fails) and what panics is then the book's, too. A server has as many of them as it has
/// books, attached in any order: a request belongs to the longest of their paths that its own path begins with, segment
/// by segment.
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

errorbook::__settings!(ErrorBook);

impl ErrorBook {
    /// Mounts the routes, as [`Rocket::mount`] does, with the book for all that is below the path.
    ///
    /// Routes that are mounted below it otherwise are the book's as well, but what is wrong with a
    /// [`Path`](crate::Path) of theirs is not named, and the text of a panic is not logged under its id.
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
    /// If `base` is no path of static segments.
    pub fn mount(self, base: &str, routes: impl Into<Vec<Route>>) -> Mounted {
        match Origin::parse(base) {
            Ok(base) => {
                let routes = routes.into().into_iter().map(route::observe).collect();
                let base = base.into_normalized().into_owned();
                Mounted { policy: self.policy, depth: base.path().segments().len(), base, routes }
            }
            Err(error) => panic!("{base:?} is no path to mount a book at: {error}"),
        }
    }
}

/// An [`ErrorBook`] with its path and its routes: a fairing, to be [attached](Rocket::attach).
#[derive(Debug, Clone)]
pub struct Mounted {
    policy: Policy,
    base: Origin<'static>,
    /// How many segments the path has.
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
        let catcher = Catcher::new(None, Answering(self.policy));
        Ok(rocket.mount(self.base.clone(), self.routes.clone()).register(self.base.clone(), vec![catcher]))
    }

    // As `async_trait` has it, but for the response with which there is nothing to do: its future is not even allocated.
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
        let delivery = self.policy.delivery(request.method().as_str(), query(request));
        if self.policy.keeps(&delivery, response.status().code) {
            return Box::pin(poll_fn(|_| Poll::Ready(())));
        }
        Box::pin(async move {
            if Mounts::of(request).is_some_and(|mount| mount.depth == self.depth)
                && is_below(&self.base, self.depth, request)
            {
                if self.policy.is_unenveloped(&Head(response)) {
                    match unsaid(request, response.status()) {
                        Some(answer) => head::replace(response, answer),
                        None => enclose(self.policy, response).await,
                    }
                }
                deliver(self.policy, &delivery, request, response).await;
            }
        })
    }
}

/// The catcher of a mount: Rocket calls it with a status alone.
#[derive(Clone)]
struct Answering(Policy);

#[rocket::async_trait]
impl catcher::Handler for Answering {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        let Answering(policy) = self;
        let mut response = Response::build().status(status).finalize();
        if let Some(answer) = Notes::of(request).take(status) {
            head::replace(&mut response, answer);
        } else if status == Status::NotFound && request.route().is_none() {
            head::replace(&mut response, route::not_found(request).to_response_in(policy.book()));
        } else if policy.is_unenveloped(&Head(&mut response)) {
            let answer = policy.enclose(&Head(&mut response), &BodyPrefix::default());
            head::replace(&mut response, answer);
        }
        // For a request that Rocket cannot read (an unknown method, which it takes for a GET) this is the end: fairings do
        // not see the response. For all others they do, and make it a script if it is to be one.
        let delivery = policy.delivery("", query(request));
        deliver(*policy, &delivery, request, &mut response).await;
        Ok(response)
    }
}

/// The answer that was left for a catcher, where one of the service's own was called instead. It has the id under which
/// the log knows what happened; of that catcher's words a 5xx says none.
fn unsaid(request: &Request<'_>, status: Status) -> Option<ErrorResponse> {
    if status.code >= 500 { Notes::of(request).take(status) } else { None }
}

/// Puts a bare response into the envelope, with the start of its body for the description or the log.
async fn enclose(policy: Policy, response: &mut Response<'_>) {
    let (mut excerpt, mut text) = (BodyPrefix::default(), Vec::new());
    let mut body = AsyncReadExt::take(response.body_mut(), BodyPrefix::LIMIT as u64);
    // A body that fails has said what it has said.
    let read = AssertUnwindSafe(body.read_to_end(&mut text)).catch_unwind().await;
    let answer = match read {
        Ok(_) => {
            excerpt.push(&text);
            policy.enclose(&Head(response), &excerpt)
        }
        Err(panic) => errorbook::Error::panicked(&*panic).to_response_in(policy.book()),
    };
    head::replace(response, answer);
}

/// Gives a response the form that was asked for.
async fn deliver(policy: Policy, delivery: &ResponseOptions, request: &Request<'_>, response: &mut Response<'_>) {
    let Some(script) = form(policy, delivery, request, response).await else { return };
    if let Err(panic) = AssertUnwindSafe(head::as_script(script, response)).catch_unwind().await {
        head::replace(response, errorbook::Error::panicked(&*panic).to_response_in(policy.book()));
        if let Some(script) = form(policy, delivery, request, response).await {
            head::as_script(script, response).await;
        }
    }
}

/// Gives a response the form that was asked for, all but the script that its body becomes.
async fn form(
    policy: Policy,
    delivery: &ResponseOptions,
    request: &Request<'_>,
    response: &mut Response<'_>,
) -> Option<Script> {
    let made_by_code = response.status().class().is_redirection() && Notes::of(request).is_redirected();
    // Nobody else asks how long a body is, and Rocket has to seek to know.
    let length = if delivery.callback.is_some() { head::length(response.body_mut()).await } else { None };
    match policy.deliver(delivery, made_by_code, length, &mut Head(response)) {
        errorbook::Body::Keep => None,
        errorbook::Body::Replace(body) => {
            head::set_body(response, body);
            None
        }
        errorbook::Body::Script(script) => Some(script),
    }
}

fn query<'r>(request: &'r Request<'_>) -> Option<&'r str> {
    request.uri().query().map(|query| query.as_str())
}

/// The book that gives the request's errors their codes: the mount's, or `http` where there is none.
pub(crate) fn book(request: &Request<'_>) -> &'static Book {
    Mounts::of(request).map_or(&errorbook::standard::BOOK, |mount| mount.book)
}

/// All mounts of a server. Each adds itself when the server ignites; there is no other way from one fairing to another.
#[derive(Default)]
struct Mounts(RwLock<Vec<(Origin<'static>, usize, Policy)>>);

/// What others have to know of a mount.
struct Mount {
    book: &'static Book,
    /// How many segments its path has.
    depth: usize,
}

impl Mounts {
    fn add(&self, base: Origin<'static>, depth: usize, policy: Policy) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push((base, depth, policy));
    }

    /// The longest mount that the request is below.
    fn of(request: &Request<'_>) -> Option<Mount> {
        let mounts = request.rocket().state::<Mounts>()?.0.read().unwrap_or_else(PoisonError::into_inner);
        let below = mounts.iter().filter(|(base, depth, _)| is_below(base, *depth, request));
        below.map(|(_, depth, policy)| Mount { book: policy.book(), depth: *depth }).max_by_key(|mount| mount.depth)
    }
}

fn is_below(base: &Origin<'_>, depth: usize, request: &Request<'_>) -> bool {
    // Every request is below the root, and a path takes a while to be taken apart.
    depth == 0 || base.path().segments().prefix_of(request.uri().path().segments())
}
