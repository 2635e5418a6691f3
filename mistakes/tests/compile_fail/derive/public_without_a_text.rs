use errorbook::{IntoError, primaerp};

#[derive(IntoError)]
enum CartError {
    #[code(primaerp::OBJECT_NOT_FOUND)]
    NoProject,
    #[code(primaerp::UNHANDLED_ERROR, public)]
    Storage,
}

fn main() {}
