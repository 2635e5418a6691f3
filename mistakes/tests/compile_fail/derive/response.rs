use errorbook::{IntoError, standard};

#[derive(IntoError)]
#[code(response(axum, tide, axum))]
#[code(response(rocket), standard::NOT_FOUND)]
enum PartError {
    #[code(response(axum))]
    #[code(standard::NOT_FOUND)]
    Unknown,
}

#[derive(IntoError)]
#[code(standard::NOT_FOUND, response(axum))]
struct Unknown;

#[derive(IntoError)]
#[code(response())]
#[code(standard::NOT_FOUND)]
struct Gone;

#[derive(IntoError)]
#[code(response("axum"))]
#[code(standard::NOT_FOUND)]
struct Quoted;

fn main() {}
