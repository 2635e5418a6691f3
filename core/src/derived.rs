//! What `#[derive(IntoError)]` leaves to the features that are on: a derive cannot know them, this crate does.

/// Makes a derived error the responses of an OpenAPI document: its generics, the type, and its where clause.
#[cfg(feature = "utoipa")]
#[doc(hidden)]
#[macro_export]
macro_rules! __derived {
    ([$($generics:tt)*] [$($type:tt)*] [$($bounds:tt)*]) => {
        #[automatically_derived]
        impl $($generics)* $crate::__private::utoipa::IntoResponses for $($type)* $($bounds)* {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                $crate::__private::utoipa::openapi::RefOr<$crate::__private::utoipa::openapi::Response>,
            > {
                $crate::integration::utoipa::responses(<Self as $crate::IntoError>::CODES)
            }
        }
    };
}

#[cfg(not(feature = "utoipa"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __derived {
    ($($ignored:tt)*) => {};
}
