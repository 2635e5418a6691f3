use errorbook::IntoError;

#[derive(IntoError)]
#[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
struct CartError {
    #[code(target)]
    #[code(parameter)]
    attributes: String,
    #[code(target, parameter)]
    words: String,
}

#[derive(IntoError)]
#[code(errorbook::primaerp::TENANT_MOVED)]
struct Moved {
    #[code(location)]
    shop: String,
    #[code(location)]
    warehouse: String,
}

fn main() {}
