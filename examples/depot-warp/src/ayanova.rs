//! Parts, work orders and the server's state, under `/ayanova`.

use depot::error::{
    ChangePartError, CreatePartError, DeletePartError, FindPartError, ServerStateError, WorkOrderError,
};
use depot::{CurrentState, Data, Depot, Mount, NewPart, NewWorkOrder, Part, PartChange, StateChange};
use errorbook_warp::{Error, Json, Result, get, json, param};
use warp::http::header::AUTHORIZATION;
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::path::FullPath;
use warp::reply::with_status;
use warp::{Filter, Rejection, Reply, delete, post, put};

use crate::{trial, with};

pub(crate) fn routes(depot: Depot) -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync {
    let depot = with(depot);
    let part = warp::path!("api" / "v8" / "part" / String);
    let parts = warp::path!("api" / "v8" / "part");
    let work_orders = warp::path!("api" / "v8" / "workorder");
    let state = warp::path!("api" / "v8" / "server-state");

    let routes = (part.and(get()).and_then(param("id")).and(depot.clone()).then(one))
        .or(parts.and(post()).and(json(depot::BODY_LIMIT)).and(depot.clone()).then(create))
        .or(part.and(put()).and_then(param("id")).and(json(depot::BODY_LIMIT)).and(depot.clone()).then(change))
        .or(part.and(delete()).and_then(param("id")).and(depot.clone()).then(remove))
        .or(work_orders.and(post()).and(json(depot::BODY_LIMIT)).and(depot.clone()).then(create_work_order))
        .or(state.and(put()).and(operator()).and(json(depot::BODY_LIMIT)).and(depot.clone()).then(change_state))
        .or(trial::routes(Mount::Ayanova))
        .boxed();
    depot.and(warp::path::full()).and_then(admit).untuple_one().and(routes)
}

async fn admit(depot: Depot, path: FullPath) -> std::result::Result<(), Rejection> {
    Ok(depot.admit(path.as_str()).await.map_err(<Error>::from)?)
}

pub(crate) async fn one(id: i64, depot: Depot) -> Result<Json<Data<Part>>, FindPartError> {
    Ok(Json(depot.part(id).await?.into()))
}

pub(crate) async fn create(new: NewPart, depot: Depot) -> Result<impl Reply, CreatePartError> {
    Ok(with_status(Json(Data::from(depot.create_part(new).await?)), StatusCode::CREATED))
}

pub(crate) async fn change(id: i64, change: PartChange, depot: Depot) -> Result<Json<Data<Part>>, ChangePartError> {
    Ok(Json(depot.change_part(id, change).await?.into()))
}

pub(crate) async fn remove(id: i64, depot: Depot) -> Result<StatusCode, DeletePartError> {
    depot.delete_part(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn create_work_order(new: NewWorkOrder, depot: Depot) -> Result<impl Reply, WorkOrderError> {
    Ok(with_status(Json(Data::from(depot.create_work_order(new).await?)), StatusCode::CREATED))
}

pub(crate) async fn change_state(
    change: StateChange,
    depot: Depot,
) -> Result<Json<Data<CurrentState>>, ServerStateError> {
    Ok(Json(depot.change_state(change).await?.into()))
}

/// Lets somebody pass who may change the server's state.
fn operator() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    async fn check(headers: HeaderMap) -> std::result::Result<(), Rejection> {
        let authorization = headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
        Ok(depot::operator(authorization).map_err(<Error>::from)?)
    }
    warp::header::headers_cloned().and_then(check).untuple_one()
}
