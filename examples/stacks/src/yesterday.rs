//! The service on sqlx 0.8, validator 0.20 and reqwest 0.12.

crate::service!(sqlx08, validator020, "::validator020", reqwest012);
