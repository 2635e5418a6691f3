//! [`Pages`]: the routes that serve books as web pages.

use errorbook::extract;
use rocket::data::Data;
use rocket::http::Method;
use rocket::route::{Handler, Outcome, Route};
use rocket::{Request, Response};

use crate::Result;
use crate::response;

errorbook_pages::pages_type! {
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
    pub struct Pages;
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
    fn respond(&self, request: &Request<'_>) -> Result<Response<'static>> {
        let segment = request.uri().path().raw_segments().filter(|segment| !segment.is_empty()).last();
        let code = segment.filter(|_| self.is_of_code).map(|code| code.percent_decode()).transpose();
        let code = code.map_err(|_| extract::not_utf8("code"))?;
        let query = request.uri().query().map(|query| query.as_str());
        let header = |name| request.headers().get(name).map(str::as_bytes);
        let page = self.pages.get(code.as_deref(), query, header)?;
        Ok(response::written(|head| page.write_to(head)))
    }
}
