//! The service on sqlx 0.8, validator 0.20, reqwest 0.12 and utoipa 5.

crate::service!(sqlx08, validator020, "::validator020", reqwest012, utoipa5);
