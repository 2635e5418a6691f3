use errorbook::{IntoError, primaerp};

#[derive(IntoError)]
enum CartError {
    #[code(primaerp::BOOK)]
    Book,
    #[code(primaerp::NO_SUCH_CODE)]
    Unknown,
    #[code(primaerp::OBJECT_NOT_FOUND)]
    NoProject,
}

fn main() {}
