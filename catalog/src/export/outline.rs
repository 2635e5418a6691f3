//! [`Outline`]: where the bodies of a book say what the code decides, and what they say there.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::json::Ordered;
use crate::envelope::Report;
use crate::{Book, Code, ParameterKind, ParameterValue};

/// The names of the members that lead to a value.
pub(super) type Path = Vec<String>;

/// Where every body of a book has its code and its status.
///
/// It is seen in the bodies of all codes, so that no envelope has to say it.
pub(super) struct Outline {
    pub(super) code: Option<Path>,
    pub(super) status: Option<Path>,
}

impl Outline {
    pub(super) fn of(book: &Book) -> Outline {
        let (mut codes, mut statuses) = (None, None);
        for code in book.codes() {
            let bare = Report::of(code);
            // What a description replaces says nothing of the code for certain.
            let described = Report { description: Some("what happened"), ..bare };
            for report in [bare, described] {
                let body = parsed(book, &report);
                keep(&mut codes, &body, &Value::from(code.id()));
                keep(&mut statuses, &body, &Value::from(code.status().as_u16()));
            }
        }
        let first = |places: Option<Vec<Path>>| places.and_then(|places| places.into_iter().next());
        Outline { code: first(codes), status: first(statuses) }
    }

    /// What the bodies of a code have in common, beyond the shape of all.
    pub(super) fn known(&self, code: Code) -> Known {
        let mut known = Known::Members(Vec::new());
        if let Some(path) = &self.code {
            known.insert(path, Known::Text(code.id()), true);
        }
        if let Some(path) = &self.status {
            known.insert(path, Known::Number(code.status().as_u16()), true);
        }
        for (path, kind) in parameters(code) {
            known.insert(&path, Known::Kind(kind), false);
        }
        known
    }
}

/// What is known of a value in every body of one code.
pub(super) enum Known {
    Text(&'static str),
    Number(u16),
    Kind(ParameterKind),
    Members(Vec<KnownMember>),
}

pub(super) struct KnownMember {
    pub(super) name: String,
    pub(super) value: Known,
    pub(super) is_required: bool,
}

impl Known {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Known::Members(members) if members.is_empty())
    }

    fn insert(&mut self, path: &[String], leaf: Known, is_required: bool) {
        let (Known::Members(members), Some((name, rest))) = (self, path.split_first()) else { return };
        let known = members.iter_mut().find(|member| member.name == *name);
        match (known, rest) {
            (Some(member), rest) => {
                member.is_required |= is_required;
                member.value.insert(rest, leaf, is_required);
            }
            (None, []) => members.push(KnownMember { name: name.clone(), value: leaf, is_required }),
            (None, rest) => {
                let mut value = Known::Members(Vec::new());
                value.insert(rest, leaf, is_required);
                members.push(KnownMember { name: name.clone(), value, is_required });
            }
        }
    }
}

/// As JSON Schema says it.
impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Known::Text(text) => map.serialize_entry("const", text)?,
            Known::Number(number) => map.serialize_entry("const", number)?,
            Known::Kind(kind) => map.serialize_entry("type", kind.name())?,
            Known::Members(members) => {
                let properties = members.iter().map(|member| (member.name.clone(), &member.value)).collect();
                let required = members.iter().filter(|member| member.is_required).map(|member| &member.name);
                map.serialize_entry("type", "object")?;
                map.serialize_entry("properties", &Ordered(properties))?;
                map.serialize_entry("required", &required.collect::<Vec<_>>())?;
            }
        }
        map.end()
    }
}

/// Where the bodies of a code have its parameters: the members of their names that a body without them has not.
fn parameters(code: Code) -> Vec<(Path, ParameterKind)> {
    let parameters = code.parameters();
    if parameters.is_empty() {
        return Vec::new();
    }
    let values: Vec<_> = parameters.iter().map(|parameter| (parameter.name(), sample(parameter.kind()))).collect();
    let bare = parsed(code.book(), &Report::of(code));
    let body = parsed(code.book(), &Report { parameters: &values, ..Report::of(code) });
    let place = |name: &str| {
        let mut places = Vec::new();
        search(&body, &mut Vec::new(), &mut |path, _| {
            if path.last().is_some_and(|last| last == name) && at(&bare, path).is_none() {
                places.push(path.to_vec());
            }
        });
        places.into_iter().next()
    };
    parameters.iter().filter_map(|parameter| Some((place(parameter.name())?, parameter.kind()))).collect()
}

fn sample(kind: ParameterKind) -> ParameterValue {
    match kind {
        ParameterKind::String => ParameterValue::String("text".into()),
        ParameterKind::Integer => ParameterValue::Integer(7),
        ParameterKind::Number => ParameterValue::Number(0.5),
        ParameterKind::Boolean => ParameterValue::Boolean(true),
    }
}

/// The body of a report; null if it is no JSON.
fn parsed(book: &Book, report: &Report<'_>) -> Value {
    serde_json::from_slice(&book.render(report)).unwrap_or_default()
}

/// Keeps the places that have the value in this body, too.
fn keep(places: &mut Option<Vec<Path>>, body: &Value, expected: &Value) {
    match places {
        Some(places) => places.retain(|path| at(body, path) == Some(expected)),
        None => {
            let mut found = Vec::new();
            search(body, &mut Vec::new(), &mut |path, value| {
                if value == expected {
                    found.push(path.to_vec());
                }
            });
            *places = Some(found);
        }
    }
}

fn at<'a>(body: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(body, |value, name| value.as_object()?.get(name))
}

/// Visits the members of an object, and those of the objects in it.
fn search(value: &Value, path: &mut Path, visit: &mut dyn FnMut(&[String], &Value)) {
    for (name, value) in value.as_object().into_iter().flatten() {
        path.push(name.clone());
        visit(path, value);
        search(value, path, visit);
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ayanova, standard, primaerp};

    #[test]
    fn the_places_of_code_and_status_are_found() {
        let path = |names: &str| names.split('.').map(str::to_owned).collect::<Path>();
        let cases = [
            (&primaerp::BOOK, "code", Some("status")),
            (&ayanova::BOOK, "error.code", None),
            (&standard::BOOK, "code", Some("status")),
        ];
        for (book, code, status) in cases {
            let outline = Outline::of(book);
            assert_eq!((outline.code, outline.status), (Some(path(code)), status.map(path)), "{book:?}");
        }
    }
}
