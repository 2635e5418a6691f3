use errorbook::{IntoError, standard};

#[derive(IntoError)]
enum PartError {
    #[code(standard::NOT_FOUND, description = "no part {id}, {part}")]
    NotAField { part: u32 },
    #[code(standard::NOT_FOUND, description = "no part {1}")]
    NotAnIndex(u32),
    #[code(standard::NOT_FOUND, description = "no part {}")]
    NoName(u32),
    #[code(standard::NOT_FOUND, description = "no part {part")]
    NoEnd { part: u32 },
    #[code(standard::NOT_FOUND, description = "no part {0:1$}")]
    Width(u32, usize),
    #[code(standard::NOT_FOUND, description = " ")]
    Empty,
    #[code(standard::NOT_FOUND, description)]
    NoText,
    #[code(standard::NOT_FOUND, description = NO_PART)]
    NotQuoted,
    #[code(standard::NOT_FOUND, description = "a", description = "b")]
    Twice,
    #[code(standard::NOT_FOUND, public, description = "no part")]
    Public,
    #[code(transparent, description = "no part")]
    Transparent(errorbook::Code),
}

/// Has no `Display`.
struct Silent;

#[derive(IntoError)]
enum WithoutDisplay {
    #[code(standard::NOT_FOUND, description = "no part {0}")]
    Unknown(Silent),
}

fn main() {}
