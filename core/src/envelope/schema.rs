//! [`Schema`]: what the bodies of an envelope look like, for what is made of books: OpenAPI, TypeScript.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

/// The name and the shape of the bodies of an [`Envelope`](super::Envelope).
///
/// ```
/// use errorbook::Envelope;
/// use errorbook::envelope::{Member, Report, Schema, Shape};
///
/// struct Terse;
///
/// impl Envelope for Terse {
///     fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
///         // A vector takes all that is written: there is no error to meet.
///         let _ = serde_json::to_writer(body, &serde_json::json!({ "error": report.code }));
///     }
///
///     fn schema(&self) -> Option<Schema> {
///         const MEMBERS: &[Member] = &[Member::required("error", Shape::Nullable(&Shape::String), "The code.")];
///         Some(Schema::new("Terse", "An error in one word.", Shape::Object(MEMBERS)))
///     }
/// }
///
/// assert_eq!(
///     serde_json::to_string(&Terse.schema())?,
///     r#"{"title":"Terse","description":"An error in one word.","type":"object","properties":{"error":{"description":"The code.","type":["string","null"]}},"required":["error"]}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    name: &'static str,
    description: &'static str,
    shape: Shape,
}

impl Schema {
    /// A schema; the name is the one of a type: `Problem`.
    pub const fn new(name: &'static str, description: &'static str, shape: Shape) -> Schema {
        Schema { name, description, shape }
    }

    /// The name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What a body is, in one sentence.
    pub const fn description(&self) -> &'static str {
        self.description
    }

    /// The shape of every body.
    pub const fn shape(&self) -> Shape {
        self.shape
    }
}

/// What a JSON value looks like.
///
/// It is data of the compiler, so that a shape that is written down is one that can be exported.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// Any value.
    Any,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// `null`, or a value of a shape.
    Nullable(&'static Shape),
    /// Any number of values of one shape.
    Array(&'static Shape),
    /// These members in this order, and others besides.
    Object(&'static [Member]),
}

/// A member of a [`Shape::Object`].
#[derive(Debug, Clone, Copy)]
pub struct Member {
    name: &'static str,
    shape: Shape,
    description: &'static str,
    is_required: bool,
}

impl Member {
    /// A member that is always there.
    pub const fn required(name: &'static str, shape: Shape, description: &'static str) -> Member {
        Member { name, shape, description, is_required: true }
    }

    /// A member that can be left out.
    pub const fn optional(name: &'static str, shape: Shape, description: &'static str) -> Member {
        Member { name, shape, description, is_required: false }
    }

    /// The name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The shape of the value.
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// What the value says, in one sentence.
    pub const fn description(&self) -> &'static str {
        self.description
    }

    /// Whether it is always there.
    pub const fn is_required(&self) -> bool {
        self.is_required
    }
}

/// As JSON Schema says it, in the dialect of OpenAPI 3.1.
impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("title", self.name)?;
        map.serialize_entry("description", self.description)?;
        self.shape.write(&mut map)?;
        map.end()
    }
}

/// As JSON Schema says it, in the dialect of OpenAPI 3.1.
impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.write(&mut map)?;
        map.end()
    }
}

impl Shape {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Shape::Nullable(Shape::Any) => return Ok(()),
            // What is null or null, or any of two types, is said by its inner type.
            Shape::Nullable(inner @ Shape::Nullable(_)) => return inner.write(map),
            Shape::Nullable(inner) => {
                if let Some(name) = inner.type_name() {
                    map.serialize_entry("type", &[name, "null"])?;
                }
            }
            shape => {
                if let Some(name) = shape.type_name() {
                    map.serialize_entry("type", name)?;
                }
            }
        }
        match self {
            Shape::Array(items) | Shape::Nullable(Shape::Array(items)) => map.serialize_entry("items", items),
            Shape::Object(members) | Shape::Nullable(Shape::Object(members)) => {
                map.serialize_entry("properties", &Properties(members))?;
                map.serialize_entry("required", &Required(members))
            }
            _ => Ok(()),
        }
    }

    const fn type_name(&self) -> Option<&'static str> {
        match self {
            Shape::Any | Shape::Nullable(_) => None,
            Shape::String => Some("string"),
            Shape::Integer => Some("integer"),
            Shape::Number => Some("number"),
            Shape::Boolean => Some("boolean"),
            Shape::Array(_) => Some("array"),
            Shape::Object(_) => Some("object"),
        }
    }
}

struct Properties<'a>(&'a [Member]);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|member| (member.name, Property(member))))
    }
}

struct Property<'a>(&'a Member);

impl Serialize for Property<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("description", self.0.description)?;
        self.0.shape.write(&mut map)?;
        map.end()
    }
}

struct Required<'a>(&'a [Member]);

impl Serialize for Required<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for member in self.0.iter().filter(|member| member.is_required) {
            list.serialize_element(member.name)?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{Book, Constraint, Error, Target, Violation, ayanova, standard, primaerp};

    impl Shape {
        /// What in a value is not of the shape, or is not told by it.
        fn faults(&self, value: &Value, place: &str) -> Vec<String> {
            let is_right = match (self, value) {
                (Shape::Any, _) | (Shape::Nullable(_), Value::Null) => true,
                (Shape::Nullable(inner), value) => return inner.faults(value, place),
                (Shape::Array(items), Value::Array(values)) => {
                    return values.iter().flat_map(|value| items.faults(value, &format!("{place}[]"))).collect();
                }
                (Shape::Object(members), Value::Object(values)) => {
                    let untold = values.keys().filter(|name| !members.iter().any(|member| member.name == *name));
                    let untold = untold.map(|name| format!("{place}.{name} is untold"));
                    let members = members.iter().flat_map(|member| match values.get(member.name) {
                        Some(value) => member.shape.faults(value, &format!("{place}.{}", member.name)),
                        None if member.is_required => vec![format!("{place}.{} is missing", member.name)],
                        None => vec![],
                    });
                    return members.chain(untold).collect();
                }
                (Shape::String, value) => value.is_string(),
                (Shape::Integer, value) => value.is_u64() || value.is_i64(),
                (Shape::Number, value) => value.is_number(),
                (Shape::Boolean, value) => value.is_boolean(),
                (Shape::Array(_) | Shape::Object(_), _) => false,
            };
            if is_right { vec![] } else { vec![format!("{place} is {value}")] }
        }
    }

    fn assert_conforms(book: &Book, body: &[u8]) {
        let schema = book.envelope().schema().expect("the envelope describes itself");
        let value: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(schema.shape().faults(&value, schema.name()), Vec::<String>::new(), "{value}");
    }

    #[test]
    fn every_bare_body_is_of_its_envelopes_shape() {
        for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
            for code in book.codes() {
                assert_conforms(book, code.body());
            }
        }
    }

    #[test]
    fn a_body_that_says_all_it_can_is_of_its_envelopes_shape() {
        let targets = [Target::from("parts[0].name"), Target::Parameter("top".into()), Target::Header("x-a".into())];
        for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
            let code = book.codes().next().unwrap();
            let error = || Error::from(code).with_description("what").with_instance("urn:a").with_target("name");
            assert_conforms(book, error().to_response().body());
            let violations = targets.clone().map(|target| Violation::new(target, Constraint::Required));
            assert_conforms(book, error().with_violations(violations.clone()).to_response().body());
            let violations = violations.map(|violation| violation.with_message("wrong"));
            assert_conforms(book, error().with_violations(violations).to_response().body());
        }
    }

    #[test]
    fn a_body_without_a_code_is_of_its_envelopes_shape() {
        for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
            let status = crate::Status::new(418).unwrap();
            assert_conforms(book, &book.render(&crate::envelope::Report::new(status, None, "Unknown")));
        }
    }

    #[test]
    fn a_shape_is_said_as_json_schema_says_it() {
        const MEMBERS: &[Member] = &[
            Member::optional("b", Shape::Array(&Shape::Number), "B."),
            Member::required("a", Shape::Nullable(&Shape::Object(&[])), "A."),
        ];
        let cases = [
            (Shape::Any, json!({})),
            (Shape::Nullable(&Shape::Any), json!({})),
            (Shape::Nullable(&Shape::Nullable(&Shape::Integer)), json!({"type": ["integer", "null"]})),
            (
                Shape::Nullable(&Shape::Array(&Shape::Boolean)),
                json!({"type": ["array", "null"], "items": {"type": "boolean"}}),
            ),
            (
                Shape::Object(MEMBERS),
                json!({
                    "type": "object",
                    "properties": {
                        "b": {"description": "B.", "type": "array", "items": {"type": "number"}},
                        "a": {"description": "A.", "type": ["object", "null"], "properties": {}, "required": []},
                    },
                    "required": ["a"],
                }),
            ),
        ];
        for (shape, expected) in cases {
            assert_eq!(serde_json::to_value(shape).unwrap(), expected, "{shape:?}");
        }
    }
}
