use errorbook::IntoError;

#[derive(IntoError)]
enum CartError {
    #[code]
    Bare,
    #[code()]
    Empty,
    #[code("PE01-1101")]
    Text,
    #[code = "PE01-1101"]
    Value,
    #[code(404)]
    Status,
}

fn main() {}
