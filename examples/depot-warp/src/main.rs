//! The depot on warp: routes and extractors. All else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::convert::Infallible;
use std::process::ExitCode;
use std::sync::LazyLock;

use depot::{Depot, Html, Mount, Promises, promise};
use errorbook_warp::{ErrorBook, Json, Pages, get, serve};
use serde_json::Value;
use tokio::net::TcpListener;
use warp::http::Response;
use warp::{Filter, Rejection, Reply};

fn main() -> ExitCode {
    depot::run("depot-warp", |listener, depot, shutdown| async move {
        let listener = TcpListener::from_std(listener)?;
        serve(ErrorBook::from(Mount::Http.policy()).service(routes(depot)), listener, shutdown.requested()).await;
        Ok(())
    })
}

/// The groups of routes are boxed: otherwise the compiler makes one type of all routes, which takes it most of a minute.
fn routes(depot: Depot) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Send + Sync {
    let health = warp::path!("health").and(get()).map(|| Json(depot::HEALTH));
    let document = warp::path!("openapi.json").and(get()).map(|| Json(&*DOCUMENT));
    let errors = Pages::new(depot::ERRORS, depot::BOOKS).service("Depot").routes();
    let try_page = warp::path!("try").and(get()).map(|| page(depot::try_page()));
    let elsewhere = warp::path!("try" / "elsewhere").and(get()).map(|| page(depot::try_elsewhere()));
    let http = warp::path(Mount::Http.name()).and(trial::routes(Mount::Http));
    let primaerp = mount(Mount::Primaerp, primaerp::routes(depot.clone()));
    let ayanova = mount(Mount::Ayanova, ayanova::routes(depot));
    primaerp.or(ayanova).or(http).or(health).or(document).or(errors).or(try_page).or(elsewhere)
}

fn mount<R: Reply + 'static>(
    mount: Mount,
    routes: impl Filter<Extract = (R,), Error = Rejection> + Send + Sync + 'static,
) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path(mount.name()).and(ErrorBook::from(mount.policy()).wrap(routes))
}

fn page(html: &'static Html) -> impl Reply {
    let page = html.headers().into_iter().fold(Response::builder(), |page, (name, value)| page.header(name, value));
    page.body(html.text())
}

/// Gives each request the depot.
fn with(depot: Depot) -> impl Filter<Extract = (Depot,), Error = Infallible> + Clone + Send + Sync {
    warp::any().map(move || depot.clone())
}

/// The OpenAPI document, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    depot::document(&Promises {
        list_projects: promise(primaerp::list),
        project: promise(primaerp::one),
        create_project: promise(primaerp::create),
        change_project: promise(primaerp::change),
        delete_project: promise(primaerp::remove),
        me: promise(primaerp::me),
        part: promise(ayanova::one),
        create_part: promise(ayanova::create),
        change_part: promise(ayanova::change),
        delete_part: promise(ayanova::remove),
        create_work_order: promise(ayanova::create_work_order),
        change_state: promise(ayanova::change_state),
    })
});
