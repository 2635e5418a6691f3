//! [`Pages`]: the routes that serve books as web pages.

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::response::ActixResponse;
use crate::{Path, Result, get};

errorbook_pages::pages_type! {
    /// The routes of [`errorbook_pages::Pages`]. An app or a scope takes them with [`service`](actix_web::App::service).
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
    pub struct Pages;
}

impl Pages {
    fn respond(&self, code: Option<&str>, request: &HttpRequest) -> Result<HttpResponse> {
        let header = |name| request.headers().get_all(name).map(HeaderValue::as_bytes);
        let page = self.0.get(code, request.uri().query(), header)?;
        Ok(ActixResponse::written(|head| page.write_to(head)))
    }
}

impl HttpServiceFactory for Pages {
    fn register(self, config: &mut AppService) {
        let (path, of_code) = (self.0.path(), self.clone());
        let list = get().to(move |request: HttpRequest| std::future::ready(self.respond(None, &request)));
        let code = get().to(move |Path(code): Path<String>, request: HttpRequest| {
            std::future::ready(of_code.respond(Some(&code), &request))
        });
        web::resource(path).route(list).register(config);
        web::resource(format!("{path}/{{code}}")).route(code).register(config);
    }
}
