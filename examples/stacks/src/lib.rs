//! Crates that teams use beside errorbook, in current and older versions, in one program.
//!
//! [`driver`] connects to one database with each crate. [`yesterday`] and [`today`] are the same service on two stacks.

/// Declares the service for one version of each crate.
macro_rules! service {
    ($sqlx:ident, $validator:ident, $validate:literal, $reqwest:ident, $utoipa:ident) => {
        use ::$sqlx::{PgPool, Row as _};
        use ::$utoipa as utoipa;
        use ::$validator::Validate;
        use axum::extract::State;
        use axum::routing::{get, post};
        use axum::{Router, serve};
        use errorbook::{Error, IntoError, integration::$validator::check, primaerp};
        use errorbook_axum::{ErrorBook, Json, Path, Result};
        use errorbook_client::$reqwest::ResponseExt as _;
        use serde::{Deserialize, Serialize};
        use utoipa::OpenApi;

        /// A part in stock.
        #[derive(Debug, Serialize, Deserialize, Validate, utoipa::ToSchema)]
        #[serde(rename_all = "camelCase")]
        #[validate(crate = $validate)]
        pub struct Part {
            /// The unique serial number.
            #[validate(length(min = 1, max = 8))]
            pub serial_number: String,
        }

        /// The error of a database that refuses a new part. PostgreSQL names the constraint.
        #[derive(Debug, IntoError)]
        #[code(transparent)]
        #[code(constraint = "parts_pkey", field = "serialNumber")]
        pub struct Refused(::$sqlx::Error);

        /// An error of a part that is deleted.
        #[derive(Debug, thiserror::Error, IntoError)]
        pub enum DeleteError {
            /// No part has this number.
            #[error("no part has this number")]
            #[code(primaerp::OBJECT_NOT_FOUND)]
            NotFound,
            /// The database failed.
            #[error("the database failed")]
            #[code(primaerp::OTHER_ERROR)]
            Database(#[from] ::$sqlx::Error),
        }

        /// The OpenAPI document of the handlers that promise their errors.
        #[derive(Debug, OpenApi)]
        #[openapi(paths(delete))]
        pub struct Document;

        /// The state of the service: its database, and the address of the same service elsewhere.
        #[derive(Debug, Clone)]
        pub struct Service {
            /// The database.
            pub pool: PgPool,
            /// The origin of another instance, which is asked for parts that are stored elsewhere.
            pub elsewhere: String,
        }

        /// Returns the routes of the service.
        pub fn routes(service: Service) -> Router {
            Router::new()
                .route("/parts", post(create))
                .route("/parts/{serial}", get(part).delete(delete))
                .route("/elsewhere/{serial}", get(elsewhere))
                .with_state(service)
                .layer(ErrorBook::new(&primaerp::BOOK))
        }

        /// Serves the service on a free port of the loopback interface, and returns its origin.
        ///
        /// # Errors
        /// Returns an error if no port is free.
        pub async fn start(service: Service) -> std::io::Result<String> {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            let origin = format!("http://{}", listener.local_addr()?);
            tokio::spawn(async move { serve(listener, routes(service)).await });
            Ok(origin)
        }

        async fn create(State(service): State<Service>, Json(part): Json<Part>) -> Result<Json<Part>> {
            check(&part)?;
            let insert = ::$sqlx::query("INSERT INTO parts (serial) VALUES ($1)").bind(&part.serial_number);
            insert.execute(&service.pool).await.map_err(Refused)?;
            Ok(Json(part))
        }

        async fn part(State(service): State<Service>, Path(serial): Path<String>) -> Result<Json<Part>> {
            let select = ::$sqlx::query("SELECT serial FROM parts WHERE serial = $1").bind(serial);
            let row = select.fetch_one(&service.pool).await?;
            Ok(Json(Part { serial_number: row.try_get(0)? }))
        }

        #[utoipa::path(delete, path = "/parts/{serial}", params(("serial" = String, Path)))]
        async fn delete(State(service): State<Service>, Path(serial): Path<String>) -> Result<Json<Part>, DeleteError> {
            let delete = ::$sqlx::query("DELETE FROM parts WHERE serial = $1 RETURNING serial").bind(serial);
            let row = delete.fetch_optional(&service.pool).await.map_err(DeleteError::from)?;
            let serial_number = row.ok_or(DeleteError::NotFound)?.try_get(0).map_err(DeleteError::from)?;
            Ok(Json(Part { serial_number }))
        }

        /// Asks the other service. All its errors but one are private.
        async fn elsewhere(State(service): State<Service>, Path(serial): Path<String>) -> Result<Json<Part>> {
            let response = ::$reqwest::get(format!("{}/parts/{serial}", service.elsewhere)).await?;
            match response.errorbook(&primaerp::BOOK).await {
                Err(error) if error.is(primaerp::OBJECT_NOT_FOUND) => Err(primaerp::OBJECT_NOT_FOUND)?,
                part => Ok(Json(part.map_err(|error| Error::internal(error).into_error())?)),
            }
        }
    };
}

pub(crate) use service;

pub mod driver;
pub mod today;
pub mod yesterday;
