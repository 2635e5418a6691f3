//! Types that serde buffers, and other ways of reading: no member is accused of what another one has done.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::assert_faults;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Holder {
    name: String,
}

#[test]
fn a_missing_member_of_a_flattened_struct_is_named_if_adding_it_mends_the_body() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Flat {
        title: String,
        #[serde(flatten)]
        rest: Rest,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Rest {
        holder: Holder,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Outer {
        flat: Flat,
        quantity: u8,
    }
    assert_faults::<Outer>(&[
        (r#"{"flat":{"title":"a","holder":{"name":"b"}},"quantity":1}"#, &[]),
        (r#"{"flat":{"holder":{"name":"b"}},"quantity":1}"#, &["flat.title: is missing"]),
        (r#"{"flat":{"title":"a"},"quantity":1}"#, &["flat.holder: is missing"]),
        (r#"{"flat":{},"quantity":1}"#, &["flat.title: is missing", "flat.holder: is missing"]),
        (
            r#"{"flat":{"title":5,"holder":{"name":"b"}},"quantity":""}"#,
            &["flat.title: expected a string", "quantity: expected a whole number from 0 to 255"],
        ),
        // The holder is read from a buffer, which does not say where it is.
        (r#"{"flat":{"title":"a","holder":{}},"quantity":1}"#, &["flat: is not valid"]),
        (r#"{"flat":{"title":"a","holder":{"name":5}},"quantity":1}"#, &["flat: is not valid"]),
        (r#"{"flat":{"title":5,"holder":{}},"quantity":1}"#, &["flat.title: expected a string"]),
        (r#"{"flat":5,"quantity":"x"}"#, &["flat: expected an object"]),
    ]);
}

#[test]
fn enums_with_a_tag_end_the_list_with_their_fault() {
    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    #[expect(dead_code, reason = "only read")]
    enum Inside {
        Circle { radius: u8 },
        Point,
    }
    #[derive(Debug, Deserialize)]
    #[serde(tag = "kind", content = "of", rename_all = "lowercase")]
    #[expect(dead_code, reason = "only read")]
    enum Beside {
        Circle { radius: u8 },
        Point,
    }
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only read")]
    enum Neither {
        Circle { radius: u8 },
        Name(String),
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Shapes {
        inside: Option<Inside>,
        beside: Option<Beside>,
        neither: Option<Neither>,
        quantity: u8,
    }
    const U8: &str = "expected a whole number from 0 to 255";
    let quantity = format!("quantity: {U8}");
    let radius = format!("beside.of.radius: {U8}");
    assert_faults::<Shapes>(&[
        (r#"{"inside":{"kind":"point"},"beside":{"kind":"circle","of":{"radius":1}},"neither":"a","quantity":1}"#, &[]),
        (r#"{"inside":{"kind":"square"},"quantity":1}"#, &["inside.kind: expected one of: circle, point"]),
        (r#"{"inside":{"kind":5},"quantity":1}"#, &["inside.kind: expected a string"]),
        (r#"{"inside":{"radius":1},"quantity":""}"#, &["inside.kind: is missing", &quantity]),
        (r#"{"inside":{"radius":"x"},"quantity":1}"#, &["inside.kind: is missing"]),
        (r#"{"inside":{"kind":"circle"},"quantity":1}"#, &["inside: is not valid"]),
        (r#"{"inside":{"kind":"circle","radius":"x"},"quantity":1}"#, &["inside: is not valid"]),
        (r#"{"inside":5,"quantity":"x"}"#, &["inside: expected an object"]),
        // The contents of an unknown variant are not known.
        (
            r#"{"beside":{"kind":"square","of":{"side":1}},"quantity":1}"#,
            &["beside.kind: expected one of: circle, point"],
        ),
        (r#"{"beside":{"kind":"circle","of":{"radius":"x"}},"quantity":"x"}"#, &[&radius, &quantity]),
        (r#"{"beside":{"kind":"circle"},"quantity":"x"}"#, &["beside.of: is missing", &quantity]),
        (r#"{"beside":{"of":{"radius":"x"},"kind":"circle"},"quantity":1}"#, &["beside: is not valid"]),
        (r#"{"neither":{"radius":"x"},"quantity":"x"}"#, &["neither: is not valid", &quantity]),
    ]);
}

#[test]
fn serde_attributes_are_respected() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, expecting = "an order, as the guide shows it")]
    #[expect(dead_code, reason = "only read")]
    struct Order {
        #[serde(alias = "number")]
        id: Option<u128>,
        #[serde(default)]
        set: HashSet<i8>,
        #[serde(default)]
        words: BTreeMap<State, f32>,
        raw: Option<Box<RawValue>>,
        any: Option<serde_json::Value>,
        letter: Option<char>,
        small: Option<i128>,
        unit: Option<Unit>,
        next: Option<Box<Order>>,
    }
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum State {
        Open,
        Closed,
    }
    #[derive(Debug, Deserialize)]
    struct Unit;
    assert_faults::<Order>(&[
        (r#"{"id":340282366920938463463374607431768211455,"small":-170141183460469231731687303715884105728}"#, &[]),
        (
            r#"{"id":340282366920938463463374607431768211456}"#,
            &["id: expected a whole number from 0 to 340282366920938463463374607431768211455"],
        ),
        (r#"{"id":1,"number":2,"id":3}"#, &["number: occurs twice", "id: occurs twice"]),
        (
            r#"{"set":[128,1,-129],"raw":{"a":[1e2, 1.0]},"any":[{}],"letter":"ab"}"#,
            &[
                "set[0]: expected a whole number from -128 to 127",
                "set[2]: expected a whole number from -128 to 127",
                "letter: expected a single character",
            ],
        ),
        (
            r#"{"words":{"open":1e2,"secret":1,"closed":"x"},"unit":5,"x":1}"#,
            &[
                "words: the name of a member is not valid: expected one of: open, closed",
                "words.closed: expected a number",
                "unit: expected null",
                "x: is unknown",
            ],
        ),
        (
            r#"{"next":{"next":{"next":5,"letter":""},"letter":5}}"#,
            &[
                "next.next.next: expected an order, as the guide shows it",
                "next.next.letter: expected a single character",
                "next.letter: expected a single character",
            ],
        ),
        (r#"5"#, &[": expected an order, as the guide shows it"]),
    ]);
}

/// serde_json shows `5.5` as this object if a program turns on its feature `arbitrary_precision`.
#[test]
fn a_number_that_is_shown_as_an_object_is_the_wrong_value_and_has_no_members() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Order {
        size: Option<Size>,
        quantity: u8,
    }
    #[derive(Debug)]
    struct Size;
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Measures {
        width: u8,
    }
    impl<'de> Deserialize<'de> for Size {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Size, D::Error> {
            struct TextOrMeasures;
            impl<'de> Visitor<'de> for TextOrMeasures {
                type Value = Size;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a text or measures")
                }

                fn visit_str<E: de::Error>(self, _: &str) -> Result<Size, E> {
                    Ok(Size)
                }

                fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Size, A::Error> {
                    Measures::deserialize(MapAccessDeserializer::new(members)).map(|_| Size)
                }
            }
            deserializer.deserialize_any(TextOrMeasures)
        }
    }
    let a_byte = "expected a whole number from 0 to 255";
    let quantity = format!("quantity: {a_byte}");
    for size in [r#"{"$serde_json::private::Number":"5.5"}"#, "5.5", "5", "true"] {
        let body = format!(r#"{{"size":{size},"quantity":"x"}}"#);
        assert_faults::<Order>(&[(&body, &["size: expected a text or measures", &quantity])]);
    }
    assert_faults::<Order>(&[(r#"{"size":{"width":"x"},"quantity":1}"#, &[&format!("size.width: {a_byte}")])]);
}

#[test]
fn the_same_fault_of_members_of_the_same_name_is_listed_once() {
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum State {
        Open,
    }
    assert_faults::<BTreeMap<String, State>>(&[(
        r#"{"a":5,"b":5,"a":"shut","a":{"open":5}}"#,
        &["a: expected one of: open", "b: expected one of: open", "a.open: expected null"],
    )]);
}

#[test]
fn a_recursive_type_gets_a_finite_substitute() {
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    #[expect(dead_code, reason = "only read")]
    enum Term {
        Sum(Box<Term>, Box<Term>),
        Number(i8),
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Endless {
        again: Box<Endless>,
    }
    assert_faults::<(Term, u8)>(&[
        (
            r#"[{"sum":[{"number":1},{"number":300}]},"x"]"#,
            &[
                "[0].sum[1].number: expected a whole number from -128 to 127",
                "[1]: expected a whole number from 0 to 255",
            ],
        ),
        (
            r#"[{"sum":[5,{"sum":5}]},"x"]"#,
            &[
                "[0].sum[0]: expected one of: sum, number",
                "[0].sum[1].sum: expected an array of 2 values",
                "[1]: expected a whole number from 0 to 255",
            ],
        ),
    ]);
    assert_faults::<(u8, Endless, u8)>(&[(
        r#"["x",{},"x"]"#,
        &["[0]: expected a whole number from 0 to 255", "[1].again: is missing"],
    )]);
}

#[test]
fn no_more_than_32_faults_are_listed() {
    let body = format!("[{}1]", "\"x\",".repeat(100));
    let found = crate::faults::<Vec<u8>>(&body);
    assert_eq!(found.len(), 32);
    assert_eq!(found.last().map(String::as_str), Some("[31]: expected a whole number from 0 to 255"));
}
