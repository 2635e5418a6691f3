//! The depot on actix-web: routes and extractors. Everything else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::process::ExitCode;
use std::sync::LazyLock;

use actix_web::web::{self, JsonConfig, ThinData};
use actix_web::{App, HttpResponse, HttpServer, Responder};
use depot::{Html, Mount, Promises, promise};
use errorbook_actix::{ErrorBook, Json, Pages, get};
use serde_json::Value;

fn main() -> ExitCode {
    depot::run("depot-actix", |listener, depot, shutdown| async move {
        let app = move || {
            App::new()
                .app_data(JsonConfig::default().limit(depot::BODY_LIMIT))
                .app_data(ThinData(depot.clone()))
                .configure(routes)
                .wrap(ErrorBook::from(Mount::Http.policy()))
        };
        let server = HttpServer::new(app).disable_signals().listen(listener)?.run();
        let handle = server.handle();
        tokio::select! {
            ended = server => ended?,
            () = async { shutdown.requested().await; handle.stop(true).await } => {}
        }
        Ok(())
    })
}

fn routes(config: &mut web::ServiceConfig) {
    let mount = |mount: Mount| web::scope(mount.prefix()).configure(trial::routes(mount));
    config
        .service(web::resource("/health").route(get().to(async || Json(depot::HEALTH))))
        .service(web::resource("/openapi.json").route(get().to(async || Json(&*DOCUMENT))))
        .service(Pages::new(depot::ERRORS, depot::BOOKS).service("Depot"))
        .service(web::resource("/try").route(get().to(async || page(depot::try_page()))))
        .service(web::resource("/try/elsewhere").route(get().to(async || page(depot::try_elsewhere()))))
        .service(mount(Mount::Http))
        .service(mount(Mount::Primaerp).configure(primaerp::routes).wrap(ErrorBook::from(Mount::Primaerp.policy())))
        .service(
            mount(Mount::Ayanova)
                .configure(ayanova::routes)
                .wrap(actix_web::middleware::from_fn(ayanova::admit))
                .wrap(ErrorBook::from(Mount::Ayanova.policy())),
        );
}

fn page(html: &'static Html) -> impl Responder {
    let mut page = HttpResponse::Ok();
    for header in html.headers() {
        page.insert_header(header);
    }
    page.body(html.text())
}

/// The OpenAPI document. It is created once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    depot::document(&Promises {
        list_projects: promise(primaerp::list),
        project: promise(primaerp::one),
        create_project: promise(primaerp::create),
        change_project: promise(primaerp::change),
        delete_project: promise(primaerp::delete),
        me: promise(primaerp::me),
        part: promise(ayanova::part),
        create_part: promise(ayanova::create_part),
        change_part: promise(ayanova::change_part),
        delete_part: promise(ayanova::delete_part),
        create_work_order: promise(ayanova::create_work_order),
        change_state: promise(ayanova::change_state),
    })
});
