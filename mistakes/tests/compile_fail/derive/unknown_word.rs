use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND, pub)]
    NoProject,
    #[code(errorbook::primaerp::UNHANDLED_ERROR, hidden)]
    Storage,
    #[code(private)]
    NoCode,
    #[code(errorbook::primaerp::UNHANDLED_ERROR private)]
    NoComma,
}

fn main() {}
