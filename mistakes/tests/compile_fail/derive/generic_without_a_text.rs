use errorbook::IntoError;

#[derive(Debug, IntoError)]
#[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
struct Missing<T>(T);

fn main() {
    fn raise(_: impl IntoError) {}
    raise(Missing(7));
}
