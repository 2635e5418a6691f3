//! [`Reader`]: reads the codes of responses from their schemas.

use std::collections::HashMap;

use serde_json::Value;

use crate::document::member;
use crate::document::pins::Pins;

/// Reads the codes of responses from their schemas. It follows references within the document.
pub(super) struct Reader<'a> {
    document: &'a Value,
    /// The results for references. While a schema is being read, its result is "any code", so that a recursive schema ends.
    known: HashMap<String, Pins>,
}

impl<'a> Reader<'a> {
    /// The maximum depth. Deeper schemas count as allowing any code. Real schemas are not this deep.
    const DEPTH: usize = 64;

    pub(super) fn new(document: &'a Value) -> Reader<'a> {
        Reader { document, known: HashMap::new() }
    }

    /// Returns the target of a reference, or the value itself if it is not a reference.
    pub(super) fn resolve<'v>(&self, value: &'v Value) -> &'v Value
    where
        'a: 'v,
    {
        let mut value = value;
        for _ in 0..Self::DEPTH {
            match value.get("$ref").and_then(Value::as_str).and_then(|reference| self.target(reference)) {
                Some(target) => value = target,
                None => return value,
            }
        }
        value
    }

    fn target(&self, reference: &str) -> Option<&'a Value> {
        self.document.pointer(reference.strip_prefix('#')?)
    }

    /// Returns the codes that a response can have.
    pub(super) fn response(&mut self, response: &Value) -> Pins {
        let response = self.resolve(response).clone();
        let of_media_types = member(&response, "content")
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, media_type)| member(media_type, "schema"));
        // In version 2 the schema is a member of the response.
        let schemas: Vec<&Value> = of_media_types.chain(response.get("schema")).collect();
        schemas.into_iter().map(|schema| self.body(schema, 0)).reduce(Pins::or).unwrap_or(Pins::ANY)
    }

    /// Returns the codes that a body with this schema can have.
    fn body(&mut self, schema: &Value, depth: usize) -> Pins {
        let mut pins = self.combined(schema, depth, Reader::body);
        for (name, member) in member(schema, "properties").as_object().into_iter().flatten() {
            let of_member = match name.as_str() {
                "code" => self.value(member, depth + 1),
                "status" => Pins { status: pinned_number(self.resolve(member)), ..Pins::ANY },
                _ => self.body(member, depth + 1),
            };
            pins = pins.and(of_member);
        }
        pins
    }

    /// Returns the values that a member `code` with this schema can have.
    fn value(&mut self, schema: &Value, depth: usize) -> Pins {
        let pins = self.combined(schema, depth, Reader::value);
        let listed = match (schema.get("const"), member(schema, "enum").as_array()) {
            (Some(value), _) => Some(vec![value]),
            (None, Some(values)) => Some(values.iter().collect()),
            (None, None) => None,
        };
        match listed {
            Some(values) => pins.and(Pins::of(values.into_iter().filter_map(text))),
            None => pins,
        }
    }

    /// Combines the results of a reference, `allOf`, `oneOf` and `anyOf`.
    fn combined(&mut self, schema: &Value, depth: usize, read: fn(&mut Self, &Value, usize) -> Pins) -> Pins {
        if depth > Self::DEPTH {
            return Pins::ANY;
        }
        let mut pins = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.referenced(reference, depth, read),
            None => Pins::ANY,
        };
        for part in member(schema, "allOf").as_array().into_iter().flatten() {
            pins = pins.and(read(self, part, depth + 1));
        }
        for choice in ["oneOf", "anyOf"] {
            let parts = member(schema, choice).as_array().into_iter().flatten();
            let parts: Vec<Pins> = parts.map(|part| read(self, part, depth + 1)).collect();
            pins = parts.into_iter().reduce(Pins::or).map_or(pins.clone(), |parts| pins.and(parts));
        }
        pins
    }

    fn referenced(&mut self, reference: &str, depth: usize, read: fn(&mut Self, &Value, usize) -> Pins) -> Pins {
        // The same schema has different results as a body and as a member `code`.
        let key = format!(
            "{}{reference}",
            if std::ptr::fn_addr_eq(read, Reader::body as fn(&mut Self, &Value, usize) -> Pins) {
                "body"
            } else {
                "value"
            }
        );
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let Some(target) = self.target(reference) else { return Pins::ANY };
        self.known.insert(key.clone(), Pins::ANY);
        let pins = read(self, target, depth + 1);
        self.known.insert(key, pins.clone());
        pins
    }
}

fn pinned_number(schema: &Value) -> Option<u16> {
    let value = schema
        .get("const")
        .or_else(|| member(schema, "enum").as_array().filter(|values| values.len() == 1)?.first())?;
    value.as_u64().and_then(|number| u16::try_from(number).ok())
}

/// Returns an identifier as text. Returns `None` for null, which means that there is no code.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(schema: Value) -> (Vec<String>, bool) {
        let document = json!({ "components": { "schemas": {
            "Envelope": { "type": "object", "properties": { "code": { "type": "string" }, "items": { "type": "array", "items": { "properties": { "code": { "const": "blank" } } } } } },
            "Missing": { "allOf": [{ "$ref": "#/components/schemas/Envelope" }, { "properties": { "code": { "const": "A" } } }] },
            "Taken": { "properties": { "code": { "$ref": "#/components/schemas/TakenCode" } } },
            "TakenCode": { "const": "B" },
            "Loop": { "oneOf": [{ "$ref": "#/components/schemas/Loop" }, { "$ref": "#/components/schemas/Missing" }] },
            "Any~/1": { "properties": { "code": { "const": "E" } } },
        } } });
        let response = json!({ "content": { "application/json": { "schema": schema, "example": { "code": "Z" } } } });
        let pins = Reader::new(&document).response(&response);
        (pins.codes.into_iter().collect(), pins.others)
    }

    #[test]
    fn codes_are_read_from_every_form_of_schema() {
        let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let cases = [
            (json!({}), &[][..], true),
            (json!({ "type": "string" }), &[], true),
            (reference("Envelope"), &[], true),
            (
                json!({ "example": { "code": "A" }, "examples": [{ "code": "A" }], "default": { "code": "A" } }),
                &[],
                true,
            ),
            (json!({ "properties": { "code": { "const": "A" } } }), &["A"], false),
            (json!({ "properties": { "code": { "const": 2010 } } }), &["2010"], false),
            (json!({ "properties": { "code": { "enum": ["A", "B", null] } } }), &["A", "B"], false),
            (
                json!({ "properties": { "code": { "oneOf": [{ "const": "A" }, { "const": "B" }] } } }),
                &["A", "B"],
                false,
            ),
            (json!({ "properties": { "error": { "properties": { "code": { "const": "A" } } } } }), &["A"], false),
            (reference("Missing"), &["A"], false),
            (reference("Taken"), &["B"], false),
            (json!({ "oneOf": [reference("Missing"), reference("Taken")] }), &["A", "B"], false),
            (json!({ "anyOf": [reference("Missing"), reference("Envelope")] }), &["A"], true),
            (
                json!({ "allOf": [{ "oneOf": [reference("Missing"), reference("Taken")] }, reference("Taken")] }),
                &["B"],
                false,
            ),
            (reference("Loop"), &["A"], true),
            (reference("Any~0~11"), &["E"], false),
            (reference("Gone"), &[], true),
            (json!({ "$ref": "other.json#/A" }), &[], true),
        ];
        for (schema, codes, others) in cases {
            let (found, is_open) = read(schema.clone());
            assert_eq!(
                (found.iter().map(String::as_str).collect::<Vec<_>>(), is_open),
                (codes.to_vec(), others),
                "{schema}"
            );
        }
    }

    #[test]
    fn each_reference_is_read_once() {
        let schema = |at: usize| json!({ "allOf": vec![json!({ "$ref": format!("#/s/{}", at + 1) }); 8] });
        let mut document = json!({ "s": {} });
        for at in 0..40 {
            document["s"][at.to_string()] = schema(at);
        }
        document["s"]["40"] = json!({ "properties": { "code": { "const": "A" } } });
        let response = json!({ "content": { "a": { "schema": { "$ref": "#/s/10" } } } });
        assert_eq!(Reader::new(&document).response(&response), Pins::of(["A".to_owned()]));
    }
}
