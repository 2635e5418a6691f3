//! What a field is called in JSON, which serde knows and garde and validator do not.

use std::borrow::Cow;
use std::iter;

use serde::de::value::{Error as Stop, MapDeserializer, SeqDeserializer};
use serde::de::{Error, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

use crate::Segment;

/// What was found at each path, the path in the names by which `T` is read, in the order in which `T` declares them.
///
/// An object goes before its members, and what serde does not tell of, by its own name, after what it does.
pub(super) fn as_read_by<'de, T: Deserialize<'de>, F>(found: Vec<(Vec<Segment<'static>>, F)>) -> Vec<(Path, F)> {
    let place = |(mut path, found)| (follow::<T>(&mut path), path, found);
    let mut placed: Vec<_> = found.into_iter().map(place).collect();
    // Stable: of one field, the order of its rules is kept.
    placed.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    placed.into_iter().map(|(_, path, found)| (path, found)).collect()
}

type Path = Vec<Segment<'static>>;

/// Where a step stands among its siblings: its position, then the name of one that has none.
type Place = (usize, String);

/// Renames the steps of a path, as far as serde tells of them, and says where each stands.
fn follow<'de, T: Deserialize<'de>>(path: &mut Path) -> Vec<Place> {
    let mut positions = Vec::with_capacity(path.len());
    // It always fails: at the end of the path, or where it is lost.
    let _ = T::deserialize(Probe { path, positions: &mut positions });
    let positions = positions.into_iter().map(Some).chain(iter::repeat(None));
    let place = |(step, position): (&Segment<'static>, Option<usize>)| match step {
        Segment::Index(index) => (*index, String::new()),
        Segment::Member(name) => (position.unwrap_or(usize::MAX), name.clone().into_owned()),
    };
    path.iter().zip(positions).map(place).collect()
}

/// Follows a path through a type and reads nothing: a struct on the way tells the names of all its fields.
struct Probe<'p> {
    path: &'p mut [Segment<'static>],
    positions: &'p mut Vec<usize>,
}

impl<'p> Probe<'p> {
    /// The next step, and the probe behind it.
    fn step(self) -> Result<(&'p mut Segment<'static>, Probe<'p>), Stop> {
        let (step, path) = self.path.split_first_mut().ok_or_else(stop)?;
        Ok((step, Probe { path, ..self }))
    }
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Stop> {
        Err(stop())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let (Segment::Member(name), probe) = self.step()? else { return Err(stop()) };
        let (position, field) = find(fields, name).ok_or_else(stop)?;
        *name = Cow::Borrowed(field);
        probe.positions.push(position);
        visitor.visit_map(MapDeserializer::new(iter::once((field, probe))))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let (step, probe) = self.step()?;
        let key = match step {
            Segment::Member(key) => &**key,
            // validator counts the entries of a map.
            Segment::Index(_) => "",
        };
        probe.positions.push(usize::MAX);
        visitor.visit_map(MapDeserializer::new(iter::once((key, probe))))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let (Segment::Index(index), probe) = self.step()? else { return Err(stop()) };
        probe.positions.push(*index);
        visitor.visit_seq(SeqDeserializer::new(iter::once(probe)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Stop> for Probe<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cold]
fn stop() -> Stop {
    Stop::custom("the end of the path")
}

/// The field that is written as Rust writes it, or else the one of the same letters: serde's rules change the case and
/// what stands between words, and a name that Rust does not take (`type`, `@id`) is another (`type_`, `id`).
fn find(fields: &'static [&'static str], name: &str) -> Option<(usize, &'static str)> {
    let by = |same: fn(&str, &str) -> bool| fields.iter().copied().enumerate().find(|(_, field)| same(field, name));
    by(|field, name| field == name).or_else(|| by(|field, name| letters(field).eq(letters(name))))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|char| char.is_alphanumeric()).map(|char| char.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap, VecDeque};

    use super::*;
    use crate::FieldPath;

    /// The paths, written, that these become.
    fn read_by<T: for<'de> Deserialize<'de>>(paths: &[&'static str]) -> Vec<String> {
        let owned = |segment: Segment<'_>| match segment {
            Segment::Member(name) => Segment::Member(name.into_owned().into()),
            Segment::Index(index) => Segment::Index(index),
        };
        let found = paths.iter().map(|path| (FieldPath::from(*path).segments().map(owned).collect(), *path)).collect();
        let read = as_read_by::<T, _>(found).into_iter();
        read.map(|(path, _)| path.into_iter().collect::<FieldPath>().to_string()).collect()
    }

    /// A struct and what its fields, sorted by the names of Rust, become.
    macro_rules! case {
        ($rule:literal: $($field:ident as $name:literal),+) => {{
            #[derive(serde::Deserialize)]
            #[serde(rename_all = $rule)]
            #[expect(dead_code, reason = "nothing is read")]
            struct Fields {
                $($field: Option<u8>,)+
            }
            let mut fields = [$(stringify!($field).trim_start_matches("r#")),+];
            fields.sort_unstable();
            assert_eq!(read_by::<Fields>(&fields), [$($name),+], $rule);
        }};
    }

    #[test]
    fn every_rule_of_serde_is_followed_in_the_order_of_the_struct() {
        case!("lowercase": two_words as "two_words", one as "one", r#type as "type");
        case!("UPPERCASE": two_words as "TWO_WORDS", one as "ONE", r#type as "TYPE");
        case!("PascalCase": two_words as "TwoWords", one as "One", r#type as "Type");
        case!("camelCase": two_words as "twoWords", one as "one", r#type as "type");
        case!("snake_case": two_words as "two_words", one as "one", r#type as "type");
        case!("SCREAMING_SNAKE_CASE": two_words as "TWO_WORDS", one as "ONE", r#type as "TYPE");
        case!("kebab-case": two_words as "two-words", one as "one", r#type as "type");
        case!("SCREAMING-KEBAB-CASE": two_words as "TWO-WORDS", one as "ONE", r#type as "TYPE");
    }

    #[test]
    fn names_of_their_own_are_followed_by_their_letters() {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "nothing is read")]
        struct Fields {
            #[serde(rename = "type")]
            type_: u8,
            #[serde(rename = "@id")]
            id: u8,
            a_b: u8,
            ab: u8,
            #[serde(rename = "price", alias = "cost")]
            amount: u8,
            #[serde(alias = "oldName")]
            name: u8,
            #[serde(skip_deserializing)]
            skipped: u8,
            last: u8,
        }
        assert_eq!(
            read_by::<Fields>(&["a_b", "ab", "amount", "id", "last", "name", "skipped", "type_"]),
            ["type", "@id", "a_b", "ab", "name", "last", "amount", "skipped"]
        );
    }

    #[test]
    fn paths_are_followed_through_every_container() {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "nothing is read")]
        struct Order {
            the_parts: Vec<Part>,
            the_queue: Box<Option<VecDeque<Option<Part>>>>,
            by_name: HashMap<String, Part>,
            the_newtype: Newtype,
            #[serde(default, deserialize_with = "other")]
            an_other: Option<Part>,
            the_order: Option<Box<Order>>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "nothing is read")]
        struct Part {
            part_id: u8,
            how_many: u8,
        }
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "nothing is read")]
        struct Newtype(Part);

        fn other<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Part>, D::Error> {
            Ok(Option::deserialize(deserializer).unwrap_or_default())
        }

        let paths = [
            "an_other.how_many",
            "by_name.z.how_many",
            "by_name.z.part_id",
            "by_name.a_b.part_id",
            "by_name.a_b.how_many",
            "by_name[0].how_many",
            "the_newtype.part_id",
            "the_order.the_order.the_parts[1].part_id",
            "the_order.the_order",
            "the_parts[10].part_id",
            "the_parts[9].how_many",
            "the_parts[9].part_id",
            "the_parts[9]",
            "the_parts",
            "the_queue[0].part_id",
            "",
        ];
        let expected = [
            "",
            "theParts",
            "theParts[9]",
            "theParts[9].partId",
            "theParts[9].howMany",
            "theParts[10].partId",
            "theQueue[0].partId",
            "byName[0].howMany",
            "byName.a_b.partId",
            "byName.a_b.howMany",
            "byName.z.partId",
            "byName.z.howMany",
            "theNewtype.partId",
            "anOther.howMany",
            "theOrder.theOrder",
            "theOrder.theOrder.theParts[1].partId",
        ];
        assert_eq!(read_by::<Order>(&paths), expected);
        assert_eq!(read_by::<BTreeMap<String, Vec<Part>>>(&["x[1].part_id"]), ["x[1].partId"]);
        assert_eq!(read_by::<Vec<Part>>(&["[1].part_id", "[0].part_id"]), ["[0].partId", "[1].partId"]);
    }

    #[test]
    fn what_serde_does_not_tell_of_keeps_its_name_and_goes_last() {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "nothing is read")]
        struct Order {
            the_pair: (Part, Part),
            the_kind: Kind,
            the_flat: Flat,
            the_number: u8,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "nothing is read")]
        struct Flat {
            own_member: u8,
            #[serde(flatten)]
            part: Part,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[expect(dead_code, reason = "nothing is read")]
        struct Part {
            part_id: u8,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        #[expect(dead_code, reason = "nothing is read")]
        enum Kind {
            Part(Part),
        }

        let paths = [
            "no_such_field",
            "the_flat.part.part_id",
            "the_flat.own_member",
            "the_kind[0].part_id",
            "the_number",
            "the_number.no_such[0]",
            "the_pair[1].part_id",
        ];
        let expected = [
            "thePair[1].part_id",
            "theKind[0].part_id",
            "theFlat.own_member",
            "theFlat.part.part_id",
            "theNumber",
            "theNumber.no_such[0]",
            "no_such_field",
        ];
        assert_eq!(read_by::<Order>(&paths), expected);
        assert_eq!(read_by::<u8>(&["no_such", "none"]), ["no_such", "none"]);
    }

    #[test]
    fn of_one_field_the_order_of_the_rules_is_kept() {
        let found = ["first", "second", "third"].map(|found| (vec![Segment::Member("x".into())], found));
        let read = as_read_by::<HashMap<String, u8>, _>(found.into());
        assert_eq!(read.into_iter().map(|(_, found)| found).collect::<Vec<_>>(), ["first", "second", "third"]);
    }
}
