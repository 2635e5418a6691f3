//! The code that the integrations of all versions of utoipa share.

/// Writes the responses of [`openapi`](crate::openapi) in the types of one version of utoipa.
macro_rules! utoipa_version {
    ($utoipa:ident) => {
        use std::collections::BTreeMap;

        use ::$utoipa::openapi::extensions::Extensions;
        use ::$utoipa::openapi::schema::{ObjectBuilder, SchemaType};
        use ::$utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder, Schema};
        use ::$utoipa::{PartialSchema, ToSchema};
        use serde_json::Value;

        use $crate::Codes;

        /// The traits and the types that the derive and the macro for adapters name.
        #[doc(hidden)]
        pub mod __private {
            pub use ::$utoipa::openapi::{RefOr, Response};
            pub use ::$utoipa::{IntoResponses, ToSchema};
        }

        /// Returns one response for each status of the codes, as [`openapi::responses`]($crate::openapi::responses) describes it.
        pub fn responses(codes: Codes) -> BTreeMap<String, RefOr<Response>> {
            let responses = $crate::openapi::responses(codes);
            responses.into_iter().map(|(status, response)| (status, RefOr::T(written(response)))).collect()
        }

        /// Returns the response 200 with a JSON body, for the documentation of an adapter's `Json`.
        ///
        /// The response contains the schema. The types of its members are components: list them with `components(schemas(…))`.
        pub fn json<T: ToSchema>() -> BTreeMap<String, RefOr<Response>> {
            let content = ContentBuilder::new().schema(Some(<T as PartialSchema>::schema())).build();
            // utoipa 6 leaves out an empty description, which OpenAPI 3.1 requires.
            let response = ResponseBuilder::new().description("OK").content($crate::media_type::JSON, content);
            BTreeMap::from([("200".to_owned(), RefOr::T(response.build()))])
        }

        fn written(mut response: Value) -> Response {
            let description = response.get("description").and_then(Value::as_str).unwrap_or_default();
            let mut builder = ResponseBuilder::new().description(description);
            for (name, header) in members(take(&mut response, "headers")) {
                if let Ok(header) = serde_json::from_value::<::$utoipa::openapi::Header>(header) {
                    builder = builder.header(name, header);
                }
            }
            for (content_type, mut content) in members(take(&mut response, "content")) {
                let examples = members(take(&mut content, "examples")).into_iter().filter_map(|(name, example)| {
                    Some((name, serde_json::from_value::<::$utoipa::openapi::example::Example>(example).ok()?))
                });
                let schema: RefOr<Schema> = opaque(take(&mut content, "schema")).into();
                let content = ContentBuilder::new().schema(Some(schema)).examples_from_iter(examples).build();
                builder = builder.content(content_type, content);
            }
            builder.build()
        }

        /// Returns a schema with exactly this JSON, because utoipa has no type for `const`.
        fn opaque(schema: Value) -> ObjectBuilder {
            let members = members(schema).into_iter().collect::<Extensions>();
            ObjectBuilder::new().schema_type(SchemaType::AnyValue).extensions(Some(members))
        }

        fn take(value: &mut Value, name: &str) -> Value {
            value.get_mut(name).map(Value::take).unwrap_or_default()
        }

        fn members(value: Value) -> Vec<(String, Value)> {
            match value {
                Value::Object(members) => members.into_iter().collect(),
                _ => Vec::new(),
            }
        }
    };
}

pub(super) use utoipa_version;

/// Declares the tests that all versions share.
#[cfg(test)]
macro_rules! utoipa_version_tests {
    ($utoipa:ident) => {
        use $crate::{Codes, primaerp, standard};

        #[test]
        fn a_response_has_the_json_of_the_generator() {
            const CODES: &[$crate::Code] = &[
                primaerp::TENANT_MOVED,
                primaerp::TOKEN_INVALID,
                primaerp::TOKEN_MISSING,
                standard::SERVICE_UNAVAILABLE,
            ];
            let codes = Codes { own: CODES, others: &[], is_known: true };
            let written = serde_json::to_value(super::responses(codes)).unwrap();
            let mut expected = serde_json::to_value($crate::openapi::responses(codes)).unwrap();
            for response in expected.as_object_mut().unwrap().values_mut() {
                // utoipa does not tell whether every response has a header.
                let headers = response.get_mut("headers").and_then(serde_json::Value::as_object_mut);
                for header in headers.into_iter().flat_map(|headers| headers.values_mut()) {
                    header.as_object_mut().unwrap().remove("required");
                }
            }
            assert!(written == expected, "{written:#}");
        }
    };
}

#[cfg(test)]
pub(super) use utoipa_version_tests;
