//! Projects, under `/primaerp`.

use depot::{Depot, Me, NewProject, PageQuery, Project, ProjectChange};
use errorbook_rocket::{Error, Json, Path, Query, Result};
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use rocket::response::status::Created;
use rocket::{Route, State, delete, get, post, put, routes};

pub(crate) fn routes() -> Vec<Route> {
    routes![list, one, create, change, remove, me]
}

#[get("/v1/projects")]
async fn list(depot: &State<Depot>, page: Query<PageQuery>) -> Result<Json<Vec<Project>>> {
    Ok(Json(depot.projects(page.0.check()?).await?))
}

#[get("/v1/projects/<id>")]
async fn one(depot: &State<Depot>, id: Path<i64>) -> Result<Json<Project>> {
    Ok(Json(depot.project(id.0).await?))
}

#[post("/v1/projects", data = "<new>")]
async fn create(depot: &State<Depot>, new: Json<NewProject>) -> Result<Created<Json<Project>>> {
    let project = depot.create_project(new.0).await?;
    Ok(Created::new(project.location()).body(Json(project)))
}

#[put("/v1/projects/<id>", data = "<change>")]
async fn change(depot: &State<Depot>, id: Path<i64>, change: Json<ProjectChange>) -> Result<Json<Project>> {
    Ok(Json(depot.change_project(id.0, change.0).await?))
}

#[delete("/v1/projects/<id>")]
async fn remove(depot: &State<Depot>, id: Path<i64>) -> Result<Status> {
    depot.delete_project(id.0).await?;
    Ok(Status::NoContent)
}

#[get("/v1/me")]
fn me(user: User) -> Json<Me> {
    Json(user.0)
}

/// Who sends the request.
struct User(Me);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for User {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<User, Error> {
        match depot::me(request.headers().get_one("authorization").map(str::as_bytes)) {
            Ok(me) => Outcome::Success(User(me)),
            Err(code) => Outcome::Error(Error::from(code).reject(request)),
        }
    }
}
