//! The names of fields in JSON. serde knows them. garde and validator report the names in Rust.

use std::iter;

use serde::de::value::{Error as Stop, MapDeserializer, SeqDeserializer};
use serde::de::{Error, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

use crate::Segment;

type Path = Vec<Segment<'static>>;

/// Renames the steps of each path to the names that serde reads, and sorts the findings in the order of the fields in `T`.
///
/// An object comes before its members. A field that is not found keeps its name and comes last.
pub(super) fn as_read_by<'de, T: Deserialize<'de>, F>(findings: Vec<(Path, F)>) -> Vec<(Path, F)> {
    let mut placed: Vec<_> =
        findings.into_iter().map(|(mut path, finding)| (follow::<T>(&mut path), path, finding)).collect();
    // The sort is stable: the rules of one field keep their order.
    placed.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    placed.into_iter().map(|(_, path, finding)| (path, finding)).collect()
}

/// The place of a step among its siblings: its position, then its name if it has no position.
type Place = (usize, String);

/// Renames the steps of a path as far as serde knows them, and returns the place of each.
fn follow<'de, T: Deserialize<'de>>(path: &mut Path) -> Vec<Place> {
    let mut positions = Vec::with_capacity(path.len());
    // This always fails, at the end of the path or at a step that is not found.
    let _ = T::deserialize(PathFollower { path, positions: &mut positions });
    let positions = positions.into_iter().map(Some).chain(iter::repeat(None));
    path.iter()
        .zip(positions)
        .map(|(step, position)| match step {
            Segment::Index(index) => (*index, String::new()),
            Segment::Member(name) => (position.unwrap_or(usize::MAX), name.clone().into_owned()),
        })
        .collect()
}

/// A deserializer that follows a path through a type and reads nothing.
///
/// A derived `Deserialize` of a struct passes it the names of all its fields.
struct PathFollower<'p> {
    path: &'p mut [Segment<'static>],
    positions: &'p mut Vec<usize>,
}

impl<'p> PathFollower<'p> {
    /// Returns the next step and the follower for the rest of the path.
    fn step(self) -> Result<(&'p mut Segment<'static>, PathFollower<'p>), Stop> {
        let (step, path) = self.path.split_first_mut().ok_or_else(stop)?;
        Ok((step, PathFollower { path, ..self }))
    }
}

impl<'de> Deserializer<'de> for PathFollower<'_> {
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
        let (Segment::Member(name), rest) = self.step()? else { return Err(stop()) };
        let (position, field) = find(fields, name).ok_or_else(stop)?;
        *name = field.into();
        rest.positions.push(position);
        visitor.visit_map(MapDeserializer::new(iter::once((field, rest))))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let (step, rest) = self.step()?;
        let key = match step {
            Segment::Member(key) => &**key,
            // validator counts the entries of a map.
            Segment::Index(_) => "",
        };
        rest.positions.push(usize::MAX);
        visitor.visit_map(MapDeserializer::new(iter::once((key, rest))))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let (Segment::Index(index), rest) = self.step()? else { return Err(stop()) };
        rest.positions.push(*index);
        visitor.visit_seq(SeqDeserializer::new(iter::once(rest)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct enum identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Stop> for PathFollower<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cold]
fn stop() -> Stop {
    Stop::custom("the end of the path")
}

/// Returns the position and the name of a field by its identifier in Rust.
///
/// A field that is called like its identifier takes precedence over one that a rule of `rename_all` makes of it. If two
/// rules lead to two fields, it is not known which one is meant, and there is no result.
fn find(fields: &'static [&'static str], identifier: &str) -> Option<(usize, &'static str)> {
    let find = |name: &str| fields.iter().copied().enumerate().find(|(_, field)| *field == name);
    if let Some(found) = find(identifier) {
        return Some(found);
    }
    let renamed = renamed(identifier);
    let mut found = renamed.iter().filter_map(|name| find(name));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Returns what the rules of serde's `rename_all` make of an identifier; `snake_case` and `lowercase` leave it unchanged.
fn renamed(identifier: &str) -> [String; 5] {
    let pascal: String = identifier.split('_').map(|word| first_letter(word, char::to_ascii_uppercase)).collect();
    let camel = first_letter(&pascal, char::to_ascii_lowercase);
    let screaming = identifier.to_ascii_uppercase();
    [camel, pascal, identifier.replace('_', "-"), screaming.replace('_', "-"), screaming]
}

/// Changes the first letter of a word.
fn first_letter(word: &str, change: fn(&char) -> char) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| change(&first)).into_iter().chain(letters).collect()
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
    fn a_field_with_a_custom_name_keeps_its_name_in_rust_and_comes_last() {
        #[derive(Deserialize)]
        #[expect(dead_code, reason = "nothing is read")]
        struct Fields {
            // What `camelCase` and others make of it, too.
            #[serde(rename = "type")]
            type_: u8,
            #[serde(rename = "@id")]
            id: u8,
            #[serde(rename = "unitPrice")]
            unit_price: u8,
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
            read_by::<Fields>(&["a_b", "ab", "amount", "id", "last", "name", "skipped", "type_", "unit_price"]),
            ["type", "unitPrice", "a_b", "ab", "name", "last", "amount", "id", "skipped"]
        );
    }

    #[test]
    fn a_name_that_two_rules_match_is_not_renamed() {
        const FIELDS: &[&str] = &["x", "aB", "AB", "a-c", "A_D", "Ä_B", "_"];
        let cases = [
            ("a_b", None),
            ("a_c", Some((3, "a-c"))),
            ("a_d", Some((4, "A_D"))),
            ("aB", Some((1, "aB"))),
            ("ac", None),
            ("Ä_b", Some((5, "Ä_B"))),
            ("_", Some((6, "_"))),
            ("__", None),
            ("", None),
        ];
        for (identifier, expected) in cases {
            assert_eq!(find(FIELDS, identifier), expected, "{identifier}");
        }
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
    fn a_field_that_serde_does_not_name_keeps_its_name_and_comes_last() {
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
    fn the_rules_of_one_field_keep_their_order() {
        let found = ["first", "second", "third"].map(|found| (vec![Segment::Member("x".into())], found));
        let read = as_read_by::<HashMap<String, u8>, _>(found.into());
        assert_eq!(read.into_iter().map(|(_, found)| found).collect::<Vec<_>>(), ["first", "second", "third"]);
    }
}
