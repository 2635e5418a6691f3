//! [`Substitute`]: a value of the kind that a type requests.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::attempt::{Attempt, TEXTS};
use super::expectation::{Expectation, Hint, integer_hint, integers};
use super::failure::{Failure, Place, Step};
use super::mends::Mends;
use super::object::Object;
use super::seed::{StructSeed, TupleSeed};
use crate::Segment;

/// The greatest depth. A type that contains itself without end has no value.
const DEEPEST: usize = 64;

/// Reads a substitute.
pub(super) fn read<'de, S: DeserializeSeed<'de>>(
    seed: S,
    mends: &Mends,
    attempt: &Attempt,
) -> Result<S::Value, Failure> {
    read_at(seed, Some(mends), attempt, Depth::default())
}

fn read_at<'de, S: DeserializeSeed<'de>>(
    seed: S,
    mends: Option<&Mends>,
    attempt: &Attempt,
    depth: Depth,
) -> Result<S::Value, Failure> {
    if depth.values > DEEPEST {
        return Err(Failure::custom("too deep"));
    }
    let place = Place::default();
    seed.deserialize(Substitute { place: &place, mends, attempt, depth }).map_err(|failure| failure.at(&place))
}

/// The depth of a value inside of a substitute.
#[derive(Debug, Clone, Copy, Default)]
struct Depth {
    values: usize,
    variants: usize,
}

/// A value of the kind that a type requests.
#[derive(Clone, Copy)]
struct Substitute<'a> {
    place: &'a Place,
    mends: Option<&'a Mends>,
    attempt: &'a Attempt,
    depth: Depth,
}

impl Substitute<'_> {
    /// Notes the type's request, and the number of values to try.
    fn note<'de, V: Visitor<'de>>(&self, hint: Hint, visitor: &V, options: usize) {
        self.place.options.set(options);
        if let Some(expectation) = self.mends.and_then(Mends::expectation) {
            expectation.get_or_init(|| Expectation::new(hint, visitor));
        }
    }

    fn member<'de, S: DeserializeSeed<'de>>(
        &self,
        seed: S,
        step: Step,
        segment: Segment<'static>,
    ) -> Result<S::Value, Failure> {
        let mends = self.mends.and_then(|mends| mends.below(step));
        let untried = Attempt { refused: 0, texts: self.attempt.texts.clone() };
        let attempt = mends.and_then(Mends::attempt).unwrap_or(&untried);
        let depth = Depth { values: self.depth.values + 1, ..self.depth };
        read_at(seed, mends, attempt, depth).map_err(|failure| failure.inside(step, Some(segment)))
    }

    /// Chooses a text to try. Keeps the words of the type's request, in case the type refuses the text.
    fn text<'de, V: Visitor<'de>>(&self, visitor: &V) -> &'static str {
        let expected: &dyn Expected = visitor;
        self.attempt.texts.text(self.place.text.get_or_init(|| expected.to_string()))
    }

    fn array<'de, V: Visitor<'de>>(self, visitor: V, length: usize) -> Result<V::Value, Failure> {
        visitor.visit_seq(Elements { of: self, next: 0, length })
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V, names: &'static [&'static str]) -> Result<V::Value, Failure> {
        let mut object = Object::default();
        visitor
            .visit_map(Members { of: self, names, next: 0, object: &mut object })
            .map_err(|failure| object.locate(failure))
    }
}

macro_rules! whole_numbers {
    ($($deserialize:ident $type:ident,)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            self.note(integer_hint!($type), &visitor, 2);
            let number: $type = (self.attempt.refused == 0).into();
            IntoDeserializer::<Failure>::into_deserializer(number).$deserialize(visitor)
        }
    )+};
}

macro_rules! texts {
    ($($deserialize:ident)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            self.note(Hint::Text, &visitor, TEXTS.len());
            let text = self.text(&visitor);
            visitor.visit_str(text)
        }
    )+};
}

impl<'de> Deserializer<'de> for Substitute<'_> {
    type Error = Failure;

    integers! { whole_numbers }
    texts! { deserialize_str deserialize_string }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Any, &visitor, 5 + TEXTS.len());
        match self.attempt.refused {
            0 => visitor.visit_unit(),
            1 => visitor.visit_u64(1),
            2 => visitor.visit_bool(true),
            3 => self.array(visitor, 0),
            4 => self.object(visitor, &[]),
            at => visitor.visit_str(TEXTS.get(at - 5).copied().unwrap_or_default()),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Bool, &visitor, 2);
        visitor.visit_bool(self.attempt.refused == 0)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Float, &visitor, 2);
        visitor.visit_f64(if self.attempt.refused == 0 { 1.0 } else { 0.0 })
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Char, &visitor, 1);
        visitor.visit_char('a')
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Any, &visitor, 1);
        visitor.visit_bytes(b"")
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_bytes(visitor)
    }

    /// A value, because an optional type accepted null already.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.mends.is_some() { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Null, &visitor, 1);
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Array { length: None }, &visitor, 2);
        self.array(visitor, self.attempt.refused)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Array { length: Some(length) }, &visitor, 1);
        self.array(visitor, length)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Object, &visitor, 1);
        self.object(visitor, &[])
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.note(Hint::Object, &visitor, 1);
        self.object(visitor, fields)
    }

    /// Chooses the first variant, and a later one deeper inside, so that a type that contains itself comes to an end.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.note(Hint::Enum(variants), &visitor, variants.len());
        match variants.iter().cycle().nth((self.attempt.refused + self.depth.variants) % variants.len().max(1)) {
            Some(name) => {
                let depth = Depth { variants: self.depth.variants + 1, ..self.depth };
                visitor.visit_enum(Variant { of: Substitute { depth, ..self }, name })
            }
            None => Err(Failure::custom("there is no variant")),
        }
    }

    /// Returns the position of a variant or field, because its name is not known here.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.note(Hint::Text, &visitor, 2);
        visitor.visit_u64(u64::from(self.attempt.refused != 0))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }
}

struct Elements<'a> {
    of: Substitute<'a>,
    next: usize,
    length: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let at = self.next;
        if at == self.length {
            return Ok(None);
        }
        self.next += 1;
        self.of.place.entered.set(true);
        self.of.member(seed, Step::At(at), Segment::Index(at)).map(Some)
    }
}

struct Members<'a> {
    of: Substitute<'a>,
    names: &'static [&'static str],
    next: usize,
    object: &'a mut Object<'static>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        self.of.place.entered.set(true);
        let is_left_out = |at| self.of.mends.is_some_and(|mends| mends.leaves_out(Step::At(at)));
        while self.next < self.names.len() && is_left_out(self.next) {
            self.next += 1;
        }
        let added = self.of.mends.map_or(&[][..], Mends::added);
        let (name, step) = match (self.names.get(self.next), self.next.checked_sub(self.names.len())) {
            (Some(name), _) => (*name, Step::At(self.next)),
            (None, at) => match at.and_then(|at| added.get(at)) {
                Some(name) => (*name, Step::Added(name)),
                None => {
                    self.object.end();
                    return Ok(None);
                }
            },
        };
        self.next += 1;
        self.object.begin(step, name);
        let key: StrDeserializer<'_, Failure> = name.into_deserializer();
        seed.deserialize(key).map(Some).map_err(|failure| self.object.locate(failure))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        match self.object.enter() {
            Some(step) => self.of.member(seed, step, self.object.segment()),
            None => Err(Failure::custom("no key comes before the value")),
        }
    }
}

struct Variant<'a> {
    of: Substitute<'a>,
    name: &'static str,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Failure> {
        let name: StrDeserializer<'_, Failure> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        self.of.member(seed, Step::At(0), Segment::Member(self.name.into()))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.newtype_variant_seed(TupleSeed { length, visitor })
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.newtype_variant_seed(StructSeed { fields, visitor })
    }
}
