//! The depot on actix-web: routes and extractors. All else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::process::ExitCode;

use actix_web::web::{self, PayloadConfig, ThinData};
use actix_web::{App, HttpServer};
use depot::Mount;
use errorbook_actix::{ErrorBook, Json, get};

fn main() -> ExitCode {
    depot::run("depot-actix", |listener, depot, shutdown| async move {
        let app = move || {
            App::new()
                .app_data(PayloadConfig::new(depot::BODY_LIMIT))
                .app_data(ThinData(depot.clone()))
                .configure(routes)
                .wrap(ErrorBook::new(Mount::Http.book()))
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
        .service(mount(Mount::Http))
        .service(mount(Mount::Primaerp).configure(primaerp::routes).wrap(ErrorBook::new(Mount::Primaerp.book())))
        .service(
            mount(Mount::Ayanova)
                .configure(ayanova::routes)
                .wrap(actix_web::middleware::from_fn(ayanova::admit))
                .wrap(ErrorBook::new(Mount::Ayanova.book())),
        );
}
