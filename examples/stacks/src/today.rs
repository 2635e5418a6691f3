//! The service on sqlx 0.9, validator 0.21 and reqwest 0.13.

crate::service!(sqlx09, validator021, "::validator021", reqwest013);
