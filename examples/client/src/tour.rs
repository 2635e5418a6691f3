//! [`tour`]: what there is to meet in a depot.

use std::fmt::Display;

use errorbook::integration::reqwest::ClientError;
use errorbook::{Code, ayanova, standard, primaerp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{Depot, Project};

/// What a client has whose copy of primaERP's book is older than the service.
mod older {
    errorbook::codes! {
        /// The codes of primaERP that there were at first.
        book "older primaerp" { envelope: errorbook::envelope::PRIMAERP }

        /// There is no object with this id.
        OBJECT_NOT_FOUND = "PE01-1101", 404, "Object not found";
    }
}

/// Meets a success or two and one error after the other, and hands each answer over as a line; leaves the depot as it was.
///
/// # Errors
///
/// The depot cannot be reached, or answers what no depot does.
pub async fn tour(depot: &Depot, mut tell: impl FnMut(&str)) -> Result<(), ClientError> {
    let mut line = |what: &str, told: &dyn Display| tell(&format!("{what}: {told}"));

    let new = json!({ "name": "Gamma", "owner": "eva" });
    let project: Project = depot.send(Method::POST, "/primaerp/v1/projects", &new).await?;
    let path = format!("/primaerp/v1/projects/{}", project.id);
    line("create a project", &format!("{:?} at version {}", project.name, project.version));
    let project: Project = depot.get(&path).await?;
    line("read it", &format!("{:?} at version {}", project.name, project.version));

    let answer = depot.get("/primaerp/v1/projects/7007").await;
    line("read one that is not there", &told(primaerp::OBJECT_NOT_FOUND, answer)?);
    let answer = depot.get("/primaerp/v1/projects/7007?suppress_response_code=true").await;
    line("read it with status 200", &told(primaerp::OBJECT_NOT_FOUND, answer)?);
    let answer = depot.get("/primaerp/v1/projects/7007?callback=show").await;
    line("read it as a script", &told(primaerp::OBJECT_NOT_FOUND, answer)?);

    let wrong = json!({ "name": "  ", "owner": null, "budgetHours": -1 });
    let answer = depot.send(Method::POST, "/primaerp/v1/projects", &wrong).await;
    line("create one that breaks the rules", &told(primaerp::VALIDATION_ERROR, answer)?);
    let stale = json!({ "version": project.version - 1, "name": "Gamma", "owner": "eva" });
    let answer = depot.send(Method::PUT, &path, &stale).await;
    line("change it by an old version", &told(primaerp::VERSION_STALE, answer)?);
    depot.delete(&path).await?;
    line("delete it", &"done");

    let answer = depot.get("/primaerp/late").await;
    line("ask a service that is late", &told(primaerp::LIMIT_EXCEEDED, answer)?);

    let wrong = json!({ "name": "", "quantity": -1 });
    let answer = depot.send(Method::POST, "/ayanova/api/v8/part", &wrong).await;
    line("create a part that breaks the rules", &told(ayanova::VALIDATION_ERROR, answer)?);
    let order = json!({
        "name": "Repair",
        "start": "2030-01-01T08:00:00Z",
        "end": "2030-01-01T09:00:00Z",
        "parts": [{ "partId": 2, "quantity": 1_000_000 }],
    });
    let answer = depot.send(Method::POST, "/ayanova/api/v8/workorder", &order).await;
    line("order more than there is", &told(ayanova::NOT_ENOUGH_INVENTORY, answer)?);

    let answer = depot.get("/health/of/nobody").await;
    line("ask for what no route has", &told(standard::NOT_FOUND, answer)?);
    let answer = depot.clone().reading(&standard::BOOK).get("/http/own").await;
    line("ask a handler with an error of its own", &told(standard::CONFLICT, answer)?);
    let answer = depot.clone().reading(&older::BOOK).get("/primaerp/raise/PE01-1102").await;
    line("meet a code of a newer service", &told(older::OBJECT_NOT_FOUND, answer)?);
    Ok(())
}

/// What is told of an answer that should be an error; what is no answer of a depot ends the tour.
fn told(expected: Code, answer: Result<Value, ClientError>) -> Result<String, ClientError> {
    match answer {
        Err(ClientError::Received(error)) => Ok(crate::told(expected, &error)),
        Err(other) => Err(other),
        Ok(_) => Ok(format!("is {expected:?}: no, a success")),
    }
}
