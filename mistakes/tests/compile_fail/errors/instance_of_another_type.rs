use errorbook::IntoError;

#[derive(IntoError)]
#[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
struct CartError(#[code(instance)] u32);

fn main() {}
