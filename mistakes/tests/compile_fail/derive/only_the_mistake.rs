use errorbook::IntoError;

#[derive(IntoError)]
enum CartError<T: std::fmt::Display> {
    Empty,
    #[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
    NoProject(T),
}

#[derive(IntoError)]
#[code(errorbook::primaerp::OBJECT_NOT_FOUND)]
union Number {
    whole: u32,
    float: f32,
}

/// Stands for the error type of an adapter.
struct Error;

impl<E: IntoError> From<E> for Error {
    fn from(_: E) -> Error {
        Error
    }
}

fn cart() -> Result<(), CartError<u8>> {
    Ok(())
}

fn number() -> Result<(), Number> {
    Ok(())
}

fn handler() -> Result<(), Error> {
    cart()?;
    cart()?;
    number()?;
    Ok(cart()?)
}

fn main() {}
