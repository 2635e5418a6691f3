//! Projects, under `/primaerp`.

use std::convert::Infallible;

use depot::error::{ChangeProjectError, CreateProjectError, FindProjectError, ListProjectsError, TokenError};
use depot::{Depot, Me, NewProject, PageQuery, Project, ProjectChange};
use errorbook_rocket::{Json, Path, Query, Result};
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use rocket::response::status::Created;
use rocket::{Route, State, delete, get, post, put, routes};

pub(crate) fn routes() -> Vec<Route> {
    routes![list, one, create, change, remove, me]
}

#[get("/v1/projects")]
pub(crate) async fn list(
    depot: &State<Depot>,
    page: Query<PageQuery>,
) -> Result<Json<Vec<Project>>, ListProjectsError> {
    Ok(Json(depot.projects(page.0.check().map_err(ListProjectsError::from)?).await.map_err(ListProjectsError::from)?))
}

#[get("/v1/projects/<id>")]
pub(crate) async fn one(depot: &State<Depot>, id: Path<i64>) -> Result<Json<Project>, FindProjectError> {
    Ok(Json(depot.project(id.0).await?))
}

#[post("/v1/projects", data = "<new>")]
pub(crate) async fn create(
    depot: &State<Depot>,
    new: Json<NewProject>,
) -> Result<Created<Json<Project>>, CreateProjectError> {
    let project = depot.create_project(new.0).await?;
    Ok(Created::new(project.location()).body(Json(project)))
}

#[put("/v1/projects/<id>", data = "<change>")]
pub(crate) async fn change(
    depot: &State<Depot>,
    id: Path<i64>,
    change: Json<ProjectChange>,
) -> Result<Json<Project>, ChangeProjectError> {
    Ok(Json(depot.change_project(id.0, change.0).await?))
}

#[delete("/v1/projects/<id>")]
pub(crate) async fn remove(depot: &State<Depot>, id: Path<i64>) -> Result<Status, FindProjectError> {
    depot.delete_project(id.0).await?;
    Ok(Status::NoContent)
}

#[get("/v1/me")]
pub(crate) async fn me(authorization: Authorization<'_>) -> Result<Json<Me>, TokenError> {
    Ok(Json(depot::me(authorization.0)?))
}

/// The `authorization` header of a request, if there is one.
pub(crate) struct Authorization<'r>(Option<&'r [u8]>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Authorization<'r> {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Authorization<'r>, Infallible> {
        Outcome::Success(Authorization(request.headers().get_one("authorization").map(str::as_bytes)))
    }
}
