//! [`Pages`]: the routes that serve a book to people and programs.

use std::sync::Arc;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, web};
use errorbook::Book;

use crate::head::Head;
use crate::{Path, Result, get};

/// The routes of [`errorbook::Pages`], which an app or a scope takes with [`service`](actix_web::App::service).
///
/// ```
/// use actix_web::App;
/// use errorbook::{standard, primaerp};
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

impl HttpServiceFactory for Pages {
    fn register(self, config: &mut AppService) {
        let Pages(pages) = self;
        let path = pages.path();
        let list = {
            let pages = Arc::clone(&pages);
            get().to(move |request: HttpRequest| {
                let answer = answer(&pages, None, &request);
                async { answer }
            })
        };
        let code = get().to(move |Path(code): Path<String>, request: HttpRequest| {
            let answer = answer(&pages, Some(&code), &request);
            async { answer }
        });
        web::resource(path).route(list).register(config);
        web::resource(format!("{path}/{{code}}")).route(code).register(config);
    }
}

fn answer(pages: &errorbook::Pages, code: Option<&str>, request: &HttpRequest) -> Result<HttpResponse> {
    let header = |name| request.headers().get_all(name).map(HeaderValue::as_bytes);
    let page = pages.get(code, request.uri().query(), header)?;
    let mut response = HttpResponse::new(StatusCode::OK);
    page.write_head(&mut Head(&mut response));
    Ok(response.set_body(actix_web::body::BoxBody::new(page.into_body())))
}
