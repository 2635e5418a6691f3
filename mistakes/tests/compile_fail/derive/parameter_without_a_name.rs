use errorbook::IntoError;

#[derive(IntoError)]
#[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
struct CartError(#[code(parameter)] u32, #[code(parameter = "")] u32);

fn main() {}
