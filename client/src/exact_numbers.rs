//! The exact values of the numbers in a body.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// Corrects the numbers of `value`, which was parsed from `json`. Returns true if one was wrong.
///
/// serde_json reads a number with a fraction fast, and sometimes wrong in the last digit. Its feature `float_roundtrip`
/// changes that for the whole program, so the texts of the numbers are parsed here instead.
pub(crate) fn correct(value: &mut Value, json: &str) -> bool {
    match value {
        Value::Number(number) => {
            let Some(exact) = json.parse().ok().filter(|exact| number.is_f64() && number.as_f64() != Some(*exact))
            else {
                return false;
            };
            *number = Number::from_f64(exact).unwrap_or_else(|| number.clone());
            true
        }
        Value::Array(items) => {
            let texts: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
            items.iter_mut().zip(texts).fold(false, |wrong, (item, text)| correct(item, text.get()) | wrong)
        }
        Value::Object(members) => {
            let texts: BTreeMap<String, &RawValue> = serde_json::from_str(json).unwrap_or_default();
            let correct = |(name, text): (String, &RawValue)| Some(correct(members.get_mut(&name)?, text.get()));
            texts.into_iter().filter_map(correct).fold(false, |wrong, is_wrong| wrong | is_wrong)
        }
        _ => false,
    }
}
