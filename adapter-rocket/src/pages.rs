//! [`Pages`]: the routes that serve books as web pages.

use std::io::Cursor;

use errorbook::{Book, extract};
use rocket::data::Data;
use rocket::http::Method;
use rocket::route::{Handler, Outcome, Route};
use rocket::{Request, Response};

use crate::Result;
use crate::response::RocketResponse;

/// The routes of [`errorbook_pages::Pages`]. [`Rocket::mount`](rocket::Rocket::mount) and
/// [`ErrorBook::mount`](crate::ErrorBook::mount) take them as routes.
///
/// ```
/// use errorbook::{standard, primaerp};
/// use errorbook_rocket::{ErrorBook, Pages};
/// use rocket::local::blocking::Client;
///
/// let pages = Pages::new("/errors", &[&primaerp::BOOK, &standard::BOOK]);
/// let rocket = rocket::build().attach(ErrorBook::new(&standard::BOOK).mount("/", pages));
///
/// let client = Client::untracked(rocket).unwrap();
/// let response = client.get("/errors/PE01-1104").dispatch();
/// assert_eq!(response.status().code, 200);
/// assert_eq!(response.headers().get_one("content-type"), Some("text/html; charset=utf-8"));
/// ```
#[derive(Debug, Clone)]
pub struct Pages(errorbook_pages::Pages);

impl Pages {
    /// Creates the pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// See [`errorbook_pages::Pages::new`].
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        Pages(errorbook_pages::Pages::new(path, books))
    }

    /// Sets the name of the service: see [`errorbook_pages::Pages::service`].
    #[must_use]
    pub fn service(self, name: impl Into<String>) -> Pages {
        Pages(self.0.service(name))
    }
}

impl From<Pages> for Vec<Route> {
    fn from(Pages(pages): Pages) -> Vec<Route> {
        let path = pages.path();
        let list = Route::new(Method::Get, path, PagesHandler { pages: pages.clone(), is_of_code: false });
        let code = Route::new(Method::Get, &format!("{path}/<code>"), PagesHandler { pages, is_of_code: true });
        vec![list, code]
    }
}

/// The handler of one of the two routes.
#[derive(Clone)]
struct PagesHandler {
    pages: errorbook_pages::Pages,
    is_of_code: bool,
}

#[rocket::async_trait]
impl Handler for PagesHandler {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        match self.respond(request) {
            Ok(response) => Outcome::Success(response),
            Err(error) => Outcome::from(request, error),
        }
    }
}

impl PagesHandler {
    fn respond<'r>(&self, request: &Request<'_>) -> Result<Response<'r>> {
        let segment = request.uri().path().raw_segments().filter(|segment| !segment.is_empty()).last();
        let code = segment.filter(|_| self.is_of_code).map(|code| code.percent_decode()).transpose();
        let code = code.map_err(|_| extract::not_utf8("code"))?;
        let query = request.uri().query().map(|query| query.as_str());
        let header = |name| request.headers().get(name).map(str::as_bytes);
        let mut response = Response::new();
        let body = self.pages.get(code.as_deref(), query, header)?.write_to(&mut RocketResponse::new(&mut response));
        response.set_sized_body(body.len(), Cursor::new(body));
        Ok(response)
    }
}
