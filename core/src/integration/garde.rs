//! [`Report`]: what garde finds wrong, as violations.
//!
//! [`check`] names the fields as they are in JSON, in the order of the struct:
//!
//! ```
//! use errorbook::integration::garde::check;
//! use errorbook::{Constraint, ayanova};
//! use garde::Validate;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(rename_all = "camelCase")]
//! struct Order {
//!     #[garde(length(chars, max = 255), custom(not_blank))]
//!     name: String,
//!     #[garde(dive)]
//!     line_items: Vec<Item>,
//!     #[garde(range(min = 0))]
//!     budget_hours: i64,
//! }
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(rename_all = "camelCase")]
//! struct Item {
//!     #[garde(skip)]
//!     part_id: i64,
//!     #[garde(range(min = 1))]
//!     quantity: i64,
//! }
//!
//! fn not_blank(text: &str, _: &()) -> garde::Result {
//!     if text.trim().is_empty() { Err(garde::Error::new(Constraint::Blank.name())) } else { Ok(()) }
//! }
//!
//! let line_items = vec![Item { part_id: 1, quantity: 1 }, Item { part_id: 2, quantity: 0 }];
//! let error = check(&Order { name: " ".to_owned(), line_items, budget_hours: -1 }).unwrap_err();
//! assert_eq!(
//!     error.to_response().body(),
//!     br##"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content","errors":[{"detail":"may not be blank","pointer":"#/name","code":"blank"},{"detail":"lower than 1","pointer":"#/lineItems/1/quantity","code":"min"},{"detail":"lower than 0","pointer":"#/budgetHours","code":"min"}]}"##,
//! );
//! assert_eq!(
//!     error.to_response_in(&ayanova::BOOK).body(),
//!     br#"{"error":{"code":"2200","details":[{"target":"name","error":"2201"},{"message":"lower than 1","target":"lineItems[1].quantity","error":"2203"},{"message":"lower than 0","target":"budgetHours","error":"2203"}],"message":"Validation error"}}"#,
//! );
//! ```
//!
//! garde says what is wrong in a message alone. A custom rule whose message is a [neutral name](Constraint::name) is
//! that constraint; garde's own English messages are known; any other is for people, such as those of another language
//! that `garde::i18n` brings, and the constraint is [`Constraint::Invalid`].
//!
//! # Names
//! garde names a field as Rust does, and its derived rules report the fields of a struct sorted by these names. That is
//! what a bare [`Report`] becomes, for it does not say what it is about. [`check`] and [`violations_of`] know the type
//! and ask serde: any `rename_all` is followed, and a `rename` that keeps the letters (`type` for `type_`). Another
//! `rename`, and what is flattened, inside an enum or inside a tuple, keeps its name and goes after the rest.

use ::garde::{Path, Report, Validate};
use serde::Deserialize;

use super::names::as_read_by;
use crate::{Constraint, Error, FieldPath, IntoError, Segment, ErrorKind, Violation};

/// [`ErrorKind::InvalidBody`] with all [`violations`].
impl IntoError for Report {
    fn into_error(self) -> Error {
        Error::from(ErrorKind::InvalidBody).with_violations(violations(&self))
    }
}

/// Refuses a value that does not keep its rules.
///
/// One whose rules have a context is checked with `validate_with`, and the report read by [`violations_of`].
///
/// # Errors
/// [`ErrorKind::InvalidBody`] with all [`violations_of`] the value.
pub fn check<'de, T>(value: &T) -> Result<(), Error>
where
    T: Validate<Context: Default> + Deserialize<'de>,
{
    let refuse = |report| Error::from(ErrorKind::InvalidBody).with_violations(violations_of::<T>(&report));
    value.validate().map_err(refuse)
}

/// What is wrong with a `T`, by the names that serde reads it by, in the order of its fields, for an error with a code
/// of one's own.
///
/// ```
/// use errorbook::integration::garde::violations_of;
/// use errorbook::{Error, primaerp};
/// use garde::Validate;
/// use serde::Deserialize;
///
/// struct Limits {
///     most_hours: i64,
/// }
///
/// #[derive(Deserialize, Validate)]
/// #[serde(rename_all = "camelCase")]
/// #[garde(context(Limits as limits))]
/// struct Project {
///     #[garde(required)]
///     owner: Option<String>,
///     #[garde(range(max = limits.most_hours))]
///     budget_hours: i64,
/// }
///
/// let project = Project { owner: None, budget_hours: 9 };
/// let report = project.validate_with(&Limits { most_hours: 8 }).unwrap_err();
/// let violations = violations_of::<Project>(&report).into_iter();
/// let error = Error::from(primaerp::ILLEGAL_STATE)
///     .with_violations(violations.map(|violation| violation.with_entity_type("depot.Project")));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"Project.owner - NotNull(may not be null); Project.budgetHours - Max(greater than 8)","constraintViolations":[{"entityPath":"","entityType":"depot.Project","field":"owner","constraint":"NotNull","message":"may not be null"},{"entityPath":"","entityType":"depot.Project","field":"budgetHours","constraint":"Max","message":"greater than 8"}]}"#,
/// );
/// ```
pub fn violations_of<'de, T: Deserialize<'de>>(report: &Report) -> Vec<Violation> {
    told(as_read_by::<T, _>(found(report)))
}

/// What is wrong, by the names and in the order of the report, for an error with a code of one's own.
///
/// | garde's rule | constraint |
/// |---|---|
/// | `required` | required |
/// | `length` | max length where `max` is exceeded, blank where `min` is 1 and not reached, else invalid |
/// | `range` | min or max |
/// | the other rules of garde | invalid |
///
/// ```
/// use errorbook::integration::garde::violations;
/// use errorbook::{Error, primaerp};
/// use garde::Validate;
///
/// #[derive(Validate)]
/// struct Project {
///     #[garde(length(chars, max = 3))]
///     name: String,
///     #[garde(required)]
///     owner: Option<String>,
/// }
///
/// let report = Project { name: "Alpha".to_owned(), owner: None }.validate().unwrap_err();
/// let error = Error::from(primaerp::ILLEGAL_STATE).with_violations(violations(&report));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"name - Size(size must be at most 3); owner - NotNull(may not be null)","constraintViolations":[{"entityPath":"","entityType":"","field":"name","constraint":"Size","message":"size must be at most 3"},{"entityPath":"","entityType":"","field":"owner","constraint":"NotNull","message":"may not be null"}]}"#,
/// );
/// ```
pub fn violations(report: &Report) -> Vec<Violation> {
    told(found(report))
}

type Found<'r> = Vec<(Vec<Segment<'static>>, &'r str)>;

fn found(report: &Report) -> Found<'_> {
    report.iter().map(|(path, error)| (steps(path), error.message())).collect()
}

fn told(found: Found<'_>) -> Vec<Violation> {
    found.into_iter().map(|(path, message)| violation(path.into_iter().collect(), message)).collect()
}

fn violation(path: FieldPath, message: &str) -> Violation {
    if let Some(constraint) = Constraint::named(message, None) {
        return Violation::new(path, constraint);
    }
    let known = MESSAGES.iter().find_map(|(start, constraint)| constraint(message.strip_prefix(start)?));
    let violation = Violation::new(path, known.unwrap_or(Constraint::Invalid));
    match violation.constraint() {
        // The constraint's own words say as much.
        Constraint::Required | Constraint::Blank | Constraint::MaxLength(_) => violation,
        _ => violation.with_message(message.to_owned()),
    }
}

/// What a message of garde's begins with, and the constraint by the rest. The tests get each from the rule itself.
const MESSAGES: [(&str, Read); 5] = [
    ("not set", |rest| rest.is_empty().then_some(Constraint::Required)),
    ("length is greater than ", |limit| limit.parse().ok().map(Constraint::MaxLength)),
    ("length is lower than ", |least| (least == "1").then_some(Constraint::Blank)),
    ("lower than ", |bound| is_number(bound).then_some(Constraint::Min)),
    ("greater than ", |bound| is_number(bound).then_some(Constraint::Max)),
];

type Read = fn(&str) -> Option<Constraint>;

/// A custom rule may say "lower than the average".
fn is_number(bound: &str) -> bool {
    bound.parse::<f64>().is_ok()
}

/// The path in steps, which garde tells apart for serde alone: written out, a key of a map may hold dots and brackets.
fn steps(path: &Path) -> Vec<Segment<'static>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        None,
        Key,
        Index,
    }

    let member = |name: &str| Segment::Member(name.strip_prefix("r#").unwrap_or(name).to_owned().into());
    let steps = serde_json::to_value(path).and_then(serde_json::from_value::<Vec<(Kind, String)>>);
    let Ok(steps) = steps else { return vec![member(&path.to_string())] };
    let steps = steps.into_iter().filter_map(|(kind, step)| match kind {
        Kind::None => None,
        Kind::Key => Some(member(&step)),
        Kind::Index => Some(step.parse().map_or_else(|_| member(&step), Segment::Index)),
    });
    steps.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ::garde::Validate;

    use super::*;
    use crate::Target;

    /// The path, the constraint and the message of each violation.
    fn told(validated: Result<(), Report>) -> Vec<(String, Constraint, Option<String>)> {
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
            #[garde(required)]
            required: Option<u8>,
            #[garde(length(chars, min = 1, max = 3))]
            text: Option<String>,
            #[garde(length(min = 2, max = 2))]
            list: Option<Vec<u8>>,
            #[garde(range(min = 0, max = 9))]
            whole: Option<i64>,
            #[garde(range(min = 0.5, max = 1.5))]
            fraction: Option<f64>,
            #[garde(email)]
            email: Option<String>,
            #[garde(url)]
            url: Option<String>,
            #[garde(ip)]
            ip: Option<String>,
            #[garde(pattern("^x"))]
            pattern: Option<String>,
            #[garde(contains("x"))]
            contains: Option<String>,
            #[garde(prefix("x"))]
            prefix: Option<String>,
            #[garde(suffix("x"))]
            suffix: Option<String>,
            #[garde(ascii)]
            ascii: Option<String>,
            #[garde(alphanumeric)]
            alphanumeric: Option<String>,
            #[garde(matches(whole))]
            matches: Option<i64>,
            #[garde(custom(says))]
            custom: Option<&'static str>,
        }
        fn says(message: &Option<&'static str>, _: &()) -> ::garde::Result {
            message.map_or(Ok(()), |message| Err(::garde::Error::new(message)))
        }

        let none = || Rules { required: Some(1), ..Rules::default() };
        let text = |text: &str| Some(text.to_owned());
        let secret = || Some("secret".to_owned());
        let says = |message| Rules { custom: Some(message), ..none() };
        let own = "";
        let cases = [
            (Rules { required: None, ..none() }, "required", Constraint::Required, own),
            (Rules { text: text(""), ..none() }, "text", Constraint::Blank, own),
            (Rules { text: text("éééé"), ..none() }, "text", Constraint::MaxLength(3), own),
            (Rules { list: Some(vec![1]), ..none() }, "list", Constraint::Invalid, "length is lower than 2"),
            (Rules { list: Some(vec![1; 3]), ..none() }, "list", Constraint::MaxLength(2), own),
            (Rules { whole: Some(-1), matches: Some(-1), ..none() }, "whole", Constraint::Min, "lower than 0"),
            (Rules { whole: Some(10), matches: Some(10), ..none() }, "whole", Constraint::Max, "greater than 9"),
            (Rules { fraction: Some(0.25), ..none() }, "fraction", Constraint::Min, "lower than 0.5"),
            (Rules { fraction: Some(2.0), ..none() }, "fraction", Constraint::Max, "greater than 1.5"),
            (
                Rules { email: secret(), ..none() },
                "email",
                Constraint::Invalid,
                "not a valid email: value is missing `@`",
            ),
            (
                Rules { url: secret(), ..none() },
                "url",
                Constraint::Invalid,
                "not a valid url: relative URL without a base",
            ),
            (Rules { ip: secret(), ..none() }, "ip", Constraint::Invalid, "not a valid IP address"),
            (Rules { pattern: secret(), ..none() }, "pattern", Constraint::Invalid, "does not match pattern /^x/"),
            (Rules { contains: secret(), ..none() }, "contains", Constraint::Invalid, "does not contain \"x\""),
            (Rules { prefix: secret(), ..none() }, "prefix", Constraint::Invalid, "value does not begin with \"x\""),
            (Rules { suffix: secret(), ..none() }, "suffix", Constraint::Invalid, "does not end with \"x\""),
            (Rules { ascii: text("é"), ..none() }, "ascii", Constraint::Invalid, "not ascii"),
            (Rules { alphanumeric: text("-"), ..none() }, "alphanumeric", Constraint::Invalid, "not alphanumeric"),
            (Rules { matches: Some(7), ..none() }, "matches", Constraint::Invalid, "does not match whole field"),
            (says("start_before_end"), "custom", Constraint::StartBeforeEnd, own),
            (says("custom_required"), "custom", Constraint::CustomRequired, own),
            (says("max_length"), "custom", Constraint::Invalid, "max_length"),
            (says("lower than the average"), "custom", Constraint::Invalid, "lower than the average"),
            (says("not settled"), "custom", Constraint::Invalid, "not settled"),
            (says("ist zu kurz"), "custom", Constraint::Invalid, "ist zu kurz"),
        ];
        for (rules, path, constraint, message) in cases {
            let message = (message != own).then(|| message.to_owned());
            assert_eq!(told(rules.validate()), [(path.to_owned(), constraint, message)]);
        }
    }

    #[test]
    fn paths_are_nested_and_in_the_order_of_the_report() {
        #[derive(Validate)]
        struct Order {
            #[garde(range(max = 1), custom(says))]
            zip: u32,
            #[garde(dive)]
            parts: Vec<Part>,
            #[garde(dive)]
            by_name: BTreeMap<String, Part>,
            #[garde(inner(inner(range(max = 1))))]
            address: Option<Vec<u32>>,
        }
        #[derive(Validate)]
        struct Part {
            #[garde(dive)]
            size: Option<Size>,
        }
        fn says(_: &u32, _: &()) -> ::garde::Result {
            Err(::garde::Error::new("child"))
        }
        #[derive(Validate)]
        struct Size(#[garde(range(max = 1))] u8);

        let part = |size| Part { size: Some(Size(size)) };
        let order = Order {
            zip: 3,
            parts: vec![part(1), part(2)],
            by_name: BTreeMap::from([("a.b[0]".to_owned(), part(2))]),
            address: Some(vec![1, 2]),
        };
        let report = order.validate().unwrap_err();
        let paths: Vec<_> = violations(&report).iter().map(|violation| violation.target().clone()).collect();
        let member = |name: &'static str| Segment::Member(name.into());
        let expected = [
            vec![member("address"), Segment::Index(1)],
            vec![member("by_name"), member("a.b[0]"), member("size"), Segment::Index(0)],
            vec![member("parts"), Segment::Index(1), member("size"), Segment::Index(0)],
            vec![member("zip")],
            vec![member("zip")],
        ];
        assert_eq!(paths, expected.map(|path| Target::Field(path.into_iter().collect())));
    }

    #[test]
    fn a_type_gives_its_fields_their_names_and_their_order() {
        #[derive(Deserialize, Validate)]
        #[serde(rename_all = "camelCase")]
        #[garde(custom(whole))]
        struct Order {
            #[garde(length(max = 1), custom(says))]
            r#type: String,
            #[garde(dive)]
            the_parts: Option<Vec<Part>>,
            #[garde(dive)]
            by_name: BTreeMap<String, Part>,
            #[garde(dive)]
            a_code: Code,
        }
        #[derive(Deserialize, Validate)]
        #[serde(rename_all = "camelCase")]
        struct Part {
            #[garde(range(max = 1))]
            part_id: u8,
            #[garde(required, inner(range(max = 1)))]
            how_many: Option<u8>,
        }
        #[derive(Deserialize, Validate)]
        #[garde(transparent)]
        struct Code(#[garde(range(max = 1))] u8);
        fn whole(_: &Order, _: &()) -> ::garde::Result {
            Err(::garde::Error::new("child"))
        }
        fn says(_: &str, _: &()) -> ::garde::Result {
            Err(::garde::Error::new("unique"))
        }

        let part = || Part { part_id: 2, how_many: None };
        let order = Order {
            r#type: "secret".to_owned(),
            the_parts: Some(vec![Part { part_id: 1, how_many: Some(1) }, part()]),
            by_name: BTreeMap::from([("a.b".to_owned(), part())]),
            a_code: Code(2),
        };
        let error = check(&order).unwrap_err();
        let told: Vec<_> =
            error.violations().iter().map(|it| (it.target().to_string(), it.constraint().name())).collect();
        let expected = [
            ("", "child"),
            ("type", "unique"),
            ("type", "max_length"),
            ("theParts[1].partId", "max"),
            ("theParts[1].howMany", "required"),
            ("byName.a.b.partId", "max"),
            ("byName.a.b.howMany", "required"),
            ("aCode", "max"),
        ];
        assert_eq!(told, expected.map(|(path, constraint)| (path.to_owned(), constraint)));
        assert_eq!(violations_of::<Order>(&order.validate().unwrap_err()), error.violations());
        assert!(check(&vec![Part { part_id: 0, how_many: Some(0) }]).is_ok());
    }
}
