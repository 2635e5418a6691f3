//! What is there for trying things, the same under each mount.

use depot::Mount;
use depot::trial::{self, Echo};
use errorbook_warp::{Error, Json, Result, get, json, param};
use warp::http::header::{CONTENT_TYPE, LOCATION};
use warp::http::{Response, StatusCode};
use warp::reply::{with_header, with_status};
use warp::{Filter, Rejection, Reply, post};

pub(crate) fn routes(mount: Mount) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let raise = warp::path!("raise" / String).and(get()).and_then(param("code"));
    let status = warp::path!("status" / String).and(get()).and_then(param("n"));
    let text = warp::path!("text" / String).and(get()).and_then(param("n"));

    (raise.map(move |code: String| Error::from(mount.raise(&code))))
        .or(status.map(bare_status))
        .or(text.map(|n| Ok::<_, Error>(with_status(trial::OWN_WORDS, bare_status(n)?))))
        .or(warp::path!("panic").and(get()).then(panic))
        .or(warp::path!("private").and(get()).map(|| Error::from(trial::private())))
        .or(warp::path!("empty").and(get()).map(|| StatusCode::NO_CONTENT))
        .or(warp::path!("plain").and(get()).map(|| trial::PLAIN))
        .or(warp::path!("redirect").and(get()).map(|| with_header(StatusCode::FOUND, LOCATION, trial::REDIRECT)))
        .or(warp::path!("own").and(get()).map(own))
        .or(warp::path!("teapot").and(get()).map(teapot))
        .or(warp::path!("late").and(get()).map(move || Error::from(mount.late())))
        .or(warp::path!("long").and(get()).map(|| with_status(trial::long(), StatusCode::BAD_REQUEST)))
        .or(warp::path!("echo").and(post()).and(json(depot::BODY_LIMIT)).map(|echo: Echo| Json(echo)))
        .boxed()
}

fn bare_status(n: i64) -> Result<StatusCode> {
    StatusCode::from_u16(trial::bare_status(n)?).map_err(|error| errorbook::Error::internal(error).into())
}

async fn panic() -> StatusCode {
    panic!("{}", trial::PANIC)
}

fn own() -> impl Reply {
    let (name, value) = trial::OWN_HEADER;
    let json = with_header(trial::OWN_JSON, CONTENT_TYPE, errorbook::media_type::JSON);
    with_header(with_status(json, StatusCode::CONFLICT), name, value)
}

fn teapot() -> impl Reply {
    let teapot = Response::builder().status(StatusCode::IM_A_TEAPOT);
    let headers = trial::TEAPOT_HEADERS.into_iter();
    headers.fold(teapot, |teapot, (name, value)| teapot.header(name, value)).body("")
}
