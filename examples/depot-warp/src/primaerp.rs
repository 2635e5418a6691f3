//! Projects, under `/primaerp`.

use depot::error::{ChangeProjectError, CreateProjectError, FindProjectError, ListProjectsError, TokenError};
use depot::{Depot, Me, Mount, NewProject, PageQuery, Project, ProjectChange};
use errorbook_warp::{Json, Result, get, json, param, query};
use warp::http::header::{AUTHORIZATION, LOCATION};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::{with_header, with_status};
use warp::{Filter, Rejection, Reply, delete, post, put};

use crate::{trial, with};

pub(crate) fn routes(depot: Depot) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let depot = with(depot);
    let projects = warp::path!("v1" / "projects");
    let project = warp::path!("v1" / "projects" / String);

    (projects.and(get()).and(query()).and(depot.clone()).then(list))
        .or(projects.and(post()).and(json(depot::BODY_LIMIT)).and(depot.clone()).then(create))
        .or(project.and(get()).and_then(param("id")).and(depot.clone()).then(one))
        .or(project.and(put()).and_then(param("id")).and(json(depot::BODY_LIMIT)).and(depot.clone()).then(change))
        .or(project.and(delete()).and_then(param("id")).and(depot).then(remove))
        .or(warp::path!("v1" / "me").and(get()).and(warp::header::headers_cloned()).then(me))
        .or(trial::routes(Mount::Primaerp))
        .boxed()
}

pub(crate) async fn list(page: PageQuery, depot: Depot) -> Result<Json<Vec<Project>>, ListProjectsError> {
    Ok(Json(depot.projects(page.check().map_err(ListProjectsError::from)?).await.map_err(ListProjectsError::from)?))
}

pub(crate) async fn one(id: i64, depot: Depot) -> Result<Json<Project>, FindProjectError> {
    Ok(Json(depot.project(id).await?))
}

pub(crate) async fn create(new: NewProject, depot: Depot) -> Result<impl Reply, CreateProjectError> {
    let project = depot.create_project(new).await?;
    let location = project.location();
    Ok(with_header(with_status(Json(project), StatusCode::CREATED), LOCATION, location))
}

pub(crate) async fn change(id: i64, change: ProjectChange, depot: Depot) -> Result<Json<Project>, ChangeProjectError> {
    Ok(Json(depot.change_project(id, change).await?))
}

pub(crate) async fn remove(id: i64, depot: Depot) -> Result<StatusCode, FindProjectError> {
    depot.delete_project(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn me(headers: HeaderMap) -> Result<Json<Me>, TokenError> {
    Ok(Json(depot::me(headers.get(AUTHORIZATION).map(HeaderValue::as_bytes))?))
}
