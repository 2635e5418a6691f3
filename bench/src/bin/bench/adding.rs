//! What it costs a small service to add errorbook: on each framework the same route, with an error written by hand and with an
//! error of a book.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::building::{Spent, cargo, package, path};

/// A framework, and its service without and with errorbook.
struct Service {
    framework: &'static str,
    adapter: &'static str,
    dependencies: &'static str,
    by_hand: &'static str,
    with_book: &'static str,
}

const SERVICES: [Service; 4] = [
    Service {
        framework: "axum",
        adapter: "errorbook-axum",
        dependencies: r#"axum = "0.8"
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }"#,
        by_hand: r#"
use axum::{Json, Router, extract::Path, http::StatusCode, routing::get};

async fn project(Path(id): Path<usize>) -> Result<&'static str, (StatusCode, Json<Fault>)> {
    NAMES.get(id).copied().ok_or((StatusCode::NOT_FOUND, Json(FAULT)))
}

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    axum::serve(listener, Router::new().route("/projects/{id}", get(project))).await.unwrap();
}"#,
        with_book: r#"
use axum::{Router, routing::get};
use errorbook::primaerp;
use errorbook_axum::{ErrorBook, Path, Result};

async fn project(Path(id): Path<usize>) -> Result<&'static str> {
    Ok(NAMES.get(id).ok_or(primaerp::OBJECT_NOT_FOUND)?)
}

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let app = Router::new().route("/projects/{id}", get(project)).layer(ErrorBook::new(&primaerp::BOOK));
    axum::serve(listener, app).await.unwrap();
}"#,
    },
    Service {
        framework: "actix-web",
        adapter: "errorbook-actix",
        dependencies: r#"actix-web = { version = "4", default-features = false, features = ["macros"] }
serde = { version = "1", features = ["derive"] }"#,
        by_hand: r#"
use actix_web::{App, HttpResponse, HttpServer, web};

async fn project(id: web::Path<usize>) -> HttpResponse {
    NAMES.get(*id).map_or_else(|| HttpResponse::NotFound().json(FAULT), |name| HttpResponse::Ok().body(*name))
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let app = || App::new().service(web::resource("/projects/{id}").route(web::get().to(project)));
    HttpServer::new(app).bind(("127.0.0.1", 0))?.run().await
}"#,
        with_book: r#"
use actix_web::{App, HttpServer, web};
use errorbook::primaerp;
use errorbook_actix::{ErrorBook, Path, Result, get};

async fn project(Path(id): Path<usize>) -> Result<&'static str> {
    Ok(NAMES.get(id).copied().ok_or(primaerp::OBJECT_NOT_FOUND)?)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let project = || web::resource("/projects/{id}").route(get().to(project));
    let app = move || App::new().service(project()).wrap(ErrorBook::new(&primaerp::BOOK));
    HttpServer::new(app).bind(("127.0.0.1", 0))?.run().await
}"#,
    },
    Service {
        framework: "Rocket",
        adapter: "errorbook-rocket",
        dependencies: r#"rocket = { version = "0.5", default-features = false, features = ["json"] }
serde = { version = "1", features = ["derive"] }"#,
        by_hand: r#"
use rocket::{get, http::Status, launch, routes, serde::json::Json};

#[get("/projects/<id>")]
fn project(id: usize) -> Result<&'static str, (Status, Json<Fault>)> {
    NAMES.get(id).copied().ok_or((Status::NotFound, Json(FAULT)))
}

#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![project])
}"#,
        with_book: r#"
use errorbook::primaerp;
use errorbook_rocket::{ErrorBook, Path, Result};
use rocket::{get, launch, routes};

#[get("/projects/<id>")]
fn project(id: Path<usize>) -> Result<&'static str> {
    Ok(NAMES.get(id.0).ok_or(primaerp::OBJECT_NOT_FOUND)?)
}

#[launch]
fn rocket() -> _ {
    rocket::build().attach(ErrorBook::new(&primaerp::BOOK).mount("/", routes![project]))
}"#,
    },
    Service {
        framework: "warp",
        adapter: "errorbook-warp",
        dependencies: r#"serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
warp = { version = "0.4", default-features = false, features = ["server"] }"#,
        by_hand: r#"
use warp::{Filter, Reply, http::StatusCode, reply};

fn project(id: usize) -> reply::Response {
    let unknown = || reply::with_status(reply::json(&FAULT), StatusCode::NOT_FOUND).into_response();
    NAMES.get(id).map_or_else(unknown, |name| name.into_response())
}

#[tokio::main]
async fn main() {
    warp::serve(warp::path!("projects" / usize).and(warp::get()).map(project)).run(([127, 0, 0, 1], 0)).await;
}"#,
        with_book: r#"
use errorbook::primaerp;
use errorbook_warp::{ErrorBook, Result, get, param};
use warp::Filter;

async fn project(id: usize) -> Result<&'static str> {
    Ok(NAMES.get(id).ok_or(primaerp::OBJECT_NOT_FOUND)?)
}

#[tokio::main]
async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let projects = warp::path!("projects" / String).and(get()).and_then(param("id")).then(project);
    errorbook_warp::serve(ErrorBook::new(&primaerp::BOOK).service(projects), listener, std::future::pending()).await;
}"#,
    },
];

const NAMES: &str = r#"const NAMES: [&str; 2] = ["Alpha", "Beta"];"#;
const FAULT: &str = r#"
#[derive(serde::Serialize)]
struct Fault {
    code: &'static str,
    message: &'static str,
}
const FAULT: Fault = Fault { code: "PE01-1101", message: "Object not found" };"#;

/// What errorbook adds to a small service, as a row of a table in Markdown.
pub(crate) struct Added {
    framework: &'static str,
    by_hand: Program,
    with_book: Program,
}

/// The program of a service, built from nothing.
struct Program {
    spent: Spent,
    crates: usize,
    /// In KiB, without debug information and symbols.
    size: u64,
}

/// Builds each service from nothing, without errorbook and with it.
pub(crate) fn measure(each: impl Fn(Added)) -> Result<()> {
    SERVICES.iter().try_for_each(|service| Added::measure(service).map(&each))
}

impl Added {
    /// The head of the table.
    pub(crate) const HEAD: &'static str = "| framework | crates | more | seconds | more | CPU seconds | more | KiB | more |\n\
         |---|---|---|---|---|---|---|---|---|\n";

    fn measure(service: &Service) -> Result<Added> {
        let Service { framework, adapter, dependencies, by_hand, with_book } = service;
        eprintln!("building the service on {framework}");
        let ours = format!("{dependencies}\n{}\n{}", path("errorbook", "core"), path(adapter, &folder(adapter)));
        Ok(Added {
            framework,
            by_hand: Program::build(dependencies, &format!("{NAMES}{FAULT}{by_hand}"))?,
            with_book: Program::build(&ours, &format!("{NAMES}{with_book}"))?,
        })
    }
}

/// The folder of an adapter's package.
fn folder(adapter: &str) -> String {
    adapter.replace("errorbook", "adapter")
}

impl Program {
    fn build(dependencies: &str, source: &str) -> Result<Program> {
        let directory = package(dependencies, "main.rs", source)?;
        cargo(directory.path(), "fetch")?;
        let (said, spent) = Spent::by(|| cargo(directory.path(), "build"))?;
        let size = stripped(&directory.path().join("target/debug/built"))?;
        // All but the service itself.
        let crates = said.lines().filter(|line| line.trim().starts_with("Compiling")).count() - 1;
        Ok(Program { spent, crates, size })
    }
}

/// The size of a program in KiB, without debug information and symbols.
fn stripped(program: &Path) -> Result<u64> {
    let ran = Command::new("strip").arg(program).output()?;
    if ran.status.success() {
        Ok(program.metadata()?.len() / 1024)
    } else {
        Err(String::from_utf8_lossy(&ran.stderr).into())
    }
}

impl fmt::Display for Added {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Added { framework, by_hand, with_book } = self;
        let seconds = |one: f64, other: f64| format!("{one:.1} | {:+.1}", other - one);
        writeln!(
            f,
            "| {framework} | {} | {:+} | {} | {} | {} | {:+} |",
            by_hand.crates,
            with_book.crates as i64 - by_hand.crates as i64,
            seconds(by_hand.spent.wall.as_secs_f64(), with_book.spent.wall.as_secs_f64()),
            seconds(by_hand.spent.processor.as_secs_f64(), with_book.spent.processor.as_secs_f64()),
            by_hand.size,
            with_book.size as i64 - by_hand.size as i64,
        )
    }
}
