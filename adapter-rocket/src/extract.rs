//! [`Json`], [`Form`], [`Query`] and [`Path`]: guards whose rejections are errors of the mount's book.

use std::io::Cursor;

use errorbook::extract;
use rocket::data::{self, ByteUnit, Data, FromData, Limits};
use rocket::http::{ContentType, Status};
use rocket::outcome::Outcome;
use rocket::request::{self, FromParam, FromRequest, Request};
use rocket::response::{self, Responder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, route};

errorbook::adapter::extractor_type! {
    /// A JSON body, in a request or in a response.
    ///
    /// Rocket limits its size: the limit `json` defaults to 1 MiB.
    ///
    /// ```
    /// use errorbook_rocket::Json;
    /// use rocket::post;
    ///
    /// #[derive(serde::Deserialize, serde::Serialize)]
    /// struct Part { quantity: u32 }
    ///
    /// #[post("/twice", data = "<part>")]
    /// fn twice(part: Json<Part>) -> Json<Part> {
    ///     Json(Part { quantity: part.0.quantity.saturating_mul(2) })
    /// }
    /// # use errorbook::{standard, media_type};
    /// # use errorbook_rocket::ErrorBook;
    /// # use rocket::local::blocking::Client;
    /// # let rocket = rocket::build().attach(ErrorBook::new(&standard::BOOK).mount("/", rocket::routes![twice]));
    /// # let client = Client::untracked(rocket).unwrap();
    ///
    /// let send = |body| client.post("/twice").header(rocket::http::ContentType::JSON).body(body).dispatch().into_string();
    /// assert_eq!(send(r#"{"quantity":2}"#).as_deref(), Some(r#"{"quantity":4}"#));
    /// assert_eq!(
    ///     send(r#"{"quantity":-1}"#).as_deref(),
    ///     Some(r##"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{"detail":"expected a whole number from 0 to 4294967295","pointer":"#/quantity","code":"invalid"}]}"##),
    /// );
    /// ```
    pub struct Json;
}

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for Json<T> {
    type Error = Error;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Json<T>> {
        let limit = request.limits().get("json").unwrap_or(Limits::JSON);
        let body = read(request, data, limit, extract::check_content_type).await;
        outcome(request, body.and_then(|body| extract::json(&body)).map(Json))
    }
}

errorbook::adapter::extractor_type! {
    /// The body of a form, `application/x-www-form-urlencoded`.
    ///
    /// Rocket limits its size: the limit `form` defaults to 32 KiB.
    ///
    /// ```
    /// use errorbook_rocket::Form;
    /// use rocket::post;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Part { quantity: u32 }
    ///
    /// #[post("/parts", data = "<part>")]
    /// fn create(part: Form<Part>) -> String {
    ///     part.0.quantity.to_string()
    /// }
    /// # use errorbook::ayanova;
    /// # use errorbook_rocket::ErrorBook;
    /// # use rocket::local::blocking::Client;
    /// # let rocket = rocket::build().attach(ErrorBook::new(&ayanova::BOOK).mount("/", rocket::routes![create]));
    /// # let client = Client::untracked(rocket).unwrap();
    ///
    /// let send = |body| client.post("/parts").header(rocket::http::ContentType::Form).body(body).dispatch().into_string();
    /// assert_eq!(send("quantity=2").as_deref(), Some("2"));
    /// assert_eq!(
    ///     send("quantity=").as_deref(),
    ///     Some(r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 4294967295","target":"quantity","error":"2203"}],"message":"Validation error"}}"#),
    /// );
    /// ```
    pub struct Form;
}

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for Form<T> {
    type Error = Error;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Form<T>> {
        let limit = request.limits().get("form").unwrap_or(Limits::FORM);
        let body = read(request, data, limit, extract::check_form_content_type).await;
        outcome(request, body.and_then(|body| extract::form(&body)).map(Form))
    }
}

/// Returns the outcome of a guard.
fn outcome<T, F>(request: &Request<'_>, read: Result<T, errorbook::Error>) -> Outcome<T, (Status, Error), F> {
    match read {
        Ok(value) => Outcome::Success(value),
        Err(error) => Outcome::Error(Error::from(error).reject(request)),
    }
}

async fn read(
    request: &Request<'_>,
    data: Data<'_>,
    limit: ByteUnit,
    check_content_type: fn(Option<&[u8]>) -> Result<(), errorbook::Error>,
) -> Result<Vec<u8>, errorbook::Error> {
    check_content_type(request.headers().get_one(errorbook::header::CONTENT_TYPE).map(str::as_bytes))?;
    let whole = data.peek_complete();
    match data.open(limit).into_bytes().await {
        Ok(body) if !body.is_complete() => Err(extract::body_too_large()),
        Ok(body) if whole || body.len() >= PEEKED => Ok(body.into_inner()),
        Ok(_) => Err(extract::body_cut_short()),
        Err(failure) => Err(extract::unreadable_body(failure)),
    }
}

/// The number of bytes that Rocket reads from every body first, to find the method that a form may name. It ignores a failure there,
/// so a body that is cut within these bytes seems to be complete. Only its end was not seen.
const PEEKED: usize = "_method=delete".len();

impl<'r, T: Serialize> Responder<'r, 'static> for Json<T> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        match serde_json::to_vec(&self.0) {
            Ok(body) => Response::build().header(ContentType::JSON).sized_body(body.len(), Cursor::new(body)).ok(),
            // The catcher responds. A status that the handler has set beside the JSON is lost, as with Rocket's own `Json`.
            Err(error) => Err(<Error>::internal(error).reject(request).0),
        }
    }
}

errorbook::adapter::extractor_type! {
    /// The parameters of the query. It is a request guard, so the route does not name the parameters.
    ///
    /// ```
    /// use errorbook_rocket::Query;
    /// use rocket::get;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Page { top: Option<u32> }
    ///
    /// #[get("/list")]
    /// fn list(page: Query<Page>) -> String {
    ///     format!("{:?}", page.0.top)
    /// }
    /// # use errorbook::standard;
    /// # use errorbook_rocket::ErrorBook;
    /// # use rocket::local::blocking::Client;
    /// # let rocket = rocket::build().attach(ErrorBook::new(&standard::BOOK).mount("/", rocket::routes![list]));
    /// # let client = Client::untracked(rocket).unwrap();
    ///
    /// assert_eq!(client.get("/list?top=10").dispatch().into_string().as_deref(), Some("Some(10)"));
    /// assert_eq!(
    ///     client.get("/list?top=1&top=2").dispatch().into_string().as_deref(),
    ///     Some(r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"top: occurs twice","code":"bad_request","errors":[{"detail":"top: occurs twice","parameter":"top","code":"invalid"}]}"#),
    /// );
    /// ```
    pub struct Query;
}

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromRequest<'r> for Query<T> {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Query<T>, Error> {
        outcome(request, extract::query(request.uri().query().map(|query| query.as_str())).map(Query))
    }
}

errorbook::adapter::extractor_type! {
    /// One parameter of the path.
    ///
    /// A parameter that does not fit makes Rocket try the next route, as with Rocket's own types. If no other route fits, the response
    /// names the parameter. This needs a route that was mounted with [`ErrorBook::mount`](crate::ErrorBook::mount).
    ///
    /// ```
    /// use errorbook_rocket::Path;
    /// use rocket::get;
    ///
    /// #[get("/projects/<id>")]
    /// fn project(id: Path<i64>) -> String {
    ///     id.0.to_string()
    /// }
    /// # use errorbook::ayanova;
    /// # use errorbook_rocket::ErrorBook;
    /// # use rocket::local::blocking::Client;
    /// # let rocket = rocket::build().attach(ErrorBook::new(&ayanova::BOOK).mount("/", rocket::routes![project]));
    /// # let client = Client::untracked(rocket).unwrap();
    ///
    /// assert_eq!(client.get("/projects/7").dispatch().into_string().as_deref(), Some("7"));
    /// assert_eq!(
    ///     client.get("/projects/seven").dispatch().into_string().as_deref(),
    ///     Some(r#"{"error":{"code":"2203","message":"id: expected a whole number from -9223372036854775808 to 9223372036854775807","target":"id"}}"#),
    /// );
    /// ```
    pub struct Path;
}

impl<'r, T: DeserializeOwned> FromParam<'r> for Path<T> {
    type Error = Error;

    fn from_param(value: &'r str) -> Result<Path<T>, Error> {
        Ok(Path(route::read_parameter(value)?))
    }
}
