//! [`Pages`]: the routes that show books of error codes to people and programs.

use std::future::ready;

use actix_web::body::BoxBody;
use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, web};
use errorbook::Book;

use crate::response::ActixResponse;
use crate::{Path, Result, get};

/// The routes of [`errorbook_pages::Pages`], which an app or a scope takes with [`service`](actix_web::App::service).
///
/// ```
/// use actix_web::App;
/// use errorbook::{primaerp, standard};
/// use errorbook_actix::{ErrorBook, Pages};
///
/// let app = App::new()
///     .service(Pages::new("/errors", &[&primaerp::BOOK, &standard::BOOK]))
///     .wrap(ErrorBook::new(&standard::BOOK));
/// # use actix_web::test::{TestRequest, call_service, init_service};
/// # actix_web::rt::System::new().block_on(async {
/// let request = TestRequest::with_uri("/errors/PE01-1104").to_request();
/// let response = call_service(&init_service(app).await, request).await;
/// assert_eq!(response.status().as_u16(), 200);
/// assert_eq!(response.headers().get("content-type").unwrap(), "text/html; charset=utf-8");
/// # });
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

    fn respond(&self, code: Option<&str>, request: &HttpRequest) -> Result<HttpResponse> {
        let headers = |name| request.headers().get_all(name).map(HeaderValue::as_bytes);
        let page = self.0.get(code, request.uri().query(), headers)?;
        let mut response = ActixResponse::from(HttpResponse::new(StatusCode::OK));
        let body = page.write_to(&mut response);
        Ok(response.into_inner().set_body(BoxBody::new(body)))
    }
}

impl HttpServiceFactory for Pages {
    fn register(self, config: &mut AppService) {
        let path = self.0.path();
        let of_list = self.clone();
        let list = get().to(move |request: HttpRequest| ready(of_list.respond(None, &request)));
        let code =
            get().to(move |Path(code): Path<String>, request: HttpRequest| ready(self.respond(Some(&code), &request)));
        web::resource(path).route(list).register(config);
        web::resource(format!("{path}/{{code}}")).route(code).register(config);
    }
}
