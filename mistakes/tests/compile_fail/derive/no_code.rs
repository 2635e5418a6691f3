use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    Empty,
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
    NoProject,
    Full(u32),
}

#[derive(IntoError)]
struct Closed;

fn main() {}
