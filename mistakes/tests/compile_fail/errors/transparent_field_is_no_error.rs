use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code(transparent)]
    Other(std::fmt::Error),
}

fn main() {}
