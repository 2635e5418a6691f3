//! The depot on Rocket: routes and guards. Everything else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::io::{self, Cursor};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, LazyLock, OnceLock};

use depot::{Depot, Health, Html, Mount, Promises, Served, Shutdown, StartError, promise};
use errorbook_rocket::{ErrorBook, Json, Pages};
use rocket::config::LogLevel;
use rocket::data::{Data, Limits, ToByteUnit as _};
use rocket::error::ErrorKind;
use rocket::fairing::{AdHoc, Fairing, Info, Kind};
use rocket::http::Method;
use rocket::response::{self, Responder, Response};
use rocket::{Build, Config, Request, Rocket, config, get, routes};
use serde_json::Value;

fn main() -> ExitCode {
    depot::run_at("depot-rocket", serve)
}

async fn serve(address: SocketAddr, depot: Depot, shutdown: Shutdown) -> Served {
    let failed_announcement = Arc::new(OnceLock::new());
    let rocket = app(depot, address).attach(announcement(Arc::clone(&failed_announcement))).attach(end(shutdown));
    // Rocket's error panics if nobody has read it, and its source can only be copied.
    rocket.launch().await.map(drop).or_else(|error| match error.kind() {
        ErrorKind::Bind(source) => {
            let source = source.raw_os_error().map_or_else(|| source.kind().into(), io::Error::from_raw_os_error);
            Err(StartError::Listen { address, source })
        }
        // Connections are still open after the grace period, as on the other servers: browsers keep spare connections open.
        ErrorKind::Shutdown(_, None) => {
            depot::warn_of_open_connections();
            Ok(())
        }
        other => Err(StartError::Serve(other.to_string().into())),
    })?;
    match Arc::into_inner(failed_announcement).and_then(OnceLock::into_inner) {
        Some(error) => Err(error.into()),
        None => Ok(()),
    }
}

fn app(depot: Depot, address: SocketAddr) -> Rocket<Build> {
    let mount = |mount: Mount, routes| ErrorBook::from(mount.policy()).mount(mount.prefix(), routes);
    rocket::custom(configuration(address))
        .attach(Posts)
        .attach(ayanova::Admission(depot.clone()))
        .attach(ErrorBook::from(Mount::Http.policy()).mount("/", routes![health, openapi, try_page, try_elsewhere]))
        .attach(mount(Mount::Http, trial::routes()))
        .attach(mount(Mount::Primaerp, [primaerp::routes(), trial::routes()].concat()))
        .attach(mount(Mount::Ayanova, [ayanova::routes(), trial::routes()].concat()))
        .mount("/", Pages::new(depot::ERRORS, depot::BOOKS).service("Depot"))
        .manage(depot)
}

#[get("/health")]
fn health() -> Json<Health> {
    Json(depot::HEALTH)
}

#[get("/openapi.json")]
fn openapi() -> Json<&'static Value> {
    Json(&*DOCUMENT)
}

#[get("/try")]
fn try_page() -> Page {
    Page(depot::try_page())
}

#[get("/try/elsewhere")]
fn try_elsewhere() -> Page {
    Page(depot::try_elsewhere())
}

struct Page(&'static Html);

impl<'r> Responder<'r, 'static> for Page {
    fn respond_to(self, _request: &'r Request<'_>) -> response::Result<'static> {
        let mut page = Response::new();
        for (name, value) in self.0.headers() {
            page.set_raw_header(name, value);
        }
        page.set_sized_body(self.0.text().len(), Cursor::new(self.0.text()));
        Ok(page)
    }
}

/// Returns the configuration of Rocket. It does not use the environment, because the depot has its own options.
fn configuration(address: SocketAddr) -> Config {
    Config {
        address: address.ip(),
        port: address.port(),
        limits: Limits::new().limit("json", depot::BODY_LIMIT.bytes()),
        log_level: LogLevel::Off,
        cli_colors: false,
        // The depot handles the signals, and has its own time limit for open connections.
        shutdown: config::Shutdown { ctrlc: false, signals: [].into(), grace: 1, mercy: 1, ..Default::default() },
        ..Config::release_default()
    }
}

/// Keeps a POST a POST. Otherwise Rocket takes the method from a form field `_method`, so that a POST could delete.
struct Posts;

#[rocket::async_trait]
impl Fairing for Posts {
    fn info(&self) -> Info {
        Info { name: "posts", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        let is_form = request.content_type().is_some_and(|content_type| content_type.is_form());
        if is_form && data.peek(64).await.split(|byte| *byte == b'&').any(|pair| pair.starts_with(b"_method=")) {
            request.set_method(Method::Post);
        }
    }
}

/// Prints the address of the server. If that fails, Rocket is stopped, because nobody would know the address.
fn announcement(failed: Arc<OnceLock<StartError>>) -> AdHoc {
    AdHoc::on_liftoff("announcement", |rocket| {
        Box::pin(async move {
            let address = SocketAddr::new(rocket.config().address, rocket.config().port);
            if let Err(error) = depot::announce(address) {
                let _ = failed.set(error);
                rocket.shutdown().notify();
            }
        })
    })
}

fn end(shutdown: Shutdown) -> AdHoc {
    AdHoc::on_liftoff("end", |rocket| {
        Box::pin(async move {
            let end = rocket.shutdown();
            rocket::tokio::spawn(async move {
                shutdown.requested().await;
                end.notify();
            });
        })
    })
}

/// The OpenAPI document. It is created once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    depot::document(&Promises {
        list_projects: promise(primaerp::list),
        project: promise(primaerp::one),
        create_project: promise(primaerp::create),
        change_project: promise(primaerp::change),
        delete_project: promise(primaerp::remove),
        me: promise(primaerp::me),
        part: promise(ayanova::part),
        create_part: promise(ayanova::create_part),
        change_part: promise(ayanova::change_part),
        delete_part: promise(ayanova::delete_part),
        create_work_order: promise(ayanova::create_work_order),
        change_state: promise(ayanova::change_state),
    })
});
