//! [`Schema`]: describes the bodies of an envelope, for the exports to OpenAPI and TypeScript.

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
///         const MEMBERS: &[Member] = &[Member::required("error", Shape::Nullable(&Shape::Code), "The code.")];
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
    /// Creates a schema. Its name must be usable as the name of a type: `Problem`.
    pub const fn new(name: &'static str, description: &'static str, shape: Shape) -> Schema {
        Schema { name, description, shape }
    }

    /// Returns the name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the description of a body, in one sentence.
    pub const fn description(&self) -> &'static str {
        self.description
    }

    /// Returns the shape of every body.
    pub const fn shape(&self) -> Shape {
        self.shape
    }
}

/// The shape of a JSON value.
///
/// [`Shape::Code`], [`Shape::Status`] and [`Shape::Extensible`] mark the places of the code, the status and the parameters. With
/// them exports pin the values of each code. Without them exports contain only the types.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// Any value.
    Any,
    /// Text.
    String,
    /// The identifier of the error's code, as text.
    Code,
    /// A whole number.
    Integer,
    /// The HTTP status of the error's code, as a number.
    Status,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// `null`, or a value of this shape.
    Nullable(&'static Shape),
    /// Any number of values of one shape.
    Array(&'static Shape),
    /// An object with any members, each of which has a value of this shape.
    Map(&'static Shape),
    /// These members in this order. Clients must accept additional members.
    Object(&'static [Member]),
    /// These members in this order, then the parameters of the error's code, each under its own name.
    Extensible(&'static [Member]),
}

/// A member of a [`Shape::Object`] or a [`Shape::Extensible`].
#[derive(Debug, Clone, Copy)]
pub struct Member {
    name: &'static str,
    shape: Shape,
    description: &'static str,
    is_required: bool,
}

impl Member {
    /// Creates a member that every body has.
    pub const fn required(name: &'static str, shape: Shape, description: &'static str) -> Member {
        Member { name, shape, description, is_required: true }
    }

    /// Creates a member that a body can leave out.
    pub const fn optional(name: &'static str, shape: Shape, description: &'static str) -> Member {
        Member { name, shape, description, is_required: false }
    }

    /// Returns the name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the shape of the value.
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns the description of the value, in one sentence.
    pub const fn description(&self) -> &'static str {
        self.description
    }

    /// Returns true if every body has the member.
    pub const fn is_required(&self) -> bool {
        self.is_required
    }
}

/// Writes JSON Schema in the dialect of OpenAPI 3.1.
impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("title", self.name)?;
        map.serialize_entry("description", self.description)?;
        self.shape.write(&mut map)?;
        map.end()
    }
}

/// Writes JSON Schema in the dialect of OpenAPI 3.1.
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
            // A type that allows null twice is the same type.
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
            Shape::Map(values) | Shape::Nullable(Shape::Map(values)) => {
                map.serialize_entry("additionalProperties", values)
            }
            Shape::Object(members)
            | Shape::Extensible(members)
            | Shape::Nullable(Shape::Object(members) | Shape::Extensible(members)) => {
                map.serialize_entry("properties", &Properties(members))?;
                map.serialize_entry("required", &Required(members))
            }
            _ => Ok(()),
        }
    }

    const fn type_name(&self) -> Option<&'static str> {
        match self {
            Shape::Any | Shape::Nullable(_) => None,
            Shape::String | Shape::Code => Some("string"),
            Shape::Integer | Shape::Status => Some("integer"),
            Shape::Number => Some("number"),
            Shape::Boolean => Some("boolean"),
            Shape::Array(_) => Some("array"),
            Shape::Map(_) | Shape::Object(_) | Shape::Extensible(_) => Some("object"),
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
    use crate::{Book, Code, Constraint, Error, Target, Violation, ayanova, primaerp, standard};

    impl Shape {
        /// Returns the parts of a body that do not have the shape, or that the shape does not describe.
        fn faults(&self, value: &Value, code: Option<Code>, place: &str) -> Vec<String> {
            let is_right = match (self, value) {
                (Shape::Any, _) | (Shape::Nullable(_), Value::Null) => true,
                (Shape::Nullable(inner), value) => return inner.faults(value, code, place),
                (Shape::Array(items), Value::Array(values)) => {
                    return values.iter().flat_map(|value| items.faults(value, code, &format!("{place}[]"))).collect();
                }
                (Shape::Map(shape), Value::Object(values)) => {
                    let of_member = |(name, value)| shape.faults(value, code, &format!("{place}.{name}"));
                    return values.iter().flat_map(of_member).collect();
                }
                (Shape::Object(members) | Shape::Extensible(members), Value::Object(values)) => {
                    let parameters = code.map_or(&[][..], Code::parameters);
                    let is_parameter = |name| parameters.iter().any(|parameter| parameter.name() == name);
                    let untold = values.keys().filter(|name| {
                        let is_extension = matches!(self, Shape::Extensible(_)) && is_parameter(name.as_str());
                        !is_extension && !members.iter().any(|member| member.name == *name)
                    });
                    let untold = untold.map(|name| format!("{place}.{name} is not described"));
                    let members = members.iter().flat_map(|member| match values.get(member.name) {
                        Some(value) => member.shape.faults(value, code, &format!("{place}.{}", member.name)),
                        None if member.is_required => vec![format!("{place}.{} is missing", member.name)],
                        None => vec![],
                    });
                    return members.chain(untold).collect();
                }
                (Shape::Code, value) => code.is_some_and(|code| value == code.id()),
                (Shape::Status, value) => code.is_none_or(|code| value == code.status().as_u16()) && value.is_u64(),
                (Shape::String, value) => value.is_string(),
                (Shape::Integer, value) => value.is_u64() || value.is_i64(),
                (Shape::Number, value) => value.is_number(),
                (Shape::Boolean, value) => value.is_boolean(),
                (Shape::Array(_) | Shape::Map(_) | Shape::Object(_) | Shape::Extensible(_), _) => false,
            };
            if is_right { vec![] } else { vec![format!("{place} is {value}")] }
        }
    }

    fn assert_conforms(book: &Book, code: Option<Code>, body: &[u8]) {
        let schema = book.envelope().schema().expect("the envelope describes itself");
        let value: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(schema.shape().faults(&value, code, schema.name()), Vec::<String>::new(), "{value}");
    }

    #[test]
    fn every_body_without_details_has_the_shape_of_its_envelope() {
        for book in BOOKS {
            for code in book.codes() {
                assert_conforms(book, Some(code), code.body());
            }
        }
    }

    #[test]
    fn a_body_with_all_details_has_the_shape_of_its_envelope() {
        let targets = [Target::from("parts[0].name"), Target::Parameter("top".into()), Target::Header("x-a".into())];
        for book in BOOKS {
            let code = book.codes().next().unwrap();
            let error = || Error::from(code).with_description("what").with_instance("urn:a").with_target("name");
            assert_conforms(book, Some(code), error().to_response().body());
            let violations = targets.clone().map(|target| Violation::new(target, Constraint::Required));
            assert_conforms(book, Some(code), error().with_violations(violations.clone()).to_response().body());
            let violations = violations.map(|violation| violation.with_message("wrong"));
            assert_conforms(book, Some(code), error().with_violations(violations).to_response().body());
        }
    }

    mod flat {
        crate::codes! {
            /// A book of the flat envelope.
            book "flat" { envelope: crate::envelope::FLAT }

            /// It failed.
            FAILED = "FLAT-1", 422, "Failed";
        }
    }

    mod by_field {
        crate::codes! {
            /// A book of the envelope that groups by field.
            book "by_field" { envelope: crate::envelope::BY_FIELD }

            /// It failed.
            FAILED = "BY-1", 422, "Failed";
        }
    }

    /// A book of each envelope.
    const BOOKS: [&Book; 5] = [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK, &flat::BOOK, &by_field::BOOK];

    mod cart {
        crate::codes! {
            /// A code with a parameter.
            book "cart" { envelope: crate::envelope::PROBLEM }

            /// Less is in stock than was asked for.
            OUT_OF_STOCK = "CART-1", 409, "Not enough in stock" { parameters: { available: integer } };
        }
    }

    #[test]
    fn parameters_stand_where_the_shape_is_extensible() {
        let error = crate::coded!(cart::OUT_OF_STOCK, { available: 3 });
        assert_conforms(&cart::BOOK, Some(cart::OUT_OF_STOCK), error.to_response().body());
    }

    #[test]
    fn a_body_without_a_code_has_the_shape_of_its_envelope() {
        for book in BOOKS {
            let status = crate::Status::new(418).unwrap();
            assert_conforms(book, None, &book.render(&crate::envelope::Report::new(status, None, "Unknown")));
        }
    }

    #[test]
    fn a_shape_is_written_as_json_schema() {
        const MEMBERS: &[Member] = &[
            Member::optional("b", Shape::Array(&Shape::Number), "B."),
            Member::required("a", Shape::Nullable(&Shape::Object(&[])), "A."),
        ];
        let cases = [
            (Shape::Any, json!({})),
            (Shape::Code, json!({"type": "string"})),
            (Shape::Nullable(&Shape::Status), json!({"type": ["integer", "null"]})),
            (Shape::Extensible(&[]), json!({"type": "object", "properties": {}, "required": []})),
            (Shape::Map(&Shape::Code), json!({"type": "object", "additionalProperties": {"type": "string"}})),
            (
                Shape::Nullable(&Shape::Map(&Shape::Any)),
                json!({"type": ["object", "null"], "additionalProperties": {}}),
            ),
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
