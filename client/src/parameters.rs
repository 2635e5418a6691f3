//! Reads the parameters of a code from the members of a body.

use errorbook::{Code, Parameter, ParameterKind, ParameterValue};
use serde_json::{Map, Value};

/// Takes the declared parameters of a code out of the members. A member of another kind stays.
pub(crate) fn take(code: Code, members: &mut Map<String, Value>) -> Vec<(&'static str, ParameterValue)> {
    let given = code.parameters().iter().filter_map(|parameter| {
        let value = value(parameter, members.get(parameter.name())?)?;
        members.remove(parameter.name());
        Some((parameter.name(), value))
    });
    given.collect()
}

fn value(parameter: &Parameter, json: &Value) -> Option<ParameterValue> {
    let integer = || json.as_i64().map(i128::from).or(json.as_u64().map(i128::from)).map(ParameterValue::Integer);
    match parameter.kind() {
        ParameterKind::String => json.as_str().map(|text| ParameterValue::String(text.to_owned().into())),
        ParameterKind::Integer => integer(),
        ParameterKind::Number => integer().or_else(|| json.as_f64().map(ParameterValue::Number)),
        ParameterKind::Boolean => json.as_bool().map(ParameterValue::Boolean),
        // A newer core may know more kinds.
        _ => None,
    }
}
