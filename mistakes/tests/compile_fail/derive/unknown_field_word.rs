use errorbook::IntoError;

#[derive(IntoError)]
#[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
struct CartError {
    #[code(header)]
    unknown: String,
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
    code: String,
    #[code]
    bare: String,
    #[code(target = "part")]
    named: String,
    #[code(parameter = 7)]
    number: String,
}

fn main() {}
