//! [`KeySeed`]: reads and keeps the name of a member or a variant.

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::super::expectation::{self, Hint, integer_hint, integers};
use super::super::failure::{Failure, Fault};
use super::syntax::Unproven;
use super::{keep, refused};

/// Reads a name and keeps it. The seed is used up when there is a name.
pub(super) struct KeySeed<'a, 'de, S> {
    pub(super) seed: &'a mut Option<S>,
    pub(super) name: &'a mut Cow<'de, str>,
    pub(super) unproven: &'a Unproven,
    pub(super) failure: &'a mut Option<Failure>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for KeySeed<'_, 'de, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, format: D) -> Result<S::Value, D::Error> {
        let Some(seed) = self.seed.take() else { return Err(D::Error::custom("the name was read")) };
        let hint = Cell::new(Hint::Any);
        seed.deserialize(Key { format, name: self.name, unproven: self.unproven, hint: &hint }).map_err(
            |mut failure| {
                failure.fault = match &failure.fault {
                    Fault::Unknown => Fault::Unknown,
                    Fault::Variant(names) => Fault::Variant(names),
                    Fault::Expected(text) => Fault::Name(expectation::words(hint.get(), text)),
                    Fault::Refused => Fault::Name(hint.get().words()),
                    _ => Fault::Name(None),
                };
                keep(self.failure, failure)
            },
        )
    }
}

struct Key<'a, 'de, D> {
    format: D,
    name: &'a mut Cow<'de, str>,
    unproven: &'a Unproven,
    hint: &'a Cell<Hint>,
}

impl<'a, 'de, D: Deserializer<'de>> Key<'a, 'de, D> {
    fn read<V: Visitor<'de>>(
        self,
        visitor: V,
        hint: Hint,
        read: impl for<'t> FnOnce(D, KeyVisitor<'t, 'de, V>) -> Result<V::Value, D::Error>,
    ) -> Result<V::Value, Failure> {
        self.hint.set(hint);
        let mut failure = None;
        read(
            self.format,
            KeyVisitor { visitor, name: self.name, unproven: self.unproven, hint: self.hint, failure: &mut failure },
        )
        .map_err(|_| failure.unwrap_or_else(refused))
    }
}

macro_rules! numbers {
    ($($deserialize:ident $type:ident,)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            self.read(visitor, integer_hint!($type), |format, visitor| format.$deserialize(visitor))
        }
    )+};
}

macro_rules! forward {
    ($($deserialize:ident $hint:expr,)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            self.read(visitor, $hint, |format, visitor| format.$deserialize(visitor))
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Key<'_, 'de, D> {
    type Error = Failure;

    integers! { numbers }
    forward! {
        deserialize_any Hint::Any, deserialize_bool Hint::Bool, deserialize_f32 Hint::Float, deserialize_f64 Hint::Float,
        deserialize_char Hint::Char, deserialize_str Hint::Text, deserialize_string Hint::Text,
        deserialize_identifier Hint::Text, deserialize_bytes Hint::Any, deserialize_byte_buf Hint::Any,
        deserialize_option Hint::Any, deserialize_unit Hint::Null, deserialize_seq Hint::Array { length: None },
        deserialize_map Hint::Object, deserialize_ignored_any Hint::Any,
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.read(visitor, Hint::Null, |format, visitor| format.deserialize_unit_struct(name, visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.read(visitor, Hint::Any, |format, visitor| format.deserialize_newtype_struct(name, visitor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        let hint = Hint::Array { length: Some(length) };
        self.read(visitor, hint, |format, visitor| format.deserialize_tuple(length, visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let hint = Hint::Array { length: Some(length) };
        self.read(visitor, hint, |format, visitor| format.deserialize_tuple_struct(name, length, visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.read(visitor, Hint::Object, |format, visitor| format.deserialize_struct(name, fields, visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.read(visitor, Hint::Enum(variants), |format, visitor| format.deserialize_enum(name, variants, visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.format.is_human_readable()
    }
}

struct KeyVisitor<'a, 'de, V> {
    visitor: V,
    name: &'a mut Cow<'de, str>,
    unproven: &'a Unproven,
    hint: &'a Cell<Hint>,
    failure: &'a mut Option<Failure>,
}

macro_rules! visit {
    ($($visit:ident $type:ty,)+) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<V::Value, E> {
            *self.name = Cow::Owned(value.to_string());
            self.visitor.$visit(value).map_err(|failure| keep(self.failure, failure))
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for KeyVisitor<'_, 'de, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.visitor.expecting(f)
    }

    visit! {
        visit_bool bool, visit_i8 i8, visit_i16 i16, visit_i32 i32, visit_i64 i64, visit_i128 i128, visit_u8 u8, visit_u16 u16,
        visit_u32 u32, visit_u64 u64, visit_u128 u128, visit_f32 f32, visit_f64 f64, visit_char char,
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        self.unproven.end();
        *self.name = Cow::Owned(value.to_owned());
        self.visitor.visit_str(value).map_err(|failure| keep(self.failure, failure))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        self.unproven.end();
        *self.name = Cow::Borrowed(value);
        self.visitor.visit_borrowed_str(value).map_err(|failure| keep(self.failure, failure))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<V::Value, E> {
        self.unproven.end();
        *self.name = Cow::Owned(value.clone());
        self.visitor.visit_string(value).map_err(|failure| keep(self.failure, failure))
    }

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
        self.visitor.visit_none().map_err(|failure| keep(self.failure, failure))
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit().map_err(|failure| keep(self.failure, failure))
    }

    fn visit_some<D: Deserializer<'de>>(self, format: D) -> Result<V::Value, D::Error> {
        let key = Key { format, name: self.name, unproven: self.unproven, hint: self.hint };
        self.visitor.visit_some(key).map_err(|failure| keep(self.failure, failure))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, format: D) -> Result<V::Value, D::Error> {
        let key = Key { format, name: self.name, unproven: self.unproven, hint: self.hint };
        self.visitor.visit_newtype_struct(key).map_err(|failure| keep(self.failure, failure))
    }

    // No format writes anything else as a name. The type's reason is lost, but the fault is still the name's.
    fn visit_seq<A: SeqAccess<'de>>(self, format: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(format)
    }

    fn visit_map<A: MapAccess<'de>>(self, format: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(format)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, format: A) -> Result<V::Value, A::Error> {
        let variant = Variant { format, name: self.name, unproven: self.unproven };
        self.visitor.visit_enum(variant).map_err(|failure| keep(self.failure, failure))
    }
}

/// A name that is read as an enum.
struct Variant<'a, 'de, A> {
    format: A,
    name: &'a mut Cow<'de, str>,
    unproven: &'a Unproven,
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Variant<'_, 'de, A> {
    type Error = Failure;
    type Variant = Contents<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Failure> {
        let (mut seed, mut failure) = (Some(seed), None);
        match self.format.variant_seed(KeySeed {
            seed: &mut seed,
            name: self.name,
            unproven: self.unproven,
            failure: &mut failure,
        }) {
            Ok((variant, format)) => Ok((variant, Contents(format))),
            Err(_) => Err(failure.unwrap_or_else(refused)),
        }
    }
}

/// Nothing, in a name.
struct Contents<A>(A);

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Contents<A> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        self.0.unit_variant().map_err(|_| refused())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        self.0.newtype_variant_seed(seed).map_err(|_| refused())
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.0.tuple_variant(length, visitor).map_err(|_| refused())
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.0.struct_variant(fields, visitor).map_err(|_| refused())
    }
}
