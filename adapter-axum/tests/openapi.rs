//! A handler is documented from its signature, with every crate that makes the OpenAPI document.

#![cfg(any(feature = "aide015", feature = "utoipa5", feature = "utoipa6"))]
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use errorbook::openapi::Layers;
use errorbook::{IntoError, Policy, primaerp};
use errorbook_axum::{Json, Path, Result};
use serde_json::{Value, json};

#[derive(IntoError)]
enum ProjectError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    Unknown,
    #[code(primaerp::VERSION_STALE)]
    Stale,
    #[code(transparent)]
    Name(NameError),
}

#[derive(IntoError)]
#[code(primaerp::OBJECT_EXISTS)]
struct NameError;

/// A handler with the attributes and types that each crate needs.
macro_rules! change {
    ($(#[$attribute:meta])* $Project:ident) => {
        $(#[$attribute])*
        async fn change(Path(id): Path<i64>, Json(change): Json<$Project>) -> Result<Json<$Project>, ProjectError> {
            match id {
                1 => Err(ProjectError::Stale)?,
                2 => Err(ProjectError::Name(NameError))?,
                3 => Ok(Json(change)),
                _ => Err(ProjectError::Unknown)?,
            }
        }
    };
}

/// Checks the errors of the operation: its own, those of its extractors, and the error of a panic.
fn check(mut document: Value) {
    let responses = |document: &Value| document["paths"]["/projects/{id}"]["put"]["responses"].clone();
    let own = errorbook::openapi::responses(ProjectError::CODES);
    for (status, response) in &own {
        assert_eq!(&responses(&document)[status], response, "{status}");
    }
    assert_eq!(responses(&document).as_object().unwrap().keys().collect::<Vec<_>>(), ["200", "404", "409"]);
    let schema = &responses(&document)["200"]["content"]["application/json"]["schema"];
    assert!(schema["properties"]["name"].is_object() || schema["$ref"].is_string(), "{schema}");

    Layers::new().mount("/projects", Policy::new(&primaerp::BOOK)).add_to(&mut document);
    let responses = responses(&document);
    let codes = |status: &str| {
        let schemas = responses[status]["content"]["application/json"]["schema"]["oneOf"].as_array().unwrap();
        let code = |schema: &Value| schema["allOf"][1]["properties"]["code"]["const"].clone();
        schemas.iter().map(code).collect::<Vec<_>>()
    };
    assert_eq!(codes("400"), ["PE01-1105", "PE01-9004"]);
    assert_eq!(codes("404"), ["PE01-1101"]);
    assert_eq!(codes("409"), ["PE01-1107", "PE01-1102"]);
    assert_eq!(codes("412"), ["PE01-1104", "PE01-1109"]);
    assert_eq!(codes("500"), ["PE01-9001"]);
    let reference = json!({ "$ref": "#/components/schemas/PrimaErp" });
    assert_eq!(responses["409"]["content"]["application/json"]["schema"]["oneOf"][1]["allOf"][0], reference);
    assert!(document["components"]["schemas"]["PrimaErp"].is_object());
}

macro_rules! utoipa {
    ($feature:literal, $utoipa:ident) => {
        #[cfg(feature = $feature)]
        mod $utoipa {
            use ::$utoipa as utoipa;
            use utoipa::{OpenApi as _, ToSchema};

            use super::*;

            #[derive(serde::Deserialize, serde::Serialize, ToSchema)]
            struct Project {
                name: String,
            }

            change! {
                #[utoipa::path(put, path = "/projects/{id}", params(("id" = i64, Path)), request_body = Project)]
                Project
            }

            #[derive(utoipa::OpenApi)]
            #[openapi(paths(change))]
            struct Document;

            #[test]
            fn a_handler_is_documented_from_its_signature() {
                let _: axum::routing::MethodRouter = axum::routing::put(change);
                check(serde_json::to_value(Document::openapi()).unwrap());
            }
        }
    };
}

utoipa!("utoipa5", utoipa5);
utoipa!("utoipa6", utoipa6);

#[cfg(feature = "aide015")]
mod aide015 {
    use ::aide015 as aide;
    use aide::axum::ApiRouter;
    use aide::axum::routing::put;
    use aide::openapi::OpenApi;
    use schemars::JsonSchema;

    use super::*;

    #[derive(serde::Deserialize, serde::Serialize, JsonSchema)]
    struct Project {
        name: String,
    }

    change! { Project }

    #[test]
    fn a_handler_is_documented_from_its_signature() {
        let mut document = OpenApi::default();
        let _ = ApiRouter::<()>::new().api_route("/projects/{id}", put(change)).finish_api(&mut document);
        check(serde_json::to_value(document).unwrap());
    }
}
