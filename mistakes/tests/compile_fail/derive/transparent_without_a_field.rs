use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code(transparent)]
    Nothing,
    #[code(transparent)]
    Two(errorbook::Error, errorbook::Error),
}

#[derive(IntoError)]
#[code(transparent)]
struct Closed {}

fn main() {}
