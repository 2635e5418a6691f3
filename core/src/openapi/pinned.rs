//! [`Pinned`]: the parts of a body that the code decides.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{DocumentedCode, Outline};

/// A value that is the same in every body of one code, or the type of a parameter.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "exports write all of it")]
pub enum Pinned<'a> {
    /// This text.
    Text(&'a str),
    /// This number.
    Number(u16),
    /// The kind of a parameter, named as JSON Schema names its types.
    Kind(&'a str),
    /// An object with these members. It can have others.
    Members(Vec<PinnedMember<'a>>),
}

/// A member of [`Pinned::Members`].
#[derive(Debug)]
#[non_exhaustive]
pub struct PinnedMember<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Pinned<'a>,
    /// True if every body has the member.
    pub is_required: bool,
}

impl<'a> Pinned<'a> {
    /// Returns the values of the code at the places of the outline.
    pub fn of(code: &DocumentedCode<'a>, outline: &Outline) -> Pinned<'a> {
        let mut pinned = Pinned::Members(Vec::new());
        if let Some(path) = &outline.code {
            pinned.insert(path, Pinned::Text(code.id), true);
        }
        if let Some(path) = &outline.status {
            pinned.insert(path, Pinned::Number(code.status.as_u16()), true);
        }
        if let Some(path) = &outline.parameters {
            for (name, kind) in &code.parameters {
                let path: Vec<&str> = path.iter().copied().chain([*name]).collect();
                pinned.insert(&path, Pinned::Kind(kind), false);
            }
        }
        pinned
    }

    /// Returns true if the code decides nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Pinned::Members(members) if members.is_empty())
    }

    fn insert(&mut self, path: &[&'a str], leaf: Pinned<'a>, is_required: bool) {
        let (Pinned::Members(members), Some((name, rest))) = (self, path.split_first()) else { return };
        let at = members.iter().position(|member| member.name == *name).unwrap_or_else(|| {
            members.push(PinnedMember { name, value: Pinned::Members(Vec::new()), is_required });
            members.len() - 1
        });
        let Some(member) = members.get_mut(at) else { return };
        member.is_required |= is_required;
        match rest {
            [] => member.value = leaf,
            rest => member.value.insert(rest, leaf, is_required),
        }
    }
}

/// Writes JSON Schema.
impl Serialize for Pinned<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Pinned::Text(text) => map.serialize_entry("const", text)?,
            Pinned::Number(number) => map.serialize_entry("const", number)?,
            Pinned::Kind(kind) => map.serialize_entry("type", kind)?,
            Pinned::Members(members) => {
                let required = members.iter().filter(|member| member.is_required).map(|member| member.name);
                map.serialize_entry("type", "object")?;
                map.serialize_entry("properties", &Properties(members))?;
                map.serialize_entry("required", &required.collect::<Vec<_>>())?;
            }
        }
        map.end()
    }
}

struct Properties<'a>(&'a [PinnedMember<'a>]);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|member| (member.name, &member.value)))
    }
}
