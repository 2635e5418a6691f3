//! [`ValidationErrors`]: what validator finds wrong, as violations.
//!
//! [`check`] names the fields as they are in JSON, in the order of the struct:
//!
//! ```
//! use errorbook::ayanova;
//! use errorbook::integration::validator::check;
//! use serde::Deserialize;
//! use validator::Validate;
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(rename_all = "camelCase")]
//! struct Order {
//!     #[validate(length(min = 1, max = 255))]
//!     name: String,
//!     #[validate(nested)]
//!     line_items: Vec<Item>,
//!     #[validate(range(min = 0))]
//!     budget_hours: i64,
//! }
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(rename_all = "camelCase")]
//! struct Item {
//!     part_id: i64,
//!     #[validate(range(min = 1, message = "at least one"))]
//!     quantity: i64,
//! }
//!
//! let line_items = vec![Item { part_id: 1, quantity: 1 }, Item { part_id: 2, quantity: 0 }];
//! let error = check(&Order { name: String::new(), line_items, budget_hours: -1 }).unwrap_err();
//! assert_eq!(
//!     error.to_response().body(),
//!     br##"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{"detail":"may not be blank","pointer":"#/name","code":"blank"},{"detail":"at least one","pointer":"#/lineItems/1/quantity","code":"min"},{"detail":"is too small","pointer":"#/budgetHours","code":"min"}]}"##,
//! );
//! assert_eq!(
//!     error.to_response_in(&ayanova::BOOK).body(),
//!     br#"{"error":{"code":"2200","details":[{"target":"name","error":"2201"},{"message":"at least one","target":"lineItems[1].quantity","error":"2203"},{"target":"budgetHours","error":"2203"}],"message":"Validation error"}}"#,
//! );
//! ```
//!
//! # Names
//! validator names a field as Rust does and keeps its errors in no order. Bare [`ValidationErrors`], which do not say
//! what they are about, are sorted by these names, what is wrong with an object as a whole before what is wrong with
//! its members. [`check`] and [`violations_of`] know the type and ask serde: any `rename_all` is followed, and a
//! `rename` that keeps the letters (`type` for `type_`). Another `rename`, and what is flattened, inside an enum or
//! inside a tuple, keeps its name and goes after the rest.

use std::cmp::Ordering;

use ::validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};
use serde::Deserialize;
use serde_json::Value;

use super::names::as_read_by;
use crate::{Constraint, Error, FieldPath, IntoError, Segment, ErrorKind, Violation};

/// [`ErrorKind::InvalidBody`] with all [`violations`].
impl IntoError for ValidationErrors {
    fn into_error(self) -> Error {
        Error::from(ErrorKind::InvalidBody).with_violations(violations(&self))
    }
}

/// Refuses a value that does not keep its rules.
///
/// One whose rules have arguments is checked with `validate_with_args`, and the errors read by [`violations_of`].
///
/// # Errors
/// [`ErrorKind::InvalidBody`] with all [`violations_of`] the value.
pub fn check<'de, T>(value: &T) -> Result<(), Error>
where
    T: Validate + Deserialize<'de>,
{
    let refuse = |errors| Error::from(ErrorKind::InvalidBody).with_violations(violations_of::<T>(&errors));
    value.validate().map_err(refuse)
}

/// What is wrong with a `T`, by the names that serde reads it by, in the order of its fields, for an error with a code
/// of one's own.
///
/// ```
/// use errorbook::integration::validator::violations_of;
/// use errorbook::{Error, primaerp};
/// use serde::Deserialize;
/// use validator::Validate;
///
/// #[derive(Deserialize, Validate)]
/// #[serde(rename_all = "camelCase")]
/// struct Project {
///     #[validate(required)]
///     owner: Option<String>,
///     #[validate(range(max = 8, message = "greater than 8"))]
///     budget_hours: i64,
/// }
///
/// let errors = Project { owner: None, budget_hours: 9 }.validate().unwrap_err();
/// let violations = violations_of::<Project>(&errors).into_iter();
/// let error = Error::from(primaerp::ILLEGAL_STATE)
///     .with_violations(violations.map(|violation| violation.with_entity_type("depot.Project")));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"Project.owner - NotNull(may not be null); Project.budgetHours - Max(greater than 8)","constraintViolations":[{"entityPath":"","entityType":"depot.Project","field":"owner","constraint":"NotNull","message":"may not be null"},{"entityPath":"","entityType":"depot.Project","field":"budgetHours","constraint":"Max","message":"greater than 8"}]}"#,
/// );
/// ```
pub fn violations_of<'de, T: Deserialize<'de>>(errors: &ValidationErrors) -> Vec<Violation> {
    told(as_read_by::<T, _>(found(errors)))
}

/// What is wrong, sorted by path, for an error with a code of one's own.
///
/// | validator's code | constraint |
/// |---|---|
/// | `required` | required |
/// | `length` | max length where `max` is exceeded, blank where the value is empty and `min` is not 0, else invalid |
/// | `range` | min or max |
/// | the other rules of validator | invalid |
/// | a [neutral name](Constraint::name), `max_length` with a parameter `max` | that constraint |
/// | any other | one of that [name](Constraint::custom) |
///
/// An error's message is taken over, its parameters are not: one of them is the value that the client sent.
///
/// ```
/// use errorbook::integration::validator::violations;
/// use errorbook::{Error, primaerp};
/// use validator::{Validate, ValidationError};
///
/// #[derive(Validate)]
/// #[validate(schema(function = "starts_before_it_ends"))]
/// struct Stay {
///     start: u32,
///     end: u32,
/// }
///
/// fn starts_before_it_ends(stay: &Stay) -> Result<(), ValidationError> {
///     if stay.start < stay.end { Ok(()) } else { Err(ValidationError::new("start_before_end")) }
/// }
///
/// let errors = Stay { start: 2, end: 1 }.validate().unwrap_err();
/// let error = Error::from(primaerp::ILLEGAL_STATE).with_violations(violations(&errors));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"StartBeforeEnd(start must be before end)","constraintViolations":[{"entityPath":"","entityType":"","field":"","constraint":"StartBeforeEnd","message":"start must be before end"}]}"#,
/// );
/// ```
pub fn violations(errors: &ValidationErrors) -> Vec<Violation> {
    told(found(errors))
}

type Found<'e> = Vec<(Vec<Segment<'static>>, &'e ValidationError)>;

fn found(errors: &ValidationErrors) -> Found<'_> {
    let mut found = Vec::new();
    collect(errors, &mut Vec::new(), &mut found);
    found
}

fn told(found: Found<'_>) -> Vec<Violation> {
    found.into_iter().map(|(path, error)| violation(path.into_iter().collect(), error)).collect()
}

fn collect<'e>(errors: &'e ValidationErrors, path: &mut Vec<Segment<'static>>, found: &mut Found<'e>) {
    let mut members: Vec<_> = errors.errors().iter().map(|(name, wrong)| (member(name), wrong)).collect();
    members.sort_unstable_by_key(|(member, _)| *member);
    for (member, wrong) in members {
        let depth = path.len();
        path.extend(member.map(|member| Segment::Member(member.to_owned().into())));
        match wrong {
            ValidationErrorsKind::Field(errors) => found.extend(errors.iter().map(|error| (path.clone(), error))),
            ValidationErrorsKind::Struct(errors) => collect(errors, path, found),
            ValidationErrorsKind::List(elements) => {
                for (index, errors) in elements {
                    path.push(Segment::Index(*index));
                    collect(errors, path, found);
                    path.pop();
                }
            }
        }
        path.truncate(depth);
    }
}

/// The member that a field of Rust is written as; none for validator's names of an object and of a list as a whole.
fn member(field: &str) -> Option<&str> {
    match field {
        "__all__" | "_tmp_validator" => None,
        field => Some(field.strip_prefix("r#").unwrap_or(field)),
    }
}

fn violation(path: FieldPath, error: &ValidationError) -> Violation {
    let violation = Violation::new(path, constraint(error));
    match &error.message {
        Some(message) => violation.with_message(message.clone()),
        None => violation,
    }
}

fn constraint(error: &ValidationError) -> Constraint {
    match error.code.as_ref() {
        "length" => length(error),
        "range" => range(error),
        "contains"
        | "credit_card"
        | "does_not_contain"
        | "email"
        | "ip"
        | "must_match"
        | "non_control_character"
        | "regex"
        | "url" => Constraint::Invalid,
        name => Constraint::named(name, limit(error)).unwrap_or_else(|| Constraint::custom(error.code.clone(), None)),
    }
}

fn limit(error: &ValidationError) -> Option<u64> {
    error.params.get("max").and_then(Value::as_u64)
}

fn length(error: &ValidationError) -> Constraint {
    let length = error.params.get("value").and_then(|value| match value {
        Value::String(text) => Some(text.chars().count() as u64),
        Value::Array(elements) => Some(elements.len() as u64),
        Value::Object(members) => Some(members.len() as u64),
        _ => None,
    });
    let least = error.params.get("min").and_then(Value::as_u64);
    match (length, limit(error)) {
        (Some(length), Some(limit)) if length > limit => Constraint::MaxLength(limit),
        (Some(0), _) if least.is_some_and(|least| least > 0) => Constraint::Blank,
        _ => Constraint::Invalid,
    }
}

fn range(error: &ValidationError) -> Constraint {
    let value = error.params.get("value");
    let is = |broken: fn(Ordering) -> bool, bound| compare(value, error.params.get(bound)).is_some_and(broken);
    if is(Ordering::is_lt, "min") || is(Ordering::is_le, "exclusive_min") {
        Constraint::Min
    } else if is(Ordering::is_gt, "max") || is(Ordering::is_ge, "exclusive_max") {
        Constraint::Max
    } else {
        // Not a number but an amount or a date of one's own.
        Constraint::Invalid
    }
}

/// Whole numbers are compared as such: an `f64` cannot tell the largest of them apart.
fn compare(value: Option<&Value>, bound: Option<&Value>) -> Option<Ordering> {
    let whole = |number: &Value| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    let (value, bound) = (value?, bound?);
    match (whole(value), whole(bound)) {
        (Some(value), Some(bound)) => Some(value.cmp(&bound)),
        _ => value.as_f64()?.partial_cmp(&bound.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use ::validator::Validate;

    use super::*;

    /// The path, the constraint and the message of each violation.
    fn told(validated: Result<(), ValidationErrors>) -> Vec<(String, Constraint, Option<String>)> {
        let told = |violation: &Violation| {
            let message = violation.message().map(str::to_owned);
            (violation.target().to_string(), violation.constraint().clone(), message)
        };
        violations(&validated.unwrap_err()).iter().map(told).collect()
    }

    #[test]
    fn each_rule_has_its_constraint() {
        #[derive(Default, Validate)]
        struct Rules {
            #[validate(required)]
            required: Option<u8>,
            #[validate(length(min = 1, max = 3))]
            text: Option<String>,
            #[validate(length(min = 2))]
            list: Option<Vec<u8>>,
            #[validate(length(max = 2))]
            short: Option<Vec<u8>>,
            #[validate(length(equal = 2))]
            equal: Option<String>,
            #[validate(range(min = 0, max = 9))]
            whole: Option<i64>,
            #[validate(range(min = 18_446_744_073_709_551_615_u64))]
            huge: Option<u64>,
            #[validate(range(min = 0.5, max = 1.5))]
            fraction: Option<f64>,
            #[validate(range(exclusive_min = 0, exclusive_max = 9))]
            within: Option<i32>,
            #[validate(range(exclusive_min = 0.0, exclusive_max = 1.0))]
            open: Option<f64>,
            #[validate(email)]
            email: Option<String>,
            #[validate(url)]
            url: Option<String>,
            #[validate(ip)]
            ip: Option<String>,
            #[validate(contains(pattern = "x"))]
            contains: Option<String>,
            #[validate(does_not_contain(pattern = "s"))]
            lacks: Option<String>,
            #[validate(non_control_character)]
            visible: Option<String>,
            #[validate(must_match(other = "same"))]
            matches: u8,
            #[validate(range(max = 9))]
            same: u8,
            #[validate(length(max = 1, code = "too_long", message = "too long"))]
            r#type: Option<String>,
        }

        let none = || Rules { required: Some(1), ..Rules::default() };
        let text = |text: &str| Some(text.to_owned());
        let secret = || Some("secret".to_owned());
        let custom = Constraint::custom("too_long", None);
        let cases = [
            (Rules { required: None, ..none() }, "required", Constraint::Required),
            (Rules { text: text(""), ..none() }, "text", Constraint::Blank),
            (Rules { text: text("éééé"), ..none() }, "text", Constraint::MaxLength(3)),
            (Rules { list: Some(vec![]), ..none() }, "list", Constraint::Blank),
            (Rules { list: Some(vec![1]), ..none() }, "list", Constraint::Invalid),
            (Rules { short: Some(vec![1, 2, 3]), ..none() }, "short", Constraint::MaxLength(2)),
            (Rules { equal: text(""), ..none() }, "equal", Constraint::Invalid),
            (Rules { equal: text("abc"), ..none() }, "equal", Constraint::Invalid),
            (Rules { whole: Some(-1), ..none() }, "whole", Constraint::Min),
            (Rules { whole: Some(i64::MIN), ..none() }, "whole", Constraint::Min),
            (Rules { whole: Some(10), ..none() }, "whole", Constraint::Max),
            (Rules { huge: Some(u64::MAX - 1), ..none() }, "huge", Constraint::Min),
            (Rules { fraction: Some(0.25), ..none() }, "fraction", Constraint::Min),
            (Rules { fraction: Some(2.0), ..none() }, "fraction", Constraint::Max),
            (Rules { within: Some(0), ..none() }, "within", Constraint::Min),
            (Rules { within: Some(9), ..none() }, "within", Constraint::Max),
            (Rules { open: Some(0.0), ..none() }, "open", Constraint::Min),
            (Rules { open: Some(1.0), ..none() }, "open", Constraint::Max),
            (Rules { email: secret(), ..none() }, "email", Constraint::Invalid),
            (Rules { url: secret(), ..none() }, "url", Constraint::Invalid),
            (Rules { ip: secret(), ..none() }, "ip", Constraint::Invalid),
            (Rules { contains: secret(), ..none() }, "contains", Constraint::Invalid),
            (Rules { lacks: secret(), ..none() }, "lacks", Constraint::Invalid),
            (Rules { visible: text("\0"), ..none() }, "visible", Constraint::Invalid),
            (Rules { matches: 1, ..none() }, "matches", Constraint::Invalid),
        ];
        for (rules, path, constraint) in cases {
            assert_eq!(told(rules.validate()), [(path.to_owned(), constraint, None)]);
        }
        let named = Rules { r#type: secret(), ..none() }.validate();
        assert_eq!(told(named.clone()), [("type".to_owned(), custom, text("too long"))]);
        let error = named.unwrap_err().into_error();
        assert!(!format!("{error:?} {:?}", error.to_response()).contains("secret"));
    }

    #[test]
    fn a_code_that_is_a_neutral_name_is_that_constraint() {
        let error = |code, max: Option<u64>| {
            let mut error = ValidationError::new(code);
            max.iter().for_each(|max| error.add_param("max".into(), max));
            error
        };
        let cases = [
            (error("missing", None), Constraint::Missing),
            (error("start_before_end", None), Constraint::StartBeforeEnd),
            (error("custom_required", None), Constraint::CustomRequired),
            (error("max_length", Some(80)), Constraint::MaxLength(80)),
            (error("max_length", None), Constraint::custom("max_length", None)),
            (error("phase of the moon", None), Constraint::custom("phase of the moon", None)),
            (error("credit_card", None), Constraint::Invalid),
            (error("length", Some(80)), Constraint::Invalid),
            (error("range", Some(80)), Constraint::Invalid),
        ];
        for (error, expected) in cases {
            assert_eq!(constraint(&error), expected, "{error:?}");
        }
    }

    #[test]
    fn paths_are_nested_and_in_one_order() {
        #[derive(Clone, Validate)]
        #[validate(schema(function = "never", skip_on_field_errors = false))]
        struct Order {
            #[validate(length(max = 1), email)]
            name: String,
            #[validate(nested)]
            address: Option<Address>,
            #[validate(nested)]
            parts: Vec<Part>,
        }
        #[derive(Clone, Validate)]
        #[validate(schema(function = "never", skip_on_field_errors = false))]
        struct Address {
            #[validate(range(min = 1))]
            zip: u32,
        }
        #[derive(Clone, Validate)]
        struct Part {
            #[validate(nested)]
            sizes: Vec<Address>,
        }
        fn never<T>(_: &T) -> Result<(), ValidationError> {
            Err(ValidationError::new("child"))
        }

        let (fine, wrong) = (Address { zip: 1 }, Address { zip: 0 });
        let parts = vec![Part { sizes: vec![] }; 10].into_iter();
        let parts = parts.chain([Part { sizes: vec![fine, wrong.clone()] }, Part { sizes: vec![wrong.clone()] }]);
        let order = Order { name: "secret".to_owned(), address: Some(wrong), parts: parts.collect() };
        let expected = [
            ("", Constraint::Child),
            ("address", Constraint::Child),
            ("address.zip", Constraint::Min),
            ("name", Constraint::MaxLength(1)),
            ("name", Constraint::Invalid),
            ("parts[10].sizes[0]", Constraint::Child),
            ("parts[10].sizes[1]", Constraint::Child),
            ("parts[10].sizes[1].zip", Constraint::Min),
            ("parts[11].sizes[0]", Constraint::Child),
            ("parts[11].sizes[0].zip", Constraint::Min),
        ];
        let expected: Vec<_> = expected.map(|(path, constraint)| (path.to_owned(), constraint, None)).into();
        for _ in 0..20 {
            let told = told(order.validate());
            // Of one field, validator's own order is kept.
            let mut sorted = told.clone();
            sorted.sort_by_key(|(path, constraint, _)| (path.clone(), *constraint == Constraint::Invalid));
            assert_eq!(told.len(), expected.len());
            assert_eq!(
                sorted.iter().map(|(path, ..)| path).collect::<Vec<_>>(),
                told.iter().map(|(path, ..)| path).collect::<Vec<_>>()
            );
            assert_eq!(sorted, expected);
        }
        let list = vec![Part { sizes: vec![Address { zip: 0 }] }];
        assert_eq!(told(list.validate())[1].0, "[0].sizes[0].zip");
        let map = HashMap::from([("secret", Address { zip: 0 })]);
        assert_eq!(told((&map).validate())[1].0, "[0].zip");
    }

    #[test]
    fn a_type_gives_its_fields_their_names_and_their_order() {
        #[derive(Deserialize, Validate)]
        #[serde(rename_all = "camelCase")]
        #[validate(schema(function = "whole", skip_on_field_errors = false))]
        struct Order {
            #[validate(length(max = 1), email)]
            r#type: String,
            #[validate(nested)]
            the_parts: Option<Vec<Part>>,
            #[validate(nested)]
            by_name: HashMap<String, Part>,
            #[validate(range(max = 1))]
            a_code: u8,
        }
        #[derive(Deserialize, Validate)]
        #[serde(rename_all = "camelCase")]
        struct Part {
            #[validate(range(max = 1))]
            part_id: u8,
            #[validate(required)]
            how_many: Option<u8>,
        }
        fn whole(_: &Order) -> Result<(), ValidationError> {
            Err(ValidationError::new("child"))
        }

        let part = || Part { part_id: 2, how_many: None };
        let order = Order {
            r#type: "secret".to_owned(),
            the_parts: Some(vec![Part { part_id: 1, how_many: Some(1) }, part()]),
            by_name: HashMap::from([("a".to_owned(), part())]),
            a_code: 2,
        };
        let error = check(&order).unwrap_err();
        let told: Vec<_> =
            error.violations().iter().map(|it| (it.target().to_string(), it.constraint().name())).collect();
        let expected = [
            ("", "child"),
            ("type", "max_length"),
            ("type", "invalid"),
            ("theParts[1].partId", "max"),
            ("theParts[1].howMany", "required"),
            ("byName[0].partId", "max"),
            ("byName[0].howMany", "required"),
            ("aCode", "max"),
        ];
        assert_eq!(told, expected.map(|(path, constraint)| (path.to_owned(), constraint)));
        assert_eq!(violations_of::<Order>(&order.validate().unwrap_err()), error.violations());
        assert!(check(&vec![Part { part_id: 0, how_many: Some(0) }]).is_ok());
    }
}
