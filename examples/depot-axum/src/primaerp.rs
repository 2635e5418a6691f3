//! Projects, under `/primaerp`.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use depot::error::{ChangeProjectError, CreateProjectError, FindProjectError, ListProjectsError, TokenError};
use depot::{Depot, Me, Mount, NewProject, PageQuery, Project, ProjectChange};
use errorbook_axum::{Json, Path, Query, Result};

use crate::trial;

pub(crate) fn routes(depot: Depot) -> Router {
    Router::new()
        .route("/v1/projects", get(list).post(create))
        .route("/v1/projects/{id}", get(one).put(change).delete(delete))
        .route("/v1/me", get(me))
        .merge(trial::routes(Mount::Primaerp))
        .with_state(depot)
}

pub(crate) async fn list(
    State(depot): State<Depot>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Vec<Project>>, ListProjectsError> {
    Ok(Json(depot.projects(page.check().map_err(ListProjectsError::from)?).await.map_err(ListProjectsError::from)?))
}

pub(crate) async fn one(State(depot): State<Depot>, Path(id): Path<i64>) -> Result<Json<Project>, FindProjectError> {
    Ok(Json(depot.project(id).await?))
}

pub(crate) async fn create(
    State(depot): State<Depot>,
    Json(new): Json<NewProject>,
) -> Result<impl IntoResponse, CreateProjectError> {
    let project = depot.create_project(new).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, project.location())], Json(project)))
}

pub(crate) async fn change(
    State(depot): State<Depot>,
    Path(id): Path<i64>,
    Json(change): Json<ProjectChange>,
) -> Result<Json<Project>, ChangeProjectError> {
    Ok(Json(depot.change_project(id, change).await?))
}

pub(crate) async fn delete(State(depot): State<Depot>, Path(id): Path<i64>) -> Result<StatusCode, FindProjectError> {
    depot.delete_project(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn me(headers: HeaderMap) -> Result<Json<Me>, TokenError> {
    Ok(Json(depot::me(headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes))?))
}
