//! [`Untyped`]: any value, read but not kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any JSON value, read but not kept. Unlike [`IgnoredAny`] it also checks the contents of texts and numbers.
#[derive(Debug)]
pub(super) struct Untyped;

impl<'de> Deserialize<'de> for Untyped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Untyped, D::Error> {
        deserializer.deserialize_any(Untyped)
    }
}

macro_rules! visit {
    ($($visit:ident $type:ty,)+) => {$(
        fn $visit<E: serde::de::Error>(self, _: $type) -> Result<Untyped, E> {
            Ok(Untyped)
        }
    )+};
}

impl<'de> Visitor<'de> for Untyped {
    type Value = Untyped;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    visit! { visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f64 f64, visit_str &str, }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Untyped, E> {
        Ok(Untyped)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Untyped, A::Error> {
        while elements.next_element::<Untyped>()?.is_some() {}
        Ok(Untyped)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Untyped, A::Error> {
        while members.next_entry::<IgnoredAny, Untyped>()?.is_some() {}
        Ok(Untyped)
    }
}
