use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND, public, private)]
    NoProject,
    #[code(errorbook::primaerp::UNHANDLED_ERROR, private, private)]
    Storage,
}

fn main() {}
