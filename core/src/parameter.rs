//! [`Parameter`]: a machine-readable value that an error carries beside its text.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

/// A named value that errors of a code can carry, as the code's row declares it.
///
/// Programs read it where people read the text: a problem has it as an extension member.
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

    /// The name on the wire.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the kind of its value.
    pub const fn kind(&self) -> ParameterKind {
        self.kind
    }
}

/// The kind of a [`Parameter`]'s value, named as JSON Schema names its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number, with a fraction or not.
    Number,
    /// True or false.
    Boolean,
}

impl ParameterKind {
    /// The name that JSON Schema and the rows of a book use: `string`, `integer`, `number`, `boolean`.
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
    /// A number; one that JSON cannot say, such as infinity, is written as `null`.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// As JSON's string, number, boolean, or `null` for a number that JSON cannot say.
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
    /// About how many bytes it needs in JSON, beside its name.
    pub(crate) fn size_hint(&self) -> usize {
        match self {
            ParameterValue::String(text) => 8 + text.len(),
            _ => 28,
        }
    }
}

/// A value that a parameter of this kind can have. A whole number is a number, too.
///
/// `KIND` is a [`ParameterKind`] as a number, because a const parameter can be no enum.
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
