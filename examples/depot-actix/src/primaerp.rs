//! Projects, under `/primaerp`.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, ServiceConfig, ThinData};
use actix_web::{HttpRequest, HttpResponse, Responder};
use depot::{Depot, Me, NewProject, PageQuery, Project, ProjectChange};
use errorbook_actix::{Json, Path, Query, Result, get};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/v1/projects").route(get().to(list)).post(create))
        .service(web::resource("/v1/projects/{id}").route(get().to(one)).put(change).delete(delete))
        .service(web::resource("/v1/me").route(get().to(me)));
}

async fn list(ThinData(depot): ThinData<Depot>, Query(page): Query<PageQuery>) -> Result<Json<Vec<Project>>> {
    Ok(Json(depot.projects(page.check()?).await?))
}

async fn one(ThinData(depot): ThinData<Depot>, Path(id): Path<i64>) -> Result<Json<Project>> {
    Ok(Json(depot.project(id).await?))
}

async fn create(ThinData(depot): ThinData<Depot>, Json(new): Json<NewProject>) -> Result<impl Responder> {
    let project = depot.create_project(new).await?;
    let location = (header::LOCATION, project.location());
    Ok(Json(project).customize().with_status(StatusCode::CREATED).insert_header(location))
}

async fn change(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
    Json(change): Json<ProjectChange>,
) -> Result<Json<Project>> {
    Ok(Json(depot.change_project(id, change).await?))
}

async fn delete(ThinData(depot): ThinData<Depot>, Path(id): Path<i64>) -> Result<HttpResponse> {
    depot.delete_project(id).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn me(request: HttpRequest) -> Result<Json<Me>> {
    Ok(Json(depot::me(request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes))?))
}
