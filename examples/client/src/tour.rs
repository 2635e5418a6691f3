//! [`tour`]: requests with two or three successes and many errors.

use std::fmt::Display;

use errorbook::{Code, ayanova, primaerp, standard};
use errorbook_client::reqwest013::ClientError;
use reqwest::Method;
use serde_json::{Value, json};

use crate::depot::{Depot, Project};
use crate::describe::describe;

/// The book of a client that is older than the service.
mod older {
    errorbook::codes! {
        /// The first codes of primaERP.
        book "older primaerp" { envelope: errorbook::envelope::PRIMAERP }

        /// No object has this id.
        OBJECT_NOT_FOUND = "PE01-1101", 404, "Object not found";
    }
}

/// Sends the requests, and passes one line for each response to `print`. The depot's data is unchanged afterwards.
///
/// # Errors
///
/// Fails if the depot cannot be reached, or if a response is not one that a depot sends.
pub async fn tour(depot: &Depot, mut print: impl FnMut(&str)) -> Result<(), ClientError> {
    let mut line = |call: &str, result: &dyn Display| print(&format!("{call}: {result}"));

    let new = json!({ "name": "Gamma", "owner": "eva" });
    let project: Project = depot.send(Method::POST, "/primaerp/v1/projects", &new).await?;
    let path = format!("/primaerp/v1/projects/{}", project.id);
    line("create a project", &format!("{:?} at version {}", project.name, project.version));
    let project: Project = depot.get(&path).await?;
    line("read it", &format!("{:?} at version {}", project.name, project.version));

    let result = depot.get("/primaerp/v1/projects/7007").await;
    line("read a project that does not exist", &describe_result(primaerp::OBJECT_NOT_FOUND, result)?);
    let result = depot.get("/primaerp/v1/projects/7007?suppress_response_code=true").await;
    line("read it with suppression", &describe_result(primaerp::OBJECT_NOT_FOUND, result)?);
    let result = depot.get("/primaerp/v1/projects/7007?callback=show").await;
    line("read it as a script", &describe_result(primaerp::OBJECT_NOT_FOUND, result)?);

    let wrong = json!({ "name": "  ", "owner": null, "budgetHours": -1 });
    let result = depot.send(Method::POST, "/primaerp/v1/projects", &wrong).await;
    line("create a project that breaks the rules", &describe_result(primaerp::VALIDATION_ERROR, result)?);
    let stale = json!({ "version": project.version - 1, "name": "Gamma", "owner": "eva" });
    let result = depot.send(Method::PUT, &path, &stale).await;
    line("change it with an old version", &describe_result(primaerp::VERSION_STALE, result)?);
    depot.delete(&path).await?;
    line("delete it", &"done");

    let result = depot.get("/primaerp/late").await;
    line("call a service that is late", &describe_result(primaerp::LIMIT_EXCEEDED, result)?);

    let wrong = json!({ "name": "", "quantity": -1 });
    let result = depot.send(Method::POST, "/ayanova/api/v8/part", &wrong).await;
    line("create a part that breaks the rules", &describe_result(ayanova::VALIDATION_ERROR, result)?);
    let order = json!({
        "name": "Repair",
        "start": "2030-01-01T08:00:00Z",
        "end": "2030-01-01T09:00:00Z",
        "parts": [{ "partId": 2, "quantity": 1_000_000 }],
    });
    let result = depot.send(Method::POST, "/ayanova/api/v8/workorder", &order).await;
    line("order more parts than there are", &describe_result(ayanova::NOT_ENOUGH_INVENTORY, result)?);

    let result = depot.get("/health/of/nobody").await;
    line("request an unknown path", &describe_result(standard::NOT_FOUND, result)?);
    let result = depot.clone().reading(&standard::BOOK).get("/http/own").await;
    line("call a handler that sends its own error", &describe_result(standard::CONFLICT, result)?);
    let result = depot.clone().reading(&older::BOOK).get("/primaerp/raise/PE01-1102").await;
    line("receive a code of a newer service", &describe_result(older::OBJECT_NOT_FOUND, result)?);
    Ok(())
}

/// Describes a response that should be an error. Any other failure ends the tour.
fn describe_result(expected: Code, result: Result<Value, ClientError>) -> Result<String, ClientError> {
    match result {
        Err(ClientError::Received(error)) => Ok(describe(expected, &error)),
        Err(other) => Err(other),
        Ok(_) => Ok(format!("is {expected:?}: no, a success")),
    }
}
