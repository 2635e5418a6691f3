//! Parts, work orders and the server's state, under `/ayanova`.

use std::sync::{Mutex, PoisonError};

use depot::error::{
    AdmissionError, ChangePartError, CreatePartError, DeletePartError, FindPartError, ServerStateError, WorkOrderError,
};
use depot::{CurrentState, Data, Depot, NewPart, NewWorkOrder, Part, PartChange, StateChange, WorkOrder};
use errorbook_rocket::{Error, Json, Path, Result};
use rocket::fairing::{Fairing, Info, Kind};
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use rocket::response::Responder as _;
use rocket::{Response, Route, State, delete, get, post, put, routes};

pub(crate) fn routes() -> Vec<Route> {
    routes![part, create_part, change_part, delete_part, create_work_order, change_state]
}

#[get("/api/v8/part/<id>")]
pub(crate) async fn part(
    _admitted: Admitted,
    depot: &State<Depot>,
    id: Path<i64>,
) -> Result<Json<Data<Part>>, FindPartError> {
    Ok(Json(depot.part(id.0).await?.into()))
}

#[post("/api/v8/part", data = "<new>")]
pub(crate) async fn create_part(
    _admitted: Admitted,
    depot: &State<Depot>,
    new: Json<NewPart>,
) -> Result<(Status, Json<Data<Part>>), CreatePartError> {
    Ok((Status::Created, Json(depot.create_part(new.0).await?.into())))
}

#[put("/api/v8/part/<id>", data = "<change>")]
pub(crate) async fn change_part(
    _admitted: Admitted,
    depot: &State<Depot>,
    id: Path<i64>,
    change: Json<PartChange>,
) -> Result<Json<Data<Part>>, ChangePartError> {
    Ok(Json(depot.change_part(id.0, change.0).await?.into()))
}

#[delete("/api/v8/part/<id>")]
pub(crate) async fn delete_part(
    _admitted: Admitted,
    depot: &State<Depot>,
    id: Path<i64>,
) -> Result<Status, DeletePartError> {
    depot.delete_part(id.0).await?;
    Ok(Status::NoContent)
}

#[post("/api/v8/workorder", data = "<new>")]
pub(crate) async fn create_work_order(
    _admitted: Admitted,
    depot: &State<Depot>,
    new: Json<NewWorkOrder>,
) -> Result<(Status, Json<Data<WorkOrder>>), WorkOrderError> {
    Ok((Status::Created, Json(depot.create_work_order(new.0).await?.into())))
}

#[put("/api/v8/server-state", data = "<change>")]
pub(crate) async fn change_state(
    _admitted: Admitted,
    _operator: Operator,
    depot: &State<Depot>,
    change: Json<StateChange>,
) -> Result<Json<Data<CurrentState>>, ServerStateError> {
    Ok(Json(depot.change_state(change.0).await?.into()))
}

/// A client who may change the server's state.
pub(crate) struct Operator;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Operator {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Operator, Error> {
        match depot::operator(request.headers().get_one("authorization").map(str::as_bytes)) {
            Ok(()) => Outcome::Success(Operator),
            Err(error) => Outcome::Error(<Error>::from(error).reject(request)),
        }
    }
}

/// A request that the server's state allows.
pub(crate) struct Admitted;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Admitted {
    type Error = Error;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Admitted, Error> {
        match refusal(request) {
            Some(error) => Outcome::Error(<Error>::from(error).reject(request)),
            None => Outcome::Success(Admitted),
        }
    }
}

/// Rejects requests that match no route, which no guard sees. A fairing cannot send a response, but it can replace one.
pub(crate) struct Admission(pub(crate) Depot);

/// The rejection of a request because of the server's state. It is taken once: by the guard of a route, or by the fairing if no
/// guard has run.
struct Refusal(Mutex<Option<AdmissionError>>);

fn refusal(request: &Request<'_>) -> Option<AdmissionError> {
    let refusal = request.local_cache(|| Refusal(Mutex::new(None)));
    refusal.0.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[rocket::async_trait]
impl Fairing for Admission {
    fn info(&self) -> Info {
        Info { name: "admission", kind: Kind::Request | Kind::Response }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut rocket::Data<'_>) {
        let refusal = self.0.admit(request.uri().path().as_str()).await.err();
        request.local_cache(|| Refusal(Mutex::new(refusal)));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if let Some(error) = refusal(request)
            && let Ok(rejected) = <Error>::from(error).respond_to(request)
        {
            *response = rejected;
        }
    }
}
