//! Reads the exact values of numbers.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// Corrects the numbers of `value`, which was parsed from `json`. Returns true if a number was wrong.
///
/// serde_json sometimes reads a fraction with a wrong last digit. Its feature `float_roundtrip` fixes this, but it changes the
/// whole program. Therefore this function parses the numbers again.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(json: &str) -> Value {
        let mut value = serde_json::from_str(json).unwrap();
        correct(&mut value, json);
        value
    }

    #[test]
    fn every_number_has_the_exact_value_of_its_text() {
        let json =
            r#"[31.245270191439438, {"a": [1.1e-16, 18446744073709551616], "\u0061b": 5e-324, "ab": 0.1}, -0.0]"#;
        let value = exact(json);
        let cases: [(&str, f64); 5] = [
            ("/0", 31.245270191439438),
            ("/1/a/0", 1.1e-16),
            ("/1/a/1", 18446744073709551616.0),
            ("/1/ab", 0.1),
            ("/2", -0.0),
        ];
        for (pointer, number) in cases {
            assert_eq!(
                value.pointer(pointer).and_then(Value::as_f64).map(f64::to_bits),
                Some(number.to_bits()),
                "{pointer}"
            );
        }
    }

    #[test]
    fn only_wrong_numbers_are_corrected() {
        for json in ["1", "-1", "0.5", "18446744073709551615", "null", "\"31.245270191439438\"", "[]", "{}"] {
            let before: Value = serde_json::from_str(json).unwrap();
            let mut value = before.clone();
            assert!(!correct(&mut value, json), "{json}");
            assert_eq!(value, before);
        }
    }

    proptest! {
        #[test]
        fn a_written_number_is_read_exactly(number in any::<f64>().prop_filter("JSON has only finite numbers", |number| number.is_finite())) {
            let json = format!("{{\"a\":[{}]}}", serde_json::to_string(&number).unwrap());
            prop_assert_eq!(exact(&json).pointer("/a/0").and_then(Value::as_f64), Some(number));
        }
    }
}
