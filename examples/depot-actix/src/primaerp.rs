//! Projects, under `/primaerp`.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, ServiceConfig, ThinData};
use actix_web::{HttpRequest, HttpResponse, Responder};
use depot::error::{ChangeProjectError, CreateProjectError, FindProjectError, ListProjectsError, TokenError};
use depot::{Depot, Me, NewProject, PageQuery, Project, ProjectChange};
use errorbook_actix::{Json, Path, Query, Result, get};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/v1/projects").route(get().to(list)).post(create))
        .service(web::resource("/v1/projects/{id}").route(get().to(one)).put(change).delete(delete))
        .service(web::resource("/v1/me").route(get().to(me)));
}

pub(crate) async fn list(
    ThinData(depot): ThinData<Depot>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Vec<Project>>, ListProjectsError> {
    Ok(Json(depot.projects(page.check().map_err(ListProjectsError::from)?).await.map_err(ListProjectsError::from)?))
}

pub(crate) async fn one(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
) -> Result<Json<Project>, FindProjectError> {
    Ok(Json(depot.project(id).await?))
}

pub(crate) async fn create(
    ThinData(depot): ThinData<Depot>,
    Json(new): Json<NewProject>,
) -> Result<impl Responder, CreateProjectError> {
    let project = depot.create_project(new).await?;
    let location = (header::LOCATION, project.location());
    Ok(Json(project).customize().with_status(StatusCode::CREATED).insert_header(location))
}

pub(crate) async fn change(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
    Json(change): Json<ProjectChange>,
) -> Result<Json<Project>, ChangeProjectError> {
    Ok(Json(depot.change_project(id, change).await?))
}

pub(crate) async fn delete(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
) -> Result<HttpResponse, FindProjectError> {
    depot.delete_project(id).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub(crate) async fn me(request: HttpRequest) -> Result<Json<Me>, TokenError> {
    Ok(Json(depot::me(request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes))?))
}
