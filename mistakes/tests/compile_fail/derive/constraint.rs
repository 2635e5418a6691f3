#[derive(Debug, errorbook::IntoError)]
enum PartError {
    #[code(transparent)]
    #[code(constraint = "parts_serial_key")]
    NoField(errorbook::Error),
    #[code(transparent)]
    #[code(field = "serial")]
    NoConstraint(errorbook::Error),
    #[code(transparent)]
    #[code(constraint = "", field = "serial")]
    Empty(errorbook::Error),
    #[code(transparent)]
    #[code(constraint = parts_serial_key, field = "serial")]
    NotInQuotes(errorbook::Error),
    #[code(transparent)]
    #[code(constraint)]
    NoName(errorbook::Error),
    #[code(transparent)]
    #[code(constraint = "parts_serial_key", field = "serial", constraint = "parts_pkey")]
    Twice(errorbook::Error),
    #[code(transparent)]
    #[code(constraint = "parts_serial_key", field = "serial")]
    #[code(constraint = "parts_serial_key", field = "serial")]
    TwiceTheSame(errorbook::Error),
    #[code(transparent)]
    #[code(constraint = "parts_serial_key", parameter = "serial")]
    UnknownWord(errorbook::Error),
    #[code(errorbook::standard::CONFLICT)]
    #[code(constraint = "parts_serial_key", field = "serial")]
    NotTransparent(errorbook::Error),
    #[code(constraint = "parts_serial_key", field = "serial")]
    NoCode(errorbook::Error),
    #[code(transparent)]
    OnTheField(#[code(constraint = "parts_serial_key", field = "serial")] errorbook::Error),
}

#[derive(Debug, errorbook::IntoError)]
#[code(constraint = "parts_serial_key", field = "serial")]
enum AboveTheEnum {
    #[code(transparent)]
    Storage(errorbook::Error),
}

fn main() {}
