use errorbook::IntoError;

#[derive(IntoError)]
#[code(errorbook::primaerp::UNHANDLED_ERROR)]
union CartError {
    number: u32,
    float: f32,
}

fn main() {}
