//! The depot on warp: routes and extractors. All else is in the package `depot`.

mod ayanova;
mod primaerp;
mod trial;

use std::convert::Infallible;
use std::process::ExitCode;

use depot::{Depot, Mount};
use errorbook_warp::{ErrorBook, Json, get, serve};
use tokio::net::TcpListener;
use warp::{Filter, Rejection, Reply};

fn main() -> ExitCode {
    depot::run("depot-warp", |listener, depot, shutdown| async move {
        let listener = TcpListener::from_std(listener)?;
        serve(ErrorBook::new(Mount::Http.book()).service(routes(depot)), listener, shutdown.requested()).await;
        Ok(())
    })
}

fn routes(depot: Depot) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Send + Sync {
    let health = warp::path!("health").and(get()).map(|| Json(depot::HEALTH));
    let http = warp::path(Mount::Http.name()).and(trial::routes(Mount::Http));
    let primaerp = mount(Mount::Primaerp, primaerp::routes(depot.clone()));
    let ayanova = mount(Mount::Ayanova, ayanova::routes(depot));
    primaerp.or(ayanova).or(http).or(health)
}

fn mount<R: Reply + 'static>(
    mount: Mount,
    routes: impl Filter<Extract = (R,), Error = Rejection> + Send + Sync + 'static,
) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    warp::path(mount.name()).and(ErrorBook::new(mount.book()).wrap(routes))
}

/// Gives each request the depot.
fn with(depot: Depot) -> impl Filter<Extract = (Depot,), Error = Infallible> + Clone + Send + Sync {
    warp::any().map(move || depot.clone())
}
