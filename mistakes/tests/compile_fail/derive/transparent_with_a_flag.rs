use errorbook::IntoError;

#[derive(IntoError)]
#[code(transparent, public)]
struct CartError(errorbook::Error);

fn main() {}
