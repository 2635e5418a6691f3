//! The apps of the tests, built with Rocket.

use super::*;

pub(super) fn mount(mut rocket: Rocket<Build>, base: &str, app: &App) -> Rocket<Build> {
    let routes: Vec<_> = app.routes.iter().flat_map(routes).collect();
    rocket = match app.policy {
        Some(policy) => rocket.attach(ErrorBook::from(policy).mount(base, routes)),
        None => rocket.mount(base, routes),
    };
    app.mounts.iter().fold(rocket, |rocket, (path, inner)| mount(rocket, path, inner))
}

fn routes(Route { path, methods }: &Route) -> Vec<rocket::Route> {
    let serve = |(method, handler): &(&str, Handler)| match handler {
        Handler::PanicsBefore => rocket::Route::new(Method::Get, path, panics_before),
        Handler::ReadsPath => routes![part].remove(0),
        Handler::ReadsAll => routes![change].remove(0),
        Handler::ReadsJson => routes![create].remove(0),
        Handler::ReadsOrder => routes![order].remove(0),
        Handler::ReadsForm => routes![page].remove(0),
        handler => rocket::Route::new(method.parse().unwrap(), path, Served(handler.clone())),
    };
    methods.iter().map(serve).collect()
}

#[get("/parts/<id>")]
pub(super) fn part(id: Path<u32>) {
    let _ = id;
}

#[post("/parts/<id>", data = "<part>")]
fn change(id: Path<u32>, page: Query<Part>, part: Json<Part>) {
    let _ = (id, page, part);
}

#[post("/parts", data = "<part>")]
pub(super) fn create(part: Json<Part>) {
    let _ = part;
}

#[post("/orders", data = "<order>")]
fn order(page: Query<Page>, order: Json<Order>) {
    let _ = (page, order);
}

#[post("/pages", data = "<page>")]
fn page(page: Form<Page>) {
    let _ = page;
}

fn panics_before<'r>(_: &'r Request<'_>, _: Data<'r>) -> BoxFuture<'r> {
    panic!("secret")
}

#[derive(Clone)]
struct Served(Handler);

#[rocket::async_trait]
impl rocket::route::Handler for Served {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        match &self.0 {
            Handler::Reply(reply) => Outcome::Success(response(reply.clone())),
            Handler::Fails(error) => Outcome::from(request, Error::from(error())),
            Handler::Refused(error) => Outcome::Error(Error::from(error()).reject(request).0),
            Handler::Rebuilt(error) => {
                let mut made = Error::from(error()).respond_to(request).unwrap();
                let mut rebuilt = Response::build();
                rebuilt.status(made.status());
                for header in made.headers().iter() {
                    rebuilt.raw_header_adjoin(header.name().to_string(), header.value().to_owned());
                }
                let body = made.body_mut().take().to_bytes().await.unwrap();
                Outcome::Success(rebuilt.sized_body(body.len(), Cursor::new(body)).finalize())
            }
            Handler::Unserialisable => Outcome::from(request, Json(HashMap::from([((1, 2), "secret")]))),
            Handler::UnserialisableCreated => {
                Outcome::from(request, (Status::Created, Json(HashMap::from([((1, 2), "secret")]))))
            }
            Handler::Panics => {
                rocket::tokio::task::yield_now().await;
                panic!("secret")
            }
            other => unreachable!("{other:?} has a route of its own"),
        }
    }
}

/// A body of known length that can fail.
struct Sized(StreamReader<Pieces, Bytes>);

impl AsyncRead for Sized {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncSeek for Sized {
    fn start_seek(self: Pin<&mut Self>, _: io::SeekFrom) -> io::Result<()> {
        Ok(())
    }

    fn poll_complete(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Poll::Ready(Ok(0))
    }
}

fn response(reply: Reply) -> Response<'static> {
    let mut response = Response::build();
    response.status(Status::new(reply.status));
    for (name, value) in reply.headers {
        response.raw_header_adjoin(name, value);
    }
    match (reply.body.to_bytes(), reply.body.length()) {
        (Some(bytes), _) if bytes.is_empty() => &mut response,
        (Some(bytes), _) => response.sized_body(bytes.len(), Cursor::new(bytes)),
        (None, Some(length)) => response.sized_body(length as usize, Sized(StreamReader::new(reply.body))),
        (None, None) => response.streamed_body(StreamReader::new(reply.body)),
    };
    response.finalize()
}
