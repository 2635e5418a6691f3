//! The service on sqlx 0.9, validator 0.21, reqwest 0.13 and utoipa 6.

crate::service!(sqlx09, validator021, "::validator021", reqwest013, utoipa6);
