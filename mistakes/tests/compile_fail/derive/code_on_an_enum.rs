use errorbook::IntoError;

#[derive(IntoError)]
#[code(errorbook::primaerp::UNHANDLED_ERROR)]
enum CartError {
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
    NoProject,
    Other,
}

fn main() {}
