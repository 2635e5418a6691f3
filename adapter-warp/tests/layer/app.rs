//! The apps of the tests, built with warp.

use super::*;

pub(super) type Filtered = BoxedFilter<(Response,)>;

/// The routes and the mounts, without the app's own layer.
pub(super) fn filter(app: &App) -> Filtered {
    let nothing = warp::any().and_then(async || Err::<Response, _>(warp::reject())).boxed();
    let routes = app.routes.iter().flat_map(|Route { path, methods }| {
        methods.iter().map(|(method, handler)| serve(path, *method == "GET", handler.clone()))
    });
    let mounts = app.mounts.iter().map(|(path, inner)| {
        let wrapped = match inner.policy {
            Some(policy) => ErrorBook::from(policy).wrap(filter(inner)).boxed(),
            None => filter(inner),
        };
        below(path).and(wrapped).boxed()
    });
    routes.chain(mounts).fold(nothing, |either, next| either.or(next).unify().boxed())
}

/// The segments of the path, but for a parameter.
fn below(path: &str) -> BoxedFilter<()> {
    let segments = path.split('/').filter(|segment| !segment.is_empty() && *segment != "{id}");
    segments.fold(warp::any().boxed(), |before, segment| before.and(warp::path(segment.to_owned())).boxed())
}

fn serve(path: &str, is_get: bool, handler: Handler) -> Filtered {
    let method = || if is_get { get().boxed() } else { warp::post().boxed() };
    let route = below(path).and(warp::path::end()).and(method()).boxed();
    let id =
        || below(path).and(warp::path::param::<String>()).and(warp::path::end()).and(method()).and_then(param("id"));
    match handler {
        Handler::Reply(reply) => route.map(move || response(reply.clone())).boxed(),
        Handler::Fails(error) => route.map(move || Error::from(error()).into_response()).boxed(),
        Handler::Refused(error) => {
            let reject = move || ready(Err::<Response, Rejection>(Error::from(error()).into()));
            route.and_then(reject).boxed()
        }
        Handler::Rebuilt(error) => route.map(move || rebuilt(Error::from(error()).into_response())).boxed(),
        Handler::Panics => route
            .then(async || {
                tokio::task::yield_now().await;
                panics()
            })
            .boxed(),
        Handler::PanicsBefore => route.map(panics).boxed(),
        Handler::Unserialisable => route.map(|| Json(HashMap::from([((1, 2), "secret")])).into_response()).boxed(),
        Handler::UnserialisableCreated => {
            let json = || Json(HashMap::from([((1, 2), "secret")]));
            route.map(move || reply::with_status(json(), StatusCode::CREATED).into_response()).boxed()
        }
        Handler::ReadsPath => id().map(|_: u32| "".into_response()).boxed(),
        Handler::ReadsAll => {
            id().and(query()).and(json(BODY_LIMIT)).map(|_: u32, _: Part, _: Part| "".into_response()).boxed()
        }
        Handler::ReadsJson => route.and(json(BODY_LIMIT)).map(|_: Part| "".into_response()).boxed(),
        Handler::ReadsOrder => {
            route.and(query()).and(json(BODY_LIMIT)).map(|_: Page, _: Order| "".into_response()).boxed()
        }
        Handler::ReadsForm => route.and(form(BODY_LIMIT)).map(|_: Page| "".into_response()).boxed(),
    }
}

pub(super) fn panics() -> Response {
    panic!("secret")
}

fn rebuilt(made: Response) -> Response {
    let (head, body) = made.into_parts();
    let mut rebuilt = Response::new(body);
    *rebuilt.status_mut() = head.status;
    *rebuilt.headers_mut() = head.headers;
    rebuilt
}

pub(super) fn response(reply: Reply) -> Response {
    let mut response = match reply.body.to_bytes() {
        Some(bytes) => warp::http::Response::new(bytes).into_response(),
        None => reply::stream(reply.body).into_response(),
    };
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap();
    for (name, value) in reply.headers {
        response.headers_mut().append(HeaderName::from_static(name), HeaderValue::try_from(value).unwrap());
    }
    response
}
