//! [`Pages`]: the routes that show books of error codes to people and programs.

use errorbook::{Book, extract};
use errorbook_pages::Page;
use rocket::Request;
use rocket::data::Data;
use rocket::http::Method;
use rocket::response::{self, Responder};
use rocket::route::{Handler, Outcome, Route};

use crate::Result;
use crate::response::build;

/// The routes of [`errorbook_pages::Pages`], which [`Rocket::mount`](rocket::Rocket::mount) and
/// [`ErrorBook::mount`](crate::ErrorBook::mount) take for routes.
///
/// ```
/// use errorbook::{primaerp, standard};
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
    /// If [`errorbook_pages::Pages::new`] does: there is no book, an identifier is listed twice, or the path is not plain.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        Pages(errorbook_pages::Pages::new(path, books))
    }
}

impl From<Pages> for Vec<Route> {
    fn from(Pages(pages): Pages) -> Vec<Route> {
        let path = pages.path();
        let list = Route::new(Method::Get, path, PageHandler { pages: pages.clone(), is_of_code: false });
        let code = Route::new(Method::Get, &format!("{path}/<code>"), PageHandler { pages, is_of_code: true });
        vec![list, code]
    }
}

/// The handler of one of the two routes.
#[derive(Clone)]
struct PageHandler {
    pages: errorbook_pages::Pages,
    is_of_code: bool,
}

#[rocket::async_trait]
impl Handler for PageHandler {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        Outcome::from(request, self.respond(request))
    }
}

impl PageHandler {
    fn respond(&self, request: &Request<'_>) -> Result<PageResponder> {
        let segment = request.uri().path().raw_segments().filter(|segment| !segment.is_empty()).last();
        let code = segment.filter(|_| self.is_of_code).map(|code| code.percent_decode()).transpose();
        let code = code.map_err(|_| extract::not_utf8("code"))?;
        let query = request.uri().query().map(|query| query.as_str());
        let headers = |name| request.headers().get(name).map(str::as_bytes);
        Ok(PageResponder(self.pages.get(code.as_deref(), query, headers)?))
    }
}

struct PageResponder(Page);

impl<'r> Responder<'r, 'static> for PageResponder {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Ok(build(|head| self.0.write_to(head)))
    }
}
