//! [`get`]: a route that also serves HEAD.

use actix_web::{Route, guard, web};

/// A route for GET and HEAD.
///
/// [`web::get`] does not match HEAD. Below an [`ErrorBook`](crate::ErrorBook) a handler responds to HEAD as to GET: the body is
/// left out, and `content-length` contains its length.
///
/// ```
/// use actix_web::{App, web};
/// use errorbook::standard;
/// use errorbook_actix::{ErrorBook, get};
///
/// async fn list() -> &'static str {
///     "[]"
/// }
///
/// let projects = web::resource("/projects").route(get().to(list));
/// let app = App::new().service(projects).wrap(ErrorBook::new(&standard::BOOK));
/// # use actix_web::{http::Method, test::{TestRequest, call_service, init_service, read_body}};
/// # actix_web::rt::System::new().block_on(async {
/// # let request = TestRequest::with_uri("/projects").method(Method::HEAD).to_request();
/// # let response = call_service(&init_service(app).await, request).await;
/// // The response to `HEAD /projects`:
/// assert_eq!(response.status().as_u16(), 200);
/// assert_eq!(response.headers().get("content-length").unwrap(), "2");
/// assert_eq!(read_body(response).await, "");
/// # });
/// ```
pub fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
