//! [`ErrorBook`]: the fairing that sees every request and every response of a mount.

use std::future::{Future, ready};
use std::pin::Pin;

use errorbook::adapter::{Exchange, is_watched};
use errorbook::{Policy, header};
use rocket::catcher::{self, Catcher};
use rocket::data::Data;
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::Status;
use rocket::route::Route;
use rocket::{Build, Request, Response, Rocket};

use crate::mount::{self, Mount};
use crate::request_state::RequestState;
use crate::response::{self, RocketResponse};
use crate::{path, route};

errorbook::adapter::layer_type! {
    /// The book of a mount: it puts every error below a path into its envelope, and suppresses statuses on request.
    ///
    /// [`ErrorBook::mount`] makes it a fairing. Then panics and Rocket's own errors, such as a path without a route or a failed guard, have
    /// codes of the book. A server has one for each of its books, attached in any order. The longest matching mount path wins. Paths are
    /// compared by whole segments.
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
    pub struct ErrorBook;
}

impl ErrorBook {
    /// Mounts the routes like [`Rocket::mount`], with this book for everything below the path.
    ///
    /// The book also applies to routes that [`Rocket::mount`] mounts below this path. But their errors do not name a wrong
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
        let routes = routes.into().into_iter().map(route::observe).collect();
        Mounted { mount: Mount::new(self.0, base), routes }
    }
}

/// An [`ErrorBook`] with its path and its routes. It is a fairing: [attach](Rocket::attach) it.
#[derive(Debug, Clone)]
pub struct Mounted {
    mount: Mount,
    routes: Vec<Route>,
}

#[rocket::async_trait]
impl Fairing for Mounted {
    fn info(&self) -> Info {
        let kind = Kind::Ignite | Kind::Response;
        Info { name: "errorbook", kind: if self.mount.policy.is_observed() { kind | Kind::Request } else { kind } }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        RequestState::of(request).method.get_or_init(|| request.method());
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let Mount { policy, base, .. } = &self.mount;
        // This makes the process watch from the first request on, and not from its first response.
        drop(Exchange::new(policy, "", None));
        let catcher = Catcher::new(None, StatusCatcher(*policy));
        let rocket = self.mount.add_to(rocket);
        Ok(rocket.mount(base.clone(), self.routes.clone()).register(base.clone(), vec![catcher]))
    }

    // This is what `async_trait` would write, but a response that passes through needs no boxed future.
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
        // Another fairing has made it from an error: rocket_cors makes it from a preflight without a route.
        if response.status() == Status::NoContent {
            response.remove_header(header::CONTENT_TYPE);
        }
        let mut exchange = Exchange::new(&self.mount.policy, request.method().as_str(), query(request));
        mount::describe(&mut exchange, request);
        if exchange.passes_through(response.status().code) || !self.mount.is_innermost(request) {
            return Box::pin(ready(()));
        }
        Box::pin(finish(exchange, request, response))
    }
}

async fn finish(mut exchange: Exchange, request: &Request<'_>, response: &mut Response<'_>) {
    let (state, status) = (RequestState::of(request), response.status());
    // The service's own catcher was called instead of the mount's. Its text for a 5xx is not sent, and the log has the error under the id
    // of the response that was kept.
    let left = if status.code >= 500 { state.take(status) } else { None };
    if let Some(error) = left {
        if is_watched() {
            state.made(error.clone());
        }
        response::replace(response, error);
    }
    state.tell(&mut exchange);
    exchange.finish(RocketResponse::of(response).await).await;
}

/// The catcher of a mount. Rocket passes it only a status.
#[derive(Clone)]
struct StatusCatcher(Policy);

#[rocket::async_trait]
impl catcher::Handler for StatusCatcher {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        let state = RequestState::of(request);
        // The fairing of the mount observes the request, unless Rocket cannot read it.
        let is_read = state.method.get().is_some();
        let policy = if is_read { self.0.without_observer() } else { self.0 };
        let mut exchange = Exchange::new(&policy, "", query(request));
        mount::describe(&mut exchange, request);
        let mut response = Response::build().status(status).finalize();
        let error = state.take(status).unwrap_or_else(|| {
            let is_unrouted = status == Status::NotFound && request.route().is_none();
            if is_unrouted {
                path::not_found(request).to_response_in(self.0.book())
            } else {
                exchange.respond_to_status(&RocketResponse::new(&mut response))
            }
        });
        if is_watched() {
            state.made(error.clone());
        }
        response::replace(&mut response, error);
        // Rocket cannot read some requests: it takes an unknown method for a GET. Fairings do not see the response to these, so it is finished
        // here. Fairings see all other responses, and make a script if the request asks for one.
        state.tell(&mut exchange);
        exchange.finish(RocketResponse::of(&mut response).await).await;
        Ok(response)
    }
}

fn query<'r>(request: &'r Request<'_>) -> Option<&'r str> {
    request.uri().query().map(|query| query.as_str())
}
