//! Parts, work orders and the server's state, under `/ayanova`.

use std::future::{Ready, ready};

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{self, ServiceConfig, ThinData};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use depot::error::{
    ChangePartError, CreatePartError, DeletePartError, FindPartError, ServerStateError, WorkOrderError,
};
use depot::{CurrentState, Data, Depot, NewPart, NewWorkOrder, Part, PartChange, StateChange};
use errorbook_actix::{Error, Json, Path, Result, get};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/api/v8/part").post(create_part))
        .service(web::resource("/api/v8/part/{id}").route(get().to(part)).put(change_part).delete(delete_part))
        .service(web::resource("/api/v8/workorder").post(create_work_order))
        .service(web::resource("/api/v8/server-state").put(change_state));
}

pub(crate) async fn admit(
    ThinData(depot): ThinData<Depot>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> actix_web::Result<ServiceResponse<impl MessageBody>> {
    depot.admit(request.path()).await.map_err(<Error>::from)?;
    next.call(request).await
}

pub(crate) async fn part(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
) -> Result<Json<Data<Part>>, FindPartError> {
    Ok(Json(depot.part(id).await?.into()))
}

pub(crate) async fn create_part(
    ThinData(depot): ThinData<Depot>,
    Json(new): Json<NewPart>,
) -> Result<impl Responder, CreatePartError> {
    Ok((Json(Data::from(depot.create_part(new).await?)), StatusCode::CREATED))
}

pub(crate) async fn change_part(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
    Json(change): Json<PartChange>,
) -> Result<Json<Data<Part>>, ChangePartError> {
    Ok(Json(depot.change_part(id, change).await?.into()))
}

pub(crate) async fn delete_part(
    ThinData(depot): ThinData<Depot>,
    Path(id): Path<i64>,
) -> Result<HttpResponse, DeletePartError> {
    depot.delete_part(id).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub(crate) async fn create_work_order(
    ThinData(depot): ThinData<Depot>,
    Json(new): Json<NewWorkOrder>,
) -> Result<impl Responder, WorkOrderError> {
    Ok((Json(Data::from(depot.create_work_order(new).await?)), StatusCode::CREATED))
}

pub(crate) async fn change_state(
    _: Operator,
    ThinData(depot): ThinData<Depot>,
    Json(change): Json<StateChange>,
) -> Result<Json<Data<CurrentState>>, ServerStateError> {
    Ok(Json(depot.change_state(change).await?.into()))
}

/// A client who may change the server's state.
pub(crate) struct Operator;

impl FromRequest for Operator {
    type Error = Error;
    type Future = Ready<Result<Operator>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let authorization = request.headers().get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        ready(depot::operator(authorization).map(|()| Operator).map_err(<Error>::from))
    }
}
