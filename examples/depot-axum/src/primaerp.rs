//! Projects, under `/primaerp`.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use depot::{Depot, Me, Mount, NewProject, PageQuery, Project, ProjectChange};
use errorbook_axum::{Json, Path, Query, Result};

use crate::openapi::{Asked, Sent, Unknown};
use crate::trial;

pub(crate) fn routes(depot: Depot) -> Router {
    Router::new()
        .route("/v1/projects", get(list).post(create))
        .route("/v1/projects/{id}", get(one).put(change).delete(delete))
        .route("/v1/me", get(me))
        .merge(trial::routes(Mount::Primaerp))
        .with_state(depot)
}

#[utoipa::path(get, path = "/v1/projects", params(("skip" = Option<i64>, Query), ("top" = Option<i64>, Query)), responses((status = 200, body = [Project]), Asked))]
pub(crate) async fn list(State(depot): State<Depot>, Query(page): Query<PageQuery>) -> Result<Json<Vec<Project>>> {
    Ok(Json(depot.projects(page.check()?).await?))
}

#[utoipa::path(get, path = "/v1/projects/{id}", params(("id" = i64, Path)), responses((status = 200, body = Project), Asked))]
pub(crate) async fn one(State(depot): State<Depot>, Path(id): Path<i64>) -> Result<Json<Project>> {
    Ok(Json(depot.project(id).await?))
}

#[utoipa::path(post, path = "/v1/projects", request_body = NewProject, responses((status = 201, body = Project), Sent))]
pub(crate) async fn create(State(depot): State<Depot>, Json(new): Json<NewProject>) -> Result<impl IntoResponse> {
    let project = depot.create_project(new).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, project.location())], Json(project)))
}

#[utoipa::path(put, path = "/v1/projects/{id}", params(("id" = i64, Path)), request_body = ProjectChange, responses((status = 200, body = Project), Sent))]
pub(crate) async fn change(
    State(depot): State<Depot>,
    Path(id): Path<i64>,
    Json(change): Json<ProjectChange>,
) -> Result<Json<Project>> {
    Ok(Json(depot.change_project(id, change).await?))
}

#[utoipa::path(delete, path = "/v1/projects/{id}", params(("id" = i64, Path)), responses((status = 204), Asked))]
pub(crate) async fn delete(State(depot): State<Depot>, Path(id): Path<i64>) -> Result<StatusCode> {
    depot.delete_project(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/v1/me", responses((status = 200, body = Me), Unknown))]
pub(crate) async fn me(headers: HeaderMap) -> Result<Json<Me>> {
    Ok(Json(depot::me(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes))?))
}
