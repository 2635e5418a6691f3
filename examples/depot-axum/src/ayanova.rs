//! Parts, work orders and the server's state, under `/ayanova`.

use axum::Router;
use axum::extract::{FromRequestParts, OriginalUri, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use depot::error::{
    ChangePartError, CreatePartError, DeletePartError, FindPartError, ServerStateError, WorkOrderError,
};
use depot::{CurrentState, Data, Depot, Mount, NewPart, NewWorkOrder, Part, PartChange, StateChange};
use errorbook_axum::{Error, Json, Path, Result};

use crate::trial;

pub(crate) fn routes(depot: Depot) -> Router {
    Router::new()
        .route("/api/v8/part", post(create_part))
        .route("/api/v8/part/{id}", get(part).put(change_part).delete(delete_part))
        .route("/api/v8/workorder", post(create_work_order))
        .route("/api/v8/server-state", put(change_state))
        .merge(trial::routes(Mount::Ayanova))
        .layer(from_fn_with_state(depot.clone(), admit))
        .with_state(depot)
}

async fn admit(
    State(depot): State<Depot>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Result<Response> {
    depot.admit(uri.path()).await?;
    Ok(next.run(request).await)
}

pub(crate) async fn part(State(depot): State<Depot>, Path(id): Path<i64>) -> Result<Json<Data<Part>>, FindPartError> {
    Ok(Json(depot.part(id).await?.into()))
}

pub(crate) async fn create_part(
    State(depot): State<Depot>,
    Json(new): Json<NewPart>,
) -> Result<impl IntoResponse, CreatePartError> {
    Ok((StatusCode::CREATED, Json(Data::from(depot.create_part(new).await?))))
}

pub(crate) async fn change_part(
    State(depot): State<Depot>,
    Path(id): Path<i64>,
    Json(change): Json<PartChange>,
) -> Result<Json<Data<Part>>, ChangePartError> {
    Ok(Json(depot.change_part(id, change).await?.into()))
}

pub(crate) async fn delete_part(
    State(depot): State<Depot>,
    Path(id): Path<i64>,
) -> Result<StatusCode, DeletePartError> {
    depot.delete_part(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn create_work_order(
    State(depot): State<Depot>,
    Json(new): Json<NewWorkOrder>,
) -> Result<impl IntoResponse, WorkOrderError> {
    Ok((StatusCode::CREATED, Json(Data::from(depot.create_work_order(new).await?))))
}

pub(crate) async fn change_state(
    _: Operator,
    State(depot): State<Depot>,
    Json(change): Json<StateChange>,
) -> Result<Json<Data<CurrentState>>, ServerStateError> {
    Ok(Json(depot.change_state(change).await?.into()))
}

/// A client who may change the server's state.
pub(crate) struct Operator;

impl<S: Sync> FromRequestParts<S> for Operator {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Operator> {
        depot::operator(parts.headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes))?;
        Ok(Operator)
    }
}
