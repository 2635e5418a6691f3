//! The types of a handler in an OpenAPI document of aide 0.15.

use aide015::generate::GenContext;
use aide015::openapi::{Operation, Response};
use aide015::{OperationInput, OperationOutput};
use errorbook::{IntoError, openapi};

use crate::{Error, Form, Json, Path, Query};

/// Documents the responses of the codes that the handler promises.
impl<P: IntoError> OperationOutput for Error<P> {
    type Inner = Error<P>;

    fn inferred_responses(_: &mut GenContext, _: &mut Operation) -> Vec<(Option<u16>, Response)> {
        let read =
            |(status, response): (String, _)| Some((status.parse().ok(), serde_json::from_value(response).ok()?));
        openapi::responses(P::CODES).into_iter().filter_map(read).collect()
    }
}

/// Documents the response 200 with this body.
impl<T> OperationOutput for Json<T>
where
    axum::Json<T>: OperationOutput<Inner = T>,
{
    type Inner = T;

    fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<Response> {
        axum::Json::<T>::operation_response(ctx, operation)
    }

    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, Response)> {
        axum::Json::<T>::inferred_responses(ctx, operation)
    }
}

/// Documents each extractor as aide documents axum's own.
macro_rules! inputs {
    ($($Extractor:ident: $axum:path,)+) => { $(
        impl<T> OperationInput for $Extractor<T>
        where
            $axum: OperationInput,
        {
            fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
                <$axum>::operation_input(ctx, operation);
            }
        }
    )+ };
}

inputs! {
    Form: axum::Form<T>,
    Json: axum::Json<T>,
    Path: axum::extract::Path<T>,
    Query: axum::extract::Query<T>,
}
