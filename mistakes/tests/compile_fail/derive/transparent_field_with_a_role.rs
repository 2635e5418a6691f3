use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code(transparent)]
    Other(#[code(violation)] errorbook::Error),
}

fn main() {}
