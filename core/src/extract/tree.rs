//! [`Tree`]: any JSON value as it was written, members in order and repeated ones included.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::fault::Fault;
use super::text::Text;
use crate::Segment;

/// Any JSON value as it was written.
///
/// Unlike `serde_json::Value` it keeps a member that comes twice, and what is read from it fails with a [`Fault`].
#[derive(Debug, Clone)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Returns true unless the value at this path shows that it does not have the fault: a member that is missing must not be
    /// there, and one that occurs twice must be there twice. Types that buffer their input report members of another object.
    pub(super) fn has(&self, path: &[Segment<'_>], fault: &Fault) -> bool {
        let (member, expected) = match fault {
            Fault::Missing(member) => (*member, 0),
            Fault::Twice(member) => (*member, 2),
            _ => return true,
        };
        match path.iter().try_fold(self, |tree, segment| tree.child(segment)) {
            Some(Tree::Object(members)) => {
                let count = members.iter().filter(|(name, _)| name == member).count();
                if expected == 0 { count == 0 } else { count >= expected }
            }
            _ => false,
        }
    }

    /// Returns how many segments of the path are there. A variant that is written as text has no member of its name.
    pub(super) fn depth(&self, path: &[Segment<'_>]) -> usize {
        let mut here = self;
        path.iter()
            .take_while(|segment| match here.child(segment) {
                Some(child) => {
                    here = child;
                    true
                }
                None => false,
            })
            .count()
    }

    fn child(&self, segment: &Segment<'_>) -> Option<&Tree> {
        match (self, segment) {
            (Tree::Array(elements), Segment::Index(index)) => elements.get(*index),
            (Tree::Object(members), Segment::Member(name)) => {
                members.iter().find_map(|(given, value)| (given == name).then_some(value))
            }
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Unsigned(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Signed(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element()? {
            elements.push(element);
        }
        Ok(Tree::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Object(members))
    }
}

impl<'de> IntoDeserializer<'de, Fault> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(value),
            Tree::Unsigned(value) => visitor.visit_u64(value),
            Tree::Signed(value) => visitor.visit_i64(value),
            Tree::Float(value) => visitor.visit_f64(value),
            Tree::Text(value) => visitor.visit_string(value),
            Tree::Array(elements) => {
                let mut elements = SeqDeserializer::new(elements.into_iter());
                let value = visitor.visit_seq(&mut elements)?;
                elements.end().map(|()| value)
            }
            Tree::Object(members) => {
                let members = members.into_iter().map(|(name, value)| (Text(name.into()), value));
                let mut members = MapDeserializer::new(members);
                let value = visitor.visit_map(&mut members)?;
                members.end().map(|()| value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Tree::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Tree::Text(name) => visitor.visit_enum(Variant { name, value: Tree::Null }),
            Tree::Object(members) => match <[(String, Tree); 1]>::try_from(members) {
                Ok([(name, value)]) => visitor.visit_enum(Variant { name, value }),
                Err(_) => Err(Fault::expected("an object with one member")),
            },
            _ => Err(Error::invalid_type(Unexpected::Other("JSON"), &"a string or an object")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// A variant by its name, with what it holds: null where only the name was written.
struct Variant {
    name: String,
    value: Tree,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Fault;
    type Variant = Tree;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Tree), Fault> {
        Ok((seed.deserialize(Text(self.name.into()))?, self.value))
    }
}

impl<'de> VariantAccess<'de> for Tree {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A body that does not fit costs so much for each of its elements, the shortest of which is two bytes.
    #[test]
    fn an_element_is_32_bytes() {
        assert_eq!(size_of::<Tree>(), 32);
    }
}
