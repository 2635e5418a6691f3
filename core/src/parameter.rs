//! [`Parameter`]: a machine-readable value of an error.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// A named value that errors of a code can carry. The code's row declares it.
///
/// It is for programs, as the text is for people. A problem has it as an extension member.
///
/// ```
/// mod cart {
///     errorbook::codes! {
///         /// The codes of the cart.
///         book "cart" { envelope: errorbook::envelope::PROBLEM }
///
///         /// Less is in stock than was asked for.
///         OUT_OF_STOCK = "CART-1002", 409, "Not enough in stock" {
///             parameters: { part: integer, available: integer },
///         };
///     }
/// }
///
/// let error = errorbook::coded!(cart::OUT_OF_STOCK, { part: 7, available: 3 }, "only 3 are left");
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"type":"about:blank","title":"Not enough in stock","status":409,"detail":"only 3 are left","code":"CART-1002","part":7,"available":3}"#,
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Parameter {
    name: &'static str,
    kind: ParameterKind,
}

impl Parameter {
    #[doc(hidden)]
    pub const fn __new(name: &'static str, kind: ParameterKind) -> Parameter {
        Parameter { name, kind }
    }

    /// Returns the name on the wire.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the kind of the value.
    pub const fn kind(&self) -> ParameterKind {
        self.kind
    }
}

/// The kind of a [`Parameter`]'s value, named like the types of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number, with or without a fraction.
    Number,
    /// True or false.
    Boolean,
}

impl ParameterKind {
    /// Returns the name in JSON Schema and in the rows of a book: `string`, `integer`, `number`, `boolean`.
    pub const fn name(self) -> &'static str {
        match self {
            ParameterKind::String => "string",
            ParameterKind::Integer => "integer",
            ParameterKind::Number => "number",
            ParameterKind::Boolean => "boolean",
        }
    }
}

impl fmt::Display for ParameterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The value of a [`Parameter`] in one error.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ParameterValue {
    /// Text.
    String(Cow<'static, str>),
    /// A whole number.
    Integer(i128),
    /// A number. Infinity and NaN, which JSON does not have, are written as `null`.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// Writes a JSON string, number or boolean, or `null` for infinity and NaN.
impl Serialize for ParameterValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ParameterValue::String(text) => serializer.serialize_str(text),
            ParameterValue::Integer(number) => serializer.serialize_i128(*number),
            ParameterValue::Number(number) => serializer.serialize_f64(*number),
            ParameterValue::Boolean(is_so) => serializer.serialize_bool(*is_so),
        }
    }
}

impl ParameterValue {
    /// Returns the approximate number of bytes of the value in JSON, without the name.
    pub(crate) fn size_hint(&self) -> usize {
        match self {
            ParameterValue::String(text) => 8 + text.len(),
            _ => 28,
        }
    }
}

/// A Rust type that a parameter of this kind accepts. A whole number is a number as well.
///
/// `KIND` is a [`ParameterKind`] as a number, because an enum cannot be a const parameter.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is not a value for this parameter",
    note = "the code's row declares the kind {KIND}: 0 is `string` (`String`, `&'static str`), 1 `integer`, 2 `number`, 3 `boolean`"
)]
pub trait ValueOf<const KIND: u8> {
    fn into_value(self) -> ParameterValue;
}

macro_rules! values {
    ($($kind:ident: $($type:ty),+ => $into:expr;)+) => {
        $($(
            impl ValueOf<{ ParameterKind::$kind as u8 }> for $type {
                fn into_value(self) -> ParameterValue {
                    let into: fn($type) -> ParameterValue = $into;
                    into(self)
                }
            }
        )+)+
    };
}

values! {
    String: String, &'static str => |value| ParameterValue::String(value.into());
    String: Cow<'static, str> => ParameterValue::String;
    Integer: i8, i16, i32, i64, u8, u16, u32, u64 => |value| ParameterValue::Integer(value.into());
    Integer: isize, usize => |value| ParameterValue::Integer(value as i128);
    Number: f32 => |value| ParameterValue::Number(value.into());
    Number: f64 => ParameterValue::Number;
    Number: i8, i16, i32, i64, u8, u16, u32, u64 => |value| ParameterValue::Integer(value.into());
    Number: isize, usize => |value| ParameterValue::Integer(value as i128);
    Boolean: bool => ParameterValue::Boolean;
}
