use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
    #[code(errorbook::primaerp::UNHANDLED_ERROR)]
    NoProject,
}

fn main() {}
