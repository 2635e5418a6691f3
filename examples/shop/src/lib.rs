//! A shop that takes orders.

pub mod codes;
mod error;

use axum::{Router, routing::post};
use errorbook::{IntoError, Policy, openapi};
use errorbook_axum::{ErrorBook, Json, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use error::OrderError;

#[derive(Deserialize)]
struct Order {
    part: u32,
    quantity: u32,
}

#[derive(Serialize)]
struct Receipt {
    part: u32,
    quantity: u32,
}

async fn order(Json(order): Json<Order>) -> Result<Json<Receipt>, OrderError> {
    let Order { part, quantity } = order;
    let stock = stock(part).map_err(OrderError::Stock)?;
    let available = stock.ok_or(OrderError::UnknownPart { part })?;
    if quantity > available {
        return Err(OrderError::TooFew { available })?;
    }
    Ok(Json(Receipt { part, quantity }))
}

/// Returns the number of pieces in stock. A real shop reads its database here.
fn stock(part: u32) -> std::io::Result<Option<u32>> {
    match part {
        7 => Ok(Some(3)),
        9 => Err(std::io::Error::other("disk 2 failed")),
        _ => Ok(None),
    }
}

/// Returns the settings of the layer.
pub fn policy() -> Policy {
    Policy::new(&codes::BOOK)
}

/// Returns the routes, in a layer with these settings.
pub fn app(policy: Policy) -> Router {
    Router::new().route("/orders", post(order)).layer(ErrorBook::from(policy))
}

/// Returns the OpenAPI document.
pub fn document() -> Value {
    let mut responses = openapi::responses(OrderError::CODES);
    responses.insert("200".to_owned(), json!({ "description": "The receipt" }));
    let body = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
    let post = json!({ "requestBody": body, "responses": responses });
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "paths": { "/orders": { "post": post } },
    });
    openapi::Layers::new().mount("/", policy()).add_to(&mut document);
    document
}
