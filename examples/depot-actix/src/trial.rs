//! The routes for trying things. They are the same under each mount.

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Responder, Route};
use depot::Mount;
use depot::trial::{self, Echo};
use errorbook_actix::{Error, Json, Path, Result, get};

pub(crate) fn routes(mount: Mount) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let mut serve = |path: &str, route: Route| {
            config.service(web::resource(path).route(route));
        };
        let raise = move |Path(code): Path<String>| async move { Error::from(mount.raise(&code)) };
        serve("/raise/{code}", get().to(raise));
        serve("/status/{n}", get().to(async |Path(n): Path<i64>| bare_status(n).map(HttpResponse::new)));
        serve(
            "/text/{n}",
            get().to(async |Path(n): Path<i64>| bare_status(n).map(|status| (trial::OWN_WORDS, status))),
        );
        serve("/panic", get().to(panic));
        serve("/private", get().to(async || Error::from(trial::private())));
        serve("/empty", get().to(HttpResponse::NoContent));
        serve("/plain", get().to(async || trial::PLAIN));
        serve("/redirect", get().to(async || web::Redirect::to(trial::REDIRECT).using_status_code(StatusCode::FOUND)));
        serve("/own", get().to(own));
        serve("/teapot", get().to(teapot));
        serve("/late", get().to(move || async move { Error::from(mount.late()) }));
        serve("/long", get().to(async || (trial::long(), StatusCode::BAD_REQUEST)));
        serve("/echo", web::post().to(async |Json(echo): Json<Echo>| Json(echo)));
    }
}

fn bare_status(n: i64) -> Result<StatusCode> {
    StatusCode::from_u16(trial::bare_status(n)?).map_err(|error| errorbook::Error::internal(error).into())
}

async fn panic() -> &'static str {
    panic!("{}", trial::PANIC)
}

async fn own() -> impl Responder {
    let json = (header::CONTENT_TYPE, errorbook::media_type::JSON);
    HttpResponse::Conflict().insert_header(json).insert_header(trial::OWN_HEADER).body(trial::OWN_JSON)
}

async fn teapot() -> impl Responder {
    let mut teapot = HttpResponse::ImATeapot();
    for header in trial::TEAPOT_HEADERS {
        teapot.append_header(header);
    }
    teapot
}
