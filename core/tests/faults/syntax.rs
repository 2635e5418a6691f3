//! A syntax error anywhere takes precedence over the faults, also in a value that the type accepts, skips or never reads.

use std::collections::HashMap;
use std::fmt;

use errorbook::{Error, ErrorKind, extract};
use proptest::prelude::*;
use serde::de::{Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;
use serde_json::value::RawValue;

/// A type that reads its fields in every way, also in ways in which serde_json does not see all syntax errors.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
pub(crate) struct Subject {
    number: u8,
    float: Option<f32>,
    long: Option<i128>,
    text: Option<String>,
    letter: Option<char>,
    null: Option<()>,
    list: Option<Vec<u8>>,
    pair: Option<(u8, bool)>,
    more: Option<Box<Subject>>,
    variant: Option<Variant>,
    untagged: Option<Untagged>,
    tagged: Option<Tagged>,
    flat: Option<Flat>,
    strict: Option<Strict>,
    any: Option<Value>,
    raw: Option<Box<RawValue>>,
    raw_names: Option<HashMap<Bytes, u8>>,
    ignored: Option<IgnoredAny>,
    names: Option<HashMap<Variant, u8>>,
    numbers: Option<HashMap<u8, u8>>,
    bytes: Option<Bytes>,
    unread: Option<Unread>,
    lossy: Option<Lossy>,
    lossy_map: Option<LossyMap>,
    only_names: Option<OnlyNames>,
    only_variant: Option<OnlyVariant>,
    numbered: Option<Numbered>,
}

#[derive(Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Variant {
    Unit,
    One(u8),
    Two(u8, u8),
    Fields { number: u8 },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only read")]
enum Untagged {
    Number(u8),
    List(Vec<IgnoredAny>),
}

#[derive(Debug, Deserialize)]
#[serde(tag = "tag")]
#[expect(dead_code, reason = "only read")]
enum Tagged {
    Unit,
    Fields { number: u8 },
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Flat {
    number: u8,
    #[serde(flatten)]
    rest: HashMap<String, u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Strict {
    number: u8,
}

/// Implements `Deserialize` with a visitor of the same name.
macro_rules! read_with {
    ($($type:ident $deserialize:ident($($argument:expr),*),)+) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                deserializer.$deserialize($($argument,)* $type)
            }
        }
    )+};
}

read_with! {
    Bytes deserialize_bytes(),
    Lossy deserialize_seq(),
    LossyMap deserialize_map(),
    OnlyNames deserialize_map(),
    OnlyVariant deserialize_enum("", &[]),
    Numbered deserialize_enum("", &[]),
}

macro_rules! expecting {
    () => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("something")
        }
    };
}

/// Accepts a text with half of a surrogate pair.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Bytes;

impl<'de> Visitor<'de> for Bytes {
    type Value = Bytes;

    expecting! {}

    fn visit_bytes<E: de::Error>(self, _: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes)
    }
}

/// Reads nothing. serde_json reads on as if a value had been there.
#[derive(Debug)]
struct Unread;

impl<'de> Deserialize<'de> for Unread {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Unread, D::Error> {
        Ok(Unread)
    }
}

/// Skips the elements that do not fit.
#[derive(Debug)]
struct Lossy;

impl<'de> Visitor<'de> for Lossy {
    type Value = Lossy;

    expecting! {}

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Lossy, A::Error> {
        for _ in 0..8 {
            if let Ok(None) = elements.next_element::<String>() {
                return Ok(Lossy);
            }
        }
        Ok(Lossy)
    }
}

/// Skips the members that do not fit.
#[derive(Debug)]
struct LossyMap;

impl<'de> Visitor<'de> for LossyMap {
    type Value = LossyMap;

    expecting! {}

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<LossyMap, A::Error> {
        for _ in 0..8 {
            if let Ok(None) = members.next_entry::<String, String>() {
                return Ok(LossyMap);
            }
        }
        Ok(LossyMap)
    }
}

/// Reads no value of a member.
#[derive(Debug)]
struct OnlyNames;

impl<'de> Visitor<'de> for OnlyNames {
    type Value = OnlyNames;

    expecting! {}

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<OnlyNames, A::Error> {
        while members.next_key::<String>()?.is_some() {}
        Ok(OnlyNames)
    }
}

/// Reads no contents of a variant.
#[derive(Debug)]
struct OnlyVariant;

impl<'de> Visitor<'de> for OnlyVariant {
    type Value = OnlyVariant;

    expecting! {}

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<OnlyVariant, A::Error> {
        variant.variant::<String>().map(|_| OnlyVariant)
    }
}

/// Has a number as the name of its variant, which older versions of serde_json read without quotation marks.
#[derive(Debug)]
struct Numbered;

impl<'de> Visitor<'de> for Numbered {
    type Value = Numbered;

    expecting! {}

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<Numbered, A::Error> {
        let (_, contents) = variant.variant::<u8>()?;
        de::VariantAccess::newtype_variant::<u8>(contents).map(|_| Numbered)
    }
}

/// The fields, each with values that it accepts. Some of these have syntax errors.
const FIELDS: [(&str, &[&str]); 28] = [
    ("number", &["1", "255"]),
    ("float", &["1.5", "1e9", "1e999"]),
    ("long", &["1", "-1", "123456789012345678901234567890", "01"]),
    ("text", &[r#""a""#, r#""\u00e9""#, r#""\ud800""#]),
    ("letter", &[r#""a""#, "\"é\""]),
    ("null", &["null"]),
    ("list", &["[]", "[1,2]", "[1,]"]),
    ("pair", &["[1,true]", "[1,true"]),
    ("more", &[r#"{"number":1}"#, r#"{"number":1,"bytes":"\ud800"}"#]),
    ("variant", &[r#""unit""#, r#"{"unit":null}"#, r#"{"one":1}"#, r#"{"two":[1,2]}"#, r#"{"fields":{"number":1}}"#]),
    ("untagged", &["1", "[1,{}]", r#"["\ud800"]"#]),
    ("tagged", &[r#"{"tag":"Unit"}"#, r#"{"tag":"Fields","number":1}"#, r#"{"tag":"Unit","a":1e999}"#]),
    ("flat", &[r#"{"number":1,"a":2}"#, r#"{"number":1,"\ud800":2}"#]),
    ("strict", &[r#"{"number":1}"#]),
    ("any", &["1", r#"{"a":["x",null]}"#, "1e999"]),
    ("raw", &["1", r#"{"a":[]}"#, r#"["\ud800"]"#, "1e999", "DEEP"]),
    ("raw_names", &["{}", r#"{"a":1}"#, r#"{"\ud800":1}"#, "{\"\u{1}\":1}"]),
    ("ignored", &["1", r#"{"a":[]}"#, r#"["\ud800"]"#, "1e999", "DEEP"]),
    ("names", &["{}", r#"{"unit":1}"#]),
    ("numbers", &["{}", r#"{"1":1}"#]),
    ("bytes", &[r#""a""#, r#""\ud800""#, "\"\u{1}\""]),
    ("unread", &["", "null"]),
    ("lossy", &["[]", r#"["a",1]"#, r#"["\ud800","a"]"#, r#"[1e999,"a"]"#, "[1 2]", "[,]"]),
    ("lossy_map", &["{}", r#"{"a":"b","c":1}"#, r#"{"a":"\ud800","b":"c"}"#, r#"{"a":"\ud800"}"#, r#"{"a" "b"}"#]),
    ("only_names", &["{}", r#"{"a"}"#, r#"{"a","b"}"#]),
    ("only_variant", &[r#""a""#, r#"{"a":}"#]),
    ("numbered", &[r#"{"1":1}"#, "{1:1}"]),
    // The type does not have it.
    ("unknown", &["1", r#"{"a":[]}"#, r#"["\ud800"]"#, "1e999", "DEEP"]),
];

/// Makes a body with few faults and few syntax errors.
pub(crate) fn body(seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut members = vec!["\"number\":1".to_owned()];
    if random.u8(..2) == 0 {
        members = vec!["\"number\":\"x\"".to_owned()];
    }
    for _ in 0..random.usize(0..4) {
        let (name, values) = FIELDS[random.usize(0..FIELDS.len())];
        let (_, values) = if random.u8(..8) == 0 { FIELDS[random.usize(0..FIELDS.len())] } else { (name, values) };
        let at = random.usize(0..=members.len());
        members.insert(at, format!("\"{name}\":{}", values[random.usize(0..values.len())]));
    }
    if random.u8(..8) == 0 {
        members.remove(0);
    }
    let deep = format!("{}{}", "[".repeat(127), "]".repeat(127));
    let mut body = format!("{{{}}}", members.join(",")).replace("DEEP", &deep).into_bytes();
    if random.u8(..4) == 0 {
        let at = random.usize(0..body.len());
        let byte = b"{}[],:\"\\09-ex \n\x01\xff"[random.usize(0..17)];
        match random.u8(..3) {
            0 => body[at] = byte,
            1 => body.insert(at, byte),
            _ => _ = body.remove(at),
        }
    }
    body
}

fn check(body: &[u8], error: &Error) {
    let text = String::from_utf8_lossy(body);
    match serde_json::from_slice::<Value>(body) {
        Ok(_) => assert_eq!(error.kind(), Some(ErrorKind::InvalidBody), "{text}: {error}"),
        Err(syntax) => {
            assert_eq!(error.kind(), Some(ErrorKind::UnreadableBody), "{text}: {error}");
            assert!(error.violations().is_empty(), "{text}: {error}");
            assert_eq!(error.description(), Some(&*format!("the body is not readable JSON: {syntax}")), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

    #[test]
    fn a_syntax_error_takes_precedence_however_the_type_reads(seed: u64) {
        let body = body(seed);
        if let Err(error) = extract::json::<Subject>(&body) {
            check(&body, &error);
            check(&body, &extract::json_error::<Subject>(&body));
        }
    }
}
