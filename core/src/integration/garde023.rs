//! The reports of garde 0.23, as violations.
//!
//! [`check`] validates a value. It names the fields as in JSON, in the order of the struct:
//!
//! ```
//! # extern crate garde023 as garde;
//! use errorbook::integration::garde023::check;
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
//! # Constraints
//! [`check`] and [`violations_in`] validate the value themselves, and learn from garde which rule is broken:
//!
//! | garde's rule | constraint |
//! |---|---|
//! | `required` | required |
//! | `length` | max length above `max`, blank below a `min` of 1, otherwise `length` |
//! | `range` | min or max |
//! | any other rule of garde | garde's name of the rule: `email`, `pattern`, … |
//! | a custom rule whose message is a [neutral name](Constraint::name) | that constraint |
//! | any other custom rule | invalid |
//!
//! A finished [`Report`] contains only texts. A text that is not a neutral name becomes the message of an invalid value. This is the
//! way for texts in another language: validate within `garde::i18n::with_i18n`, and pass the report to [`violations_of`].
//!
//! # Names
//! garde names a field as in Rust. [`check`], [`violations_in`] and [`violations_of`] know the type, and take the names and the order
//! of its fields from serde. All rules of `rename_all` are followed. A field keeps its name in Rust and comes last if its `rename`
//! follows no such rule, or if it is flattened, in an enum or in a tuple. Do not rename a field to the name that another field has
//! in Rust: the two would be confused.
//!
//! [`violations`] and a bare [`Report`] use the names in Rust and the order of the report.

use ::garde023::i18n::with_i18n;
use ::garde023::{Path, Report, Validate};
use serde::Deserialize;

use super::names::as_read_by;
use crate::{Constraint, Error, ErrorKind, FieldPath, IntoError, Segment, Violation};
use broken_rules::BrokenRules;

mod broken_rules;

/// Returns [`ErrorKind::InvalidBody`] with all [`violations`].
impl IntoError for Report {
    fn into_error(self) -> Error {
        Error::from(ErrorKind::InvalidBody).with_violations(violations(&self))
    }
}

/// Validates a value. If its rules need a context, use [`violations_in`].
///
/// # Errors
/// Returns [`ErrorKind::InvalidBody`] with all violations.
pub fn check<'de, T>(value: &T) -> Result<(), Error>
where
    T: Validate<Context: Default> + Deserialize<'de>,
{
    let violations = violations_in(value, &T::Context::default());
    if violations.is_empty() { Ok(()) } else { Err(Error::from(ErrorKind::InvalidBody).with_violations(violations)) }
}

/// Validates a value and returns its violations, for an error with a code of your own.
///
/// They have serde's names of the fields, in the order of the fields.
///
/// ```
/// # extern crate garde023 as garde;
/// use errorbook::integration::garde023::violations_in;
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
/// let violations = violations_in(&project, &Limits { most_hours: 8 }).into_iter();
/// let error = Error::from(primaerp::ILLEGAL_STATE)
///     .with_violations(violations.map(|violation| violation.with_entity_type("depot.Project")));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"Project.owner - NotNull(may not be null); Project.budgetHours - Max(greater than 8)","constraintViolations":[{"entityPath":"","entityType":"depot.Project","field":"owner","constraint":"NotNull","message":"may not be null"},{"entityPath":"","entityType":"depot.Project","field":"budgetHours","constraint":"Max","message":"greater than 8"}]}"#,
/// );
/// ```
pub fn violations_in<'de, T>(value: &T, context: &T::Context) -> Vec<Violation>
where
    T: Validate + Deserialize<'de>,
{
    let rules = BrokenRules::default();
    match with_i18n(&rules, || value.validate_with(context)) {
        Ok(()) => Vec::new(),
        Err(report) => to_violations(as_read_by::<T, _>(messages(&report)), &rules),
    }
}

/// Returns the violations in a report about a `T`, with serde's names of its fields, in their order.
///
/// ```
/// # extern crate garde023 as garde;
/// use errorbook::integration::garde023::violations_of;
/// use garde::Validate;
/// use serde::Deserialize;
///
/// #[derive(Deserialize, Validate)]
/// #[serde(rename_all = "camelCase")]
/// struct Project {
///     #[garde(range(min = 0))]
///     budget_hours: i64,
/// }
///
/// let report = Project { budget_hours: -1 }.validate().unwrap_err();
/// assert_eq!(violations_of::<Project>(&report)[0].target().to_string(), "budgetHours");
/// ```
pub fn violations_of<'de, T: Deserialize<'de>>(report: &Report) -> Vec<Violation> {
    to_violations(as_read_by::<T, _>(messages(report)), &BrokenRules::default())
}

/// Returns the violations in a report, by the names and in the order of the report.
///
/// ```
/// # extern crate garde023 as garde;
/// use errorbook::integration::garde023::violations;
/// use errorbook::{Error, primaerp};
/// use garde::Validate;
///
/// #[derive(Validate)]
/// struct Project {
///     #[garde(length(chars, max = 3))]
///     name: String,
/// }
///
/// let report = Project { name: "Alpha".to_owned() }.validate().unwrap_err();
/// let error = Error::from(primaerp::ILLEGAL_STATE).with_violations(violations(&report));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"name - Valid(length is greater than 3)","constraintViolations":[{"entityPath":"","entityType":"","field":"name","constraint":"Valid","message":"length is greater than 3"}]}"#,
/// );
/// ```
pub fn violations(report: &Report) -> Vec<Violation> {
    to_violations(messages(report), &BrokenRules::default())
}

/// The messages of a report, each with its path.
type Messages<'r> = Vec<(Vec<Segment<'static>>, &'r str)>;

fn messages(report: &Report) -> Messages<'_> {
    report.iter().map(|(path, error)| (steps(path), error.message())).collect()
}

fn to_violations(messages: Messages<'_>, rules: &BrokenRules) -> Vec<Violation> {
    messages.into_iter().map(|(path, message)| violation(path.into_iter().collect(), rules.read(message))).collect()
}

fn violation(path: FieldPath, (text, constraint): (&str, Option<Constraint>)) -> Violation {
    match (constraint, Constraint::named(text, None)) {
        // The words of these constraints contain as much as garde's text.
        (Some(constraint @ (Constraint::Required | Constraint::Blank | Constraint::MaxLength(_))), _) => {
            Violation::new(path, constraint)
        }
        (Some(constraint), _) => Violation::new(path, constraint).with_message(text.to_owned()),
        (None, Some(neutral)) => Violation::new(path, neutral),
        (None, None) => Violation::new(path, Constraint::Invalid).with_message(text.to_owned()),
    }
}

/// Returns the steps of a path. garde separates them only for serde: in the written path, a key of a map can contain dots and
/// brackets.
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

    use super::*;
    use crate::Target;

    /// The path, the constraint and the message of each violation.
    fn parts(violations: &[Violation]) -> Vec<(String, Constraint, Option<String>)> {
        let parts = |violation: &Violation| {
            let message = violation.message().map(str::to_owned);
            (violation.target().to_string(), violation.constraint().clone(), message)
        };
        violations.iter().map(parts).collect()
    }

    #[test]
    fn each_rule_has_its_constraint() {
        #[derive(Default, Deserialize, Validate)]
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
        fn says(message: &Option<&'static str>, _: &()) -> ::garde023::Result {
            message.map_or(Ok(()), |message| Err(::garde023::Error::new(message)))
        }

        let none = || Rules { required: Some(1), ..Rules::default() };
        let text = |text: &str| Some(text.to_owned());
        let secret = || Some("secret".to_owned());
        let says = |message| Rules { custom: Some(message), ..none() };
        let rule = |name| Constraint::custom(name, None);
        let own = "";
        let cases = [
            (Rules { required: None, ..none() }, "required", Constraint::Required, own),
            (Rules { text: text(""), ..none() }, "text", Constraint::Blank, own),
            (Rules { text: text("éééé"), ..none() }, "text", Constraint::MaxLength(3), own),
            (Rules { list: Some(vec![1]), ..none() }, "list", rule("length"), "length is lower than 2"),
            (Rules { list: Some(vec![1; 3]), ..none() }, "list", Constraint::MaxLength(2), own),
            (Rules { whole: Some(-1), matches: Some(-1), ..none() }, "whole", Constraint::Min, "lower than 0"),
            (Rules { whole: Some(10), matches: Some(10), ..none() }, "whole", Constraint::Max, "greater than 9"),
            (Rules { fraction: Some(0.25), ..none() }, "fraction", Constraint::Min, "lower than 0.5"),
            (Rules { fraction: Some(2.0), ..none() }, "fraction", Constraint::Max, "greater than 1.5"),
            (Rules { email: secret(), ..none() }, "email", rule("email"), "not a valid email: value is missing `@`"),
            (Rules { url: secret(), ..none() }, "url", rule("url"), "not a valid url: relative URL without a base"),
            (Rules { ip: secret(), ..none() }, "ip", rule("ip"), "not a valid IP address"),
            (Rules { pattern: secret(), ..none() }, "pattern", rule("pattern"), "does not match pattern /^x/"),
            (Rules { contains: secret(), ..none() }, "contains", rule("contains"), "does not contain \"x\""),
            (Rules { prefix: secret(), ..none() }, "prefix", rule("prefix"), "value does not begin with \"x\""),
            (Rules { suffix: secret(), ..none() }, "suffix", rule("suffix"), "does not end with \"x\""),
            (Rules { ascii: text("é"), ..none() }, "ascii", rule("ascii"), "not ascii"),
            (Rules { alphanumeric: text("-"), ..none() }, "alphanumeric", rule("alphanumeric"), "not alphanumeric"),
            (Rules { matches: Some(7), ..none() }, "matches", rule("matches"), "does not match whole field"),
            (says("start_before_end"), "custom", Constraint::StartBeforeEnd, own),
            (says("custom_required"), "custom", Constraint::CustomRequired, own),
            (says("min"), "custom", Constraint::Min, own),
            (says("max_length"), "custom", Constraint::Invalid, "max_length"),
            (says("lower than the average"), "custom", Constraint::Invalid, "lower than the average"),
            (says("not settled"), "custom", Constraint::Invalid, "not settled"),
            (says("ist zu kurz"), "custom", Constraint::Invalid, "ist zu kurz"),
        ];
        for (rules, path, constraint, message) in cases {
            let message = (message != own).then(|| message.to_owned());
            assert_eq!(parts(&violations_in(&rules, &())), [(path.to_owned(), constraint.clone(), message.clone())]);
            // A report contains only texts. Only a neutral name is recognised.
            let report = rules.validate().unwrap_err();
            let text = report.iter().next().map(|(_, error)| error.message().to_owned());
            let expected = match text.as_deref().and_then(|text| Constraint::named(text, None)) {
                Some(neutral) => (path.to_owned(), neutral, None),
                None => (path.to_owned(), Constraint::Invalid, text),
            };
            assert_eq!(parts(&violations(&report)), [expected]);
        }
    }

    #[test]
    fn a_rule_inside_a_custom_rule_is_recognised() {
        #[derive(Deserialize, Validate)]
        struct Text(#[garde(custom(short))] String);

        fn short(text: &str, _: &()) -> ::garde023::Result {
            let short = ::garde023::rules::length::chars::apply(&text.to_owned(), (0, 3));
            short.map_err(|error| ::garde023::Error::new(format!("{}: {}", text.len(), error.message())))
        }

        let violations = violations_in(&Text("four".to_owned()), &());
        assert_eq!(parts(&violations), [("[0]".to_owned(), Constraint::MaxLength(3), None)]);
        // A mark with another number is part of the text.
        let text = "x\u{1f}0";
        assert_eq!(BrokenRules::default().read(text), (text, None));
    }

    #[test]
    fn nested_paths_are_dotted_and_in_the_order_of_the_report() {
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
        fn says(_: &u32, _: &()) -> ::garde023::Result {
            Err(::garde023::Error::new("child"))
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
    fn fields_have_their_json_names_and_their_order() {
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
        fn whole(_: &Order, _: &()) -> ::garde023::Result {
            Err(::garde023::Error::new("child"))
        }
        fn says(_: &str, _: &()) -> ::garde023::Result {
            Err(::garde023::Error::new("unique"))
        }

        let part = || Part { part_id: 2, how_many: None };
        let order = Order {
            r#type: "secret".to_owned(),
            the_parts: Some(vec![Part { part_id: 1, how_many: Some(1) }, part()]),
            by_name: BTreeMap::from([("a.b".to_owned(), part())]),
            a_code: Code(2),
        };
        let error = check(&order).unwrap_err();
        let found: Vec<_> =
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
        assert_eq!(found, expected.map(|(path, constraint)| (path.to_owned(), constraint)));
        assert_eq!(violations_in(&order, &()), error.violations());
        let targets = |violations: &[Violation]| violations.iter().map(|it| it.target().clone()).collect::<Vec<_>>();
        let report = order.validate().unwrap_err();
        assert_eq!(targets(&violations_of::<Order>(&report)), targets(error.violations()));
        assert!(check(&vec![Part { part_id: 0, how_many: Some(0) }]).is_ok());
    }
}
