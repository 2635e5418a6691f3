//! [`Pages`]: the routes that serve a book to people and programs.

use std::io::Cursor;
use std::sync::Arc;

use errorbook::{Book, Page, extract};
use rocket::data::Data;
use rocket::http::Method;
use rocket::response::{self, Responder};
use rocket::route::{Handler, Outcome, Route};
use rocket::{Request, Response};

use crate::Result;
use crate::head::Head;

/// The routes of [`errorbook::Pages`], which [`Rocket::mount`](rocket::Rocket::mount) and
/// [`ErrorBook::mount`](crate::ErrorBook::mount) take for routes.
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
pub struct Pages(Arc<errorbook::Pages>);

impl Pages {
    /// The pages of `books` at `path`, such as `/errors`.
    ///
    /// # Panics
    /// As [`errorbook::Pages::new`]: no book, an identifier listed twice, a path that is not plain.
    pub fn new(path: &'static str, books: &[&'static Book]) -> Pages {
        Pages(Arc::new(errorbook::Pages::new(path, books)))
    }
}

impl From<Pages> for Vec<Route> {
    fn from(Pages(pages): Pages) -> Vec<Route> {
        let path = pages.path();
        let list = Route::new(Method::Get, path, Answering { pages: Arc::clone(&pages), of_code: false });
        let code = Route::new(Method::Get, &format!("{path}/<code>"), Answering { pages, of_code: true });
        vec![list, code]
    }
}

/// The handler of one of the two routes.
#[derive(Clone)]
struct Answering {
    pages: Arc<errorbook::Pages>,
    of_code: bool,
}

#[rocket::async_trait]
impl Handler for Answering {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        Outcome::from(request, self.answer(request))
    }
}

impl Answering {
    fn answer(&self, request: &Request<'_>) -> Result<Answered> {
        let segment = request.uri().path().raw_segments().filter(|segment| !segment.is_empty()).last();
        let code = segment.filter(|_| self.of_code).map(|code| code.percent_decode()).transpose();
        let code = code.map_err(|_| extract::not_utf8("code"))?;
        let query = request.uri().query().map(|query| query.as_str());
        let header = |name| request.headers().get(name).map(str::as_bytes);
        Ok(Answered(self.pages.get(code.as_deref(), query, header)?))
    }
}

struct Answered(Page);

impl<'r> Responder<'r, 'static> for Answered {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::new();
        self.0.write_head(&mut Head(&mut response));
        let body = self.0.into_body();
        response.set_sized_body(body.len(), Cursor::new(body));
        Ok(response)
    }
}
