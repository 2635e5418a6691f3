//! [`Reader`]: wraps a format's deserializer, keeps track of the place, and applies the [`Mends`].
//!
//! The format itself reads every value, so a type receives the same as without the wrapper. The reason of a type is kept as a
//! [`Failure`] outside of the format's error type, which would turn it into text.

mod elements;
mod key;
mod members;
mod syntax;
mod variant;

use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, Visitor};

use self::elements::Elements;
use self::members::Members;
use self::syntax::Unproven;
use self::variant::Variant;
use super::expectation::integers;
use super::failure::{Failure, Fault, Place};
use super::mends::Mends;
use super::object::Object;
use super::substitute;
use super::untyped::Untyped;

/// Reads a `T` with these mends. Returns true if each value was read as strictly as an [`Untyped`] one.
pub(super) fn read<'de, T: DeserializeOwned, D: Deserializer<'de>>(format: D, mends: &Mends) -> Result<bool, Failure> {
    let (mut failure, unproven) = (None, Unproven::default());
    unproven.begin();
    let seed =
        Seed { seed: PhantomData::<T>, mends: Some(mends), within: "", unproven: &unproven, failure: &mut failure };
    seed.deserialize(format).map_err(|_| failure.unwrap_or_else(refused))?;
    Ok(unproven.is_empty())
}

/// The name of the struct as which serde_json reads a value that it passes on as text. It only looks for the end of the value.
const RAW: &str = "$serde_json::private::RawValue";

/// Returns the failure of a value that the format refuses.
fn refused() -> Failure {
    Failure::new(Fault::Refused)
}

/// Keeps a failure, and returns an error of the format in its place.
fn keep<E: Error>(kept: &mut Option<Failure>, failure: Failure) -> E {
    keep_beside(kept, failure, None)
}

/// Keeps a failure. Returns the format's own error, if there is one already, or a new one in its place.
fn keep_beside<E: Error>(kept: &mut Option<Failure>, failure: Failure, error: Option<E>) -> E {
    *kept = Some(failure);
    error.unwrap_or_else(|| E::custom(""))
}

/// Reads the value at a place.
struct Seed<'a, S> {
    seed: S,
    mends: Option<&'a Mends>,
    /// The name of the struct that has the value as a field.
    within: &'static str,
    unproven: &'a Unproven,
    failure: &'a mut Option<Failure>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Seed<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, format: D) -> Result<S::Value, D::Error> {
        let substitute = self.mends.and_then(|mends| Some((mends, mends.attempt()?)));
        if let Some((mends, attempt)) = substitute {
            Untyped::deserialize(format)?;
            self.unproven.end();
            return substitute::read(self.seed, mends, attempt).map_err(|failure| keep(self.failure, failure));
        }
        let (place, mut error) = (Place::default(), None);
        let at = At { place: &place, mends: self.mends, within: self.within, unproven: self.unproven };
        let value = self.seed.deserialize(Reader { format, at, error: &mut error });
        value.map_err(|failure| keep_beside(self.failure, failure.at(&place), error))
    }
}

/// The current place.
#[derive(Clone, Copy)]
struct At<'a> {
    place: &'a Place,
    mends: Option<&'a Mends>,
    within: &'static str,
    unproven: &'a Unproven,
}

/// A format's deserializer with the current place.
struct Reader<'a, D, E> {
    format: D,
    at: At<'a>,
    /// The error of the format. It is passed up, so that the values around the failure do not make new ones.
    error: &'a mut Option<E>,
}

impl<'de, D: Deserializer<'de>> Reader<'_, D, D::Error> {
    /// Lets the format read. `name` is the name of the struct that is being read.
    fn read<V: Visitor<'de>>(
        self,
        visitor: V,
        name: &'static str,
        read: impl for<'t> FnOnce(D, Tracer<'t, V>) -> Result<V::Value, D::Error>,
    ) -> Result<V::Value, Failure> {
        let mut failure = None;
        let tracer = Tracer { visitor, at: self.at, name, failure: &mut failure };
        read(self.format, tracer).map_err(|error| {
            *self.error = Some(error);
            match failure {
                Some(failure) => failure,
                // The type did not read all elements.
                None if self.at.place.finished.get() => Failure::new(Fault::Length(String::new())).located(),
                None => refused(),
            }
        })
    }
}

macro_rules! forward {
    ($($deserialize:ident $($type:ident)?,)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            self.read(visitor, "", |format, tracer| format.$deserialize(tracer))
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Reader<'_, D, D::Error> {
    type Error = Failure;

    integers! { forward }
    forward! {
        deserialize_any, deserialize_bool, deserialize_f32, deserialize_f64, deserialize_char, deserialize_str,
        deserialize_string, deserialize_bytes, deserialize_byte_buf, deserialize_option, deserialize_unit, deserialize_seq,
        deserialize_map, deserialize_identifier,
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.at.unproven.begin();
        self.read(visitor, "", |format, tracer| format.deserialize_ignored_any(tracer))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.read(visitor, "", |format, tracer| format.deserialize_unit_struct(name, tracer))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        if name == RAW {
            self.at.unproven.begin();
        }
        self.read(visitor, "", |format, tracer| format.deserialize_newtype_struct(name, tracer))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.read(visitor, "", |format, tracer| format.deserialize_tuple(length, tracer))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.read(visitor, "", |format, tracer| format.deserialize_tuple_struct(name, length, tracer))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.read(visitor, name, |format, tracer| format.deserialize_struct(name, fields, tracer))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        // A text with the name of its struct is the tag of an enum, and selects how the rest is read.
        let is_tag = !name.is_empty() && name == self.at.within;
        self.read(visitor, "", |format, tracer| format.deserialize_enum(name, variants, tracer)).map_err(
            |mut failure| {
                failure.is_last |= is_tag;
                failure
            },
        )
    }

    fn is_human_readable(&self) -> bool {
        self.format.is_human_readable()
    }
}

/// A type's visitor. Its failures are kept.
struct Tracer<'a, V> {
    visitor: V,
    at: At<'a>,
    name: &'static str,
    failure: &'a mut Option<Failure>,
}

macro_rules! visit {
    ($($visit:ident $type:ty,)+) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.at.unproven.end();
            self.visitor.$visit(value).map_err(|failure| keep(self.failure, failure))
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Tracer<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.visitor.expecting(f)
    }

    visit! {
        visit_bool bool, visit_i8 i8, visit_i16 i16, visit_i32 i32, visit_i64 i64, visit_i128 i128, visit_u8 u8, visit_u16 u16,
        visit_u32 u32, visit_u64 u64, visit_u128 u128, visit_f32 f32, visit_f64 f64, visit_char char, visit_str &str,
        visit_borrowed_str &'de str, visit_string String,
    }

    // A text that is read as bytes can have half of a surrogate pair.
    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<V::Value, E> {
        self.visitor.visit_bytes(value).map_err(|failure| keep(self.failure, failure))
    }

    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<V::Value, E> {
        self.visitor.visit_borrowed_bytes(value).map_err(|failure| keep(self.failure, failure))
    }

    fn visit_byte_buf<E: Error>(self, value: Vec<u8>) -> Result<V::Value, E> {
        self.visitor.visit_byte_buf(value).map_err(|failure| keep(self.failure, failure))
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.at.unproven.end();
        self.visitor.visit_none().map_err(|failure| keep(self.failure, failure))
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.at.unproven.end();
        self.visitor.visit_unit().map_err(|failure| keep(self.failure, failure))
    }

    fn visit_some<D: Deserializer<'de>>(self, format: D) -> Result<V::Value, D::Error> {
        let mut error = None;
        let value = self.visitor.visit_some(Reader { format, at: self.at, error: &mut error });
        value.map_err(|failure| keep_beside(self.failure, failure, error))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, format: D) -> Result<V::Value, D::Error> {
        let mut error = None;
        let value = self.visitor.visit_newtype_struct(Reader { format, at: self.at, error: &mut error });
        value.map_err(|failure| keep_beside(self.failure, failure, error))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut format: A) -> Result<V::Value, A::Error> {
        let (mut next, mut has_ended, mut error) = (0, false, None);
        let elements = Elements {
            format: &mut format,
            next: &mut next,
            at: self.at,
            name: self.name,
            has_ended: &mut has_ended,
            error: &mut error,
        };
        let value = self.visitor.visit_seq(elements).map_err(|failure| match failure.fault {
            Fault::Length(_) if has_ended => keep(self.failure, failure.located()),
            _ => keep_beside(self.failure, failure, error),
        })?;
        let more = if has_ended { Ok(None) } else { format.next_element::<IgnoredAny>() };
        match more {
            Ok(None) => {
                self.at.unproven.end();
                Ok(value)
            }
            Ok(Some(_)) => Err(keep(self.failure, Failure::new(Fault::Length(String::new())).located())),
            Err(_) => Err(keep(self.failure, elements::unfinished(next))),
        }
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, format: A) -> Result<V::Value, A::Error> {
        let (mut object, mut error) = (Object::default(), None);
        let added = self.at.mends.map_or(&[][..], Mends::added).iter();
        let (at, name) = (self.at, self.name);
        let members = Members { format, next: 0, at, name, added, object: &mut object, error: &mut error };
        let value = self.visitor.visit_map(members);
        let value = value.map_err(|failure| keep_beside(self.failure, object.locate(failure), error))?;
        self.at.unproven.end();
        self.at.place.finished.set(true);
        Ok(value)
    }

    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, format: A) -> Result<V::Value, A::Error> {
        let variant = Variant { format, at: self.at };
        let value = self.visitor.visit_enum(variant).map_err(|failure| keep(self.failure, failure))?;
        self.at.place.finished.set(true);
        Ok(value)
    }
}
