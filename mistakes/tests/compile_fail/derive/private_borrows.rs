use errorbook::{IntoError, primaerp};

#[derive(Debug, IntoError)]
#[code(primaerp::UNHANDLED_ERROR)]
struct Failed<'a>(&'a str);

impl std::fmt::Display for Failed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Failed<'_> {}

fn main() {}
