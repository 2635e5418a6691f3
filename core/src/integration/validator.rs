//! The code that the integrations of all versions of validator share.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::Value;

use crate::{Constraint, FieldPath, Segment, Violation};

/// Implements the integration for one version of validator.
macro_rules! validator_version {
    ($validator:ident) => {
        use ::$validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};
        use serde::Deserialize;

        use super::names::as_read_by;
        use super::validator::{Path, member, violation};
        use $crate::{Error, ErrorKind, IntoError, Segment, Violation};

        /// Returns [`ErrorKind::InvalidBody`] with all [`violations`].
        impl IntoError for ValidationErrors {
            fn into_error(self) -> Error {
                Error::from(ErrorKind::InvalidBody).with_violations(violations(&self))
            }
        }

        /// Validates a value.
        ///
        /// If the rules need arguments, call `validate_with_args` and pass its errors to [`violations_of`].
        /// [`violations_of`].
        ///
        /// # Errors
        /// Returns [`ErrorKind::InvalidBody`] with all [`violations_of`] the value.
        pub fn check<'de, T>(value: &T) -> Result<(), Error>
        where
            T: Validate + Deserialize<'de>,
        {
            value
                .validate()
                .map_err(|errors| Error::from(ErrorKind::InvalidBody).with_violations(violations_of::<T>(&errors)))
        }

        /// Returns the violations of a `T`, for an error with a code of your own.
        ///
        /// They have serde's names of the fields, in the order of the fields.
        pub fn violations_of<'de, T: Deserialize<'de>>(errors: &ValidationErrors) -> Vec<Violation> {
            to_violations(as_read_by::<T, _>(findings(errors)))
        }

        /// Returns the violations, sorted by their paths in Rust, for an error with a code of your own.
        pub fn violations(errors: &ValidationErrors) -> Vec<Violation> {
            to_violations(findings(errors))
        }

        type Findings<'e> = Vec<(Path, &'e ValidationError)>;

        fn findings(errors: &ValidationErrors) -> Findings<'_> {
            let mut findings = Vec::new();
            collect(errors, &mut Vec::new(), &mut findings);
            findings
        }

        fn collect<'e>(errors: &'e ValidationErrors, path: &mut Path, findings: &mut Findings<'e>) {
            let mut members: Vec<_> = errors.errors().iter().collect();
            members.sort_unstable_by_key(|(field, _)| member(field));
            for (field, kind) in members {
                let depth = path.len();
                path.extend(member(field).map(|member| Segment::Member(member.to_owned().into())));
                match kind {
                    ValidationErrorsKind::Field(errors) => {
                        findings.extend(errors.iter().map(|error| (path.clone(), error)));
                    }
                    ValidationErrorsKind::Struct(errors) => collect(errors, path, findings),
                    ValidationErrorsKind::List(elements) => {
                        for (index, errors) in elements {
                            path.push(Segment::Index(*index));
                            collect(errors, path, findings);
                            path.pop();
                        }
                    }
                }
                path.truncate(depth);
            }
        }

        fn to_violations(findings: Findings<'_>) -> Vec<Violation> {
            let violation = |(path, error): (Path, &ValidationError)| {
                violation(path, error.code.clone(), error.message.clone(), &error.params)
            };
            findings.into_iter().map(violation).collect()
        }
    };
}

pub(super) use validator_version;

pub(super) type Path = Vec<Segment<'static>>;

type Params = HashMap<Cow<'static, str>, Value>;

/// Returns the member of a field. validator's names for a whole object and a whole list stand for no member.
pub(super) fn member(field: &str) -> Option<&str> {
    match field {
        "__all__" | "_tmp_validator" => None,
        field => Some(field.strip_prefix("r#").unwrap_or(field)),
    }
}

/// Returns the violation for the parts of a validation error.
pub(super) fn violation(
    path: Path,
    code: Cow<'static, str>,
    message: Option<Cow<'static, str>>,
    params: &Params,
) -> Violation {
    let violation = Violation::new(path.into_iter().collect::<FieldPath>(), constraint(code, params));
    match message {
        Some(message) => violation.with_message(message),
        None => violation,
    }
}

/// Returns the constraint of a rule. A rule without a neutral name keeps validator's code.
fn constraint(code: Cow<'static, str>, params: &Params) -> Constraint {
    let constraint = match code.as_ref() {
        "length" => length(params),
        "range" => range(params),
        name => Constraint::named(name, limit(params)),
    };
    constraint.unwrap_or_else(|| Constraint::custom(code, None))
}

fn limit(params: &Params) -> Option<u64> {
    params.get("max").and_then(Value::as_u64)
}

fn length(params: &Params) -> Option<Constraint> {
    let length = match params.get("value")? {
        Value::String(text) => text.chars().count() as u64,
        Value::Array(elements) => elements.len() as u64,
        Value::Object(members) => members.len() as u64,
        _ => return None,
    };
    let least = params.get("min").and_then(Value::as_u64);
    match limit(params) {
        Some(limit) if length > limit => Some(Constraint::MaxLength(limit)),
        _ if length == 0 && least.is_some_and(|least| least > 0) => Some(Constraint::Blank),
        _ => None,
    }
}

/// Returns min or max. Returns `None` for a value that cannot be compared here, such as an amount or a date.
fn range(params: &Params) -> Option<Constraint> {
    let value = params.get("value")?;
    let is = |broken: fn(Ordering) -> bool, bound| {
        params.get(bound).and_then(|bound| compare(value, bound)).is_some_and(broken)
    };
    if is(Ordering::is_lt, "min") || is(Ordering::is_le, "exclusive_min") {
        Some(Constraint::Min)
    } else if is(Ordering::is_gt, "max") || is(Ordering::is_ge, "exclusive_max") {
        Some(Constraint::Max)
    } else {
        None
    }
}

/// Compares two numbers. Whole numbers are compared exactly: an `f64` cannot tell large ones apart.
fn compare(value: &Value, bound: &Value) -> Option<Ordering> {
    let whole = |number: &Value| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match (whole(value), whole(bound)) {
        (Some(value), Some(bound)) => Some(value.cmp(&bound)),
        _ => value.as_f64()?.partial_cmp(&bound.as_f64()?),
    }
}
