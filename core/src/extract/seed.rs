//! [`TupleSeed`] and [`StructSeed`]: the contents of a variant as values of their own.

use serde::de::{DeserializeSeed, Deserializer, Visitor};

pub(super) struct TupleSeed<V> {
    pub(super) length: usize,
    pub(super) visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for TupleSeed<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_tuple(self.length, self.visitor)
    }
}

pub(super) struct StructSeed<V> {
    pub(super) fields: &'static [&'static str],
    pub(super) visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for StructSeed<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_struct("", self.fields, self.visitor)
    }
}
