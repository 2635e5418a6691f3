//! [`Schema`]: a type made at random, which is read as the code that serde derives reads it.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use crate::json::Json;

pub(crate) const FIELDS: [&str; 4] = ["a", "b", "c", "d"];
pub(crate) const VARIANTS: [&str; 3] = ["one", "two", "three"];

/// A type.
#[derive(Debug, Clone)]
pub(crate) enum Schema {
    Bool,
    U8,
    I64,
    U128,
    F64,
    Char,
    Text,
    Unit,
    Option(Box<Schema>),
    Newtype(Box<Schema>),
    List(Box<Schema>),
    Tuple(Vec<Schema>),
    /// A map from texts.
    Named(Box<Schema>),
    /// A map from `u8`.
    Numbered(Box<Schema>),
    Struct(Fields),
    /// At most three variants.
    Enum(Vec<Schema>),
}

/// The fields of a struct: at most four, which are called as in [`FIELDS`].
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) is_strict: bool,
    /// Each with true if it has a default.
    pub(crate) fields: Vec<(Schema, bool)>,
}

impl Schema {
    pub(crate) fn any(random: &mut fastrand::Rng, depth: usize) -> Schema {
        let inner = |random: &mut fastrand::Rng| Box::new(Schema::any(random, depth.saturating_sub(1)));
        match random.usize(0..if depth == 0 { 8 } else { 18 }) {
            0 => Schema::Bool,
            1 => Schema::U8,
            2 => Schema::I64,
            3 => Schema::U128,
            4 => Schema::F64,
            5 => Schema::Char,
            6 => Schema::Text,
            7 => Schema::Unit,
            8 => Schema::Option(inner(random)),
            9 => Schema::Newtype(inner(random)),
            10 | 11 => Schema::List(inner(random)),
            12 => Schema::Tuple((0..random.usize(1..4)).map(|_| *inner(random)).collect()),
            13 => Schema::Named(inner(random)),
            14 => Schema::Numbered(inner(random)),
            15 => Schema::Enum((0..random.usize(1..4)).map(|_| *inner(random)).collect()),
            _ => {
                let count = random.usize(0..5);
                let fields = (0..count).map(|_| (*inner(random), random.u8(0..4) == 0)).collect();
                Schema::Struct(Fields { is_strict: random.bool(), fields })
            }
        }
    }

    /// Makes a value that fits.
    pub(crate) fn fitting(&self, random: &mut fastrand::Rng) -> Json {
        let pick = |random: &mut fastrand::Rng, of: &[&'static str]| of[random.usize(0..of.len())];
        match self {
            Schema::Bool => Json::Bool(random.bool()),
            Schema::U8 => Json::Number(pick(random, &["0", "7", "255"])),
            Schema::I64 => Json::Number(pick(random, &["0", "-1", "9223372036854775807"])),
            Schema::U128 => Json::Number(pick(random, &["0", "340282366920938463463374607431768211455"])),
            Schema::F64 => Json::Number(pick(random, &["0", "-1.5", "1e300", "9223372036854775808"])),
            Schema::Char => Json::Text(pick(random, &["a", "é"])),
            Schema::Text => Json::Text(pick(random, &["", "a", "one"])),
            Schema::Unit => Json::Null,
            Schema::Option(_) if random.bool() => Json::Null,
            Schema::Option(inner) | Schema::Newtype(inner) => inner.fitting(random),
            Schema::List(inner) => Json::Array((0..random.usize(0..3)).map(|_| inner.fitting(random)).collect()),
            Schema::Tuple(inner) => Json::Array(inner.iter().map(|inner| inner.fitting(random)).collect()),
            Schema::Named(inner) => {
                Json::Object(["x", "y"].map(|name| (name.to_owned(), inner.fitting(random))).into())
            }
            Schema::Numbered(inner) => {
                Json::Object(["1", "255"].map(|name| (name.to_owned(), inner.fitting(random))).into())
            }
            Schema::Struct(Fields { fields, .. }) => {
                let given = |(name, (schema, has_default)): (&&str, &(Schema, bool))| {
                    let is_left_out = *has_default && random.bool();
                    (!is_left_out).then(|| ((*name).to_owned(), schema.fitting(random)))
                };
                Json::Object(FIELDS.iter().zip(fields).filter_map(given).collect())
            }
            Schema::Enum(variants) => {
                let at = random.usize(0..variants.len());
                match &variants[at] {
                    Schema::Unit if random.bool() => Json::Text(VARIANTS[at]),
                    contents => Json::Object(vec![(VARIANTS[at].to_owned(), contents.fitting(random))]),
                }
            }
        }
    }
}

thread_local! {
    static SCHEMA: RefCell<Schema> = const { RefCell::new(Schema::Unit) };
}

/// A value of the type that was made last.
#[derive(Debug)]
pub(crate) struct Subject;

impl Subject {
    pub(crate) fn set(schema: &Schema) {
        SCHEMA.set(schema.clone());
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Subject, D::Error> {
        let schema = SCHEMA.with_borrow(Schema::clone);
        schema.deserialize(deserializer).map(|()| Subject)
    }
}

impl<'de> DeserializeSeed<'de> for &Schema {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match self {
            Schema::Bool => bool::deserialize(from).map(drop),
            Schema::U8 => u8::deserialize(from).map(drop),
            Schema::I64 => i64::deserialize(from).map(drop),
            Schema::U128 => u128::deserialize(from).map(drop),
            Schema::F64 => f64::deserialize(from).map(drop),
            Schema::Char => char::deserialize(from).map(drop),
            Schema::Text => String::deserialize(from).map(drop),
            Schema::Unit => <()>::deserialize(from),
            Schema::Option(_) => from.deserialize_option(self),
            Schema::Newtype(_) => from.deserialize_newtype_struct("Newtype", self),
            Schema::List(_) => from.deserialize_seq(self),
            Schema::Tuple(inner) => from.deserialize_tuple(inner.len(), self),
            Schema::Named(_) | Schema::Numbered(_) => from.deserialize_map(self),
            Schema::Struct(fields) => from.deserialize_struct("Struct", &FIELDS[..fields.fields.len()], self),
            Schema::Enum(variants) => from.deserialize_enum("Enum", &VARIANTS[..variants.len()], self),
        }
    }
}

impl<'de> Visitor<'de> for &Schema {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Schema::List(_) => f.write_str("a sequence"),
            Schema::Tuple(inner) => write!(f, "a tuple of size {}", inner.len()),
            Schema::Named(_) | Schema::Numbered(_) => f.write_str("a map"),
            Schema::Struct(_) => f.write_str("struct Struct"),
            Schema::Enum(_) => f.write_str("enum Enum"),
            _ => f.write_str("tuple struct Newtype"),
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let Schema::Option(inner) = self else { unreachable!() };
        inner.deserialize(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let Schema::Newtype(inner) = self else { unreachable!() };
        inner.deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        match self {
            Schema::List(inner) => while from.next_element_seed(&**inner)?.is_some() {},
            Schema::Tuple(inner) => {
                for (at, inner) in inner.iter().enumerate() {
                    from.next_element_seed(inner)?.ok_or_else(|| Error::invalid_length(at, &self))?;
                }
            }
            Schema::Struct(Fields { fields, .. }) => {
                for (at, (inner, has_default)) in fields.iter().enumerate() {
                    if from.next_element_seed(inner)?.is_none() && !*has_default {
                        return Err(Error::invalid_length(at, &self));
                    }
                }
            }
            _ => return Err(Error::invalid_type(serde::de::Unexpected::Seq, &self)),
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        match self {
            Schema::Named(inner) => {
                while from.next_key::<String>()?.is_some() {
                    from.next_value_seed(&**inner)?;
                }
            }
            Schema::Numbered(inner) => {
                while from.next_key::<u8>()?.is_some() {
                    from.next_value_seed(&**inner)?;
                }
            }
            Schema::Struct(all @ Fields { fields, .. }) => {
                let mut seen = [false; FIELDS.len()];
                while let Some(at) = from.next_key_seed(all)? {
                    match fields.get(at) {
                        Some(_) if seen[at] => return Err(Error::duplicate_field(FIELDS[at])),
                        Some((inner, _)) => {
                            from.next_value_seed(inner)?;
                            seen[at] = true;
                        }
                        None => drop(from.next_value::<IgnoredAny>()?),
                    }
                }
                for (at, (inner, has_default)) in fields.iter().enumerate() {
                    if !seen[at] && !*has_default && !matches!(inner, Schema::Option(_)) {
                        return Err(Error::missing_field(FIELDS[at]));
                    }
                }
            }
            _ => return Err(Error::invalid_type(serde::de::Unexpected::Map, &self)),
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, from: A) -> Result<(), A::Error> {
        let Schema::Enum(variants) = self else { unreachable!() };
        let (at, contents) = from.variant_seed(Name(variants.len()))?;
        match &variants[at] {
            Schema::Unit => contents.unit_variant(),
            tuple @ Schema::Tuple(inner) => contents.tuple_variant(inner.len(), tuple),
            fields @ Schema::Struct(inner) => contents.struct_variant(&FIELDS[..inner.fields.len()], fields),
            newtype => contents.newtype_variant_seed(newtype),
        }
    }
}

/// The name of a field, as its position: one past the last if it is unknown and may be.
impl<'de> DeserializeSeed<'de> for &Fields {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for &Fields {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let known = &FIELDS[..self.fields.len()];
        match known.iter().position(|known| *known == name) {
            Some(at) => Ok(at),
            None if self.is_strict => Err(E::unknown_field(name, &FIELDS)),
            None => Ok(known.len()),
        }
    }
}

/// The name of one of so many variants, as its position.
struct Name(usize);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("variant identifier")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let known = &VARIANTS[..self.0];
        known.iter().position(|known| *known == name).ok_or_else(|| E::unknown_variant(name, &VARIANTS[..self.0]))
    }
}
