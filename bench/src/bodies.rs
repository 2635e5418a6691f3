//! Bodies that fit their type, bodies that do not, and the ways to read them.

use serde::Deserialize;

/// The type of the bodies.
#[cfg_attr(feature = "peers", derive(deserr::Deserr))]
#[derive(Debug, Deserialize)]
pub struct Order {
    /// A whole number.
    pub id: u64,
    /// A text.
    pub customer: String,
    /// Some lines.
    pub lines: Vec<Line>,
}

/// A line of an [`Order`].
#[cfg_attr(feature = "peers", derive(deserr::Deserr))]
#[derive(Debug, Deserialize)]
pub struct Line {
    /// A whole number.
    pub part: u64,
    /// A whole number.
    pub quantity: u32,
    /// A text, or null.
    pub note: Option<String>,
}

/// The number of lines in a body of almost 64 KiB.
pub const LARGE: usize = 1_260;

/// Returns a body with this number of lines. `faults` of them have a text instead of a number. They are spread evenly, and the
/// last line is one of them.
pub fn order(lines: usize, faults: usize) -> String {
    let line = |at: usize| {
        let is_wrong = faults > 0 && (at + 1) * faults / lines > at * faults / lines;
        let quantity = if is_wrong { r#""many""# } else { "12" };
        format!(r#"{{"part":{},"quantity":{quantity},"note":"on a shelf"}}"#, at % 100 + 100)
    };
    let lines: Vec<String> = (0..lines).map(line).collect();
    format!(r#"{{"id":7,"customer":"Jana","lines":[{}]}}"#, lines.join(","))
}

/// Reads a body with serde_json alone. Its error has only the first fault.
pub fn serde_jsons(body: &[u8]) -> usize {
    usize::from(serde_json::from_slice::<Order>(body).is_err())
}

/// Reads a body with errorbook's extractor, and returns the number of faults in its error.
pub fn ours(body: &[u8]) -> usize {
    match errorbook::extract::json::<Order>(body) {
        Ok(_) => 0,
        Err(error) => {
            std::hint::black_box(error.to_response());
            error.violations().len()
        }
    }
}

/// Reads a body with axum's own extractor. Its error has only the first fault.
pub fn axums(body: &[u8]) -> usize {
    use axum::response::IntoResponse as _;

    match axum::Json::<Order>::from_bytes(body) {
        Ok(_) => 0,
        Err(error) => {
            std::hint::black_box(error.into_response());
            1
        }
    }
}

/// Reads a body with deserr. It finds all faults of types that derive its trait.
#[cfg(feature = "peers")]
pub fn deserrs(body: &[u8]) -> usize {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap();
    match deserr::deserialize::<Order, _, Faults>(value) {
        Ok(_) => 0,
        Err(faults) => std::hint::black_box(faults).0.len(),
    }
}

/// Collects the faults that deserr finds. deserr lets its user choose this type.
#[cfg(feature = "peers")]
#[derive(Debug, Default)]
pub struct Faults(Vec<(String, &'static str)>);

#[cfg(feature = "peers")]
mod faults {
    use std::ops::ControlFlow;

    use deserr::{DeserializeError, ErrorKind, IntoValue, MergeWithError, ValuePointerRef};

    use super::Faults;

    impl DeserializeError for Faults {
        fn error<V: IntoValue>(
            faults: Option<Faults>,
            error: ErrorKind<'_, V>,
            location: ValuePointerRef<'_>,
        ) -> ControlFlow<Faults, Faults> {
            let mut faults = faults.unwrap_or_default();
            let reason = match error {
                ErrorKind::MissingField { .. } => "is missing",
                ErrorKind::UnknownKey { .. } => "is unknown",
                _ => "is not valid",
            };
            faults.0.push((format!("{:?}", location.to_owned()), reason));
            ControlFlow::Continue(faults)
        }
    }

    impl MergeWithError<Faults> for Faults {
        fn merge(faults: Option<Faults>, mut others: Faults, _: ValuePointerRef<'_>) -> ControlFlow<Faults, Faults> {
            let mut faults = faults.unwrap_or_default();
            faults.0.append(&mut others.0);
            ControlFlow::Continue(faults)
        }
    }
}
