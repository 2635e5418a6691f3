//! The reports of validator 0.21, as violations.
//!
//! [`check`] validates a value. It names the fields as in JSON, in the order of the struct:
//!
//! ```
//! # extern crate validator021 as validator;
//! use errorbook::ayanova;
//! use errorbook::integration::validator021::check;
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
//! [`violations_of`] returns them for an error with a code of your own:
//!
//! ```
//! # extern crate validator021 as validator;
//! use errorbook::integration::validator021::violations_of;
//! use errorbook::{Error, primaerp};
//! use serde::Deserialize;
//! use validator::Validate;
//!
//! #[derive(Deserialize, Validate)]
//! #[serde(rename_all = "camelCase")]
//! struct Project {
//!     #[validate(required)]
//!     owner: Option<String>,
//!     #[validate(range(max = 8, message = "greater than 8"))]
//!     budget_hours: i64,
//! }
//!
//! let errors = Project { owner: None, budget_hours: 9 }.validate().unwrap_err();
//! let violations = violations_of::<Project>(&errors).into_iter();
//! let error = Error::from(primaerp::ILLEGAL_STATE)
//!     .with_violations(violations.map(|violation| violation.with_entity_type("depot.Project")));
//! assert_eq!(
//!     error.to_response().body(),
//!     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"Project.owner - NotNull(may not be null); Project.budgetHours - Max(greater than 8)","constraintViolations":[{"entityPath":"","entityType":"depot.Project","field":"owner","constraint":"NotNull","message":"may not be null"},{"entityPath":"","entityType":"depot.Project","field":"budgetHours","constraint":"Max","message":"greater than 8"}]}"#,
//! );
//! ```
//!
//! # Constraints
//! | validator's code | constraint |
//! |---|---|
//! | `required` | required |
//! | `length` | max length above `max`, blank if the value is empty and `min` is not 0, otherwise `length` |
//! | `range` | min or max; `range` if the value is not a number |
//! | a [neutral name](crate::Constraint::name), `max_length` with a parameter `max` | that constraint |
//! | any other code, such as `email`, `url` or your own | a constraint of that [name](crate::Constraint::custom) |
//!
//! The message of an error is passed on. Its parameters are not, because one of them is the value from the client.
//!
//! The code of your own rule becomes a constraint:
//!
//! ```
//! # extern crate validator021 as validator;
//! use errorbook::integration::validator021::violations;
//! use errorbook::{Error, primaerp};
//! use validator::{Validate, ValidationError};
//!
//! #[derive(Validate)]
//! #[validate(schema(function = "starts_before_it_ends"))]
//! struct Stay {
//!     start: u32,
//!     end: u32,
//! }
//!
//! fn starts_before_it_ends(stay: &Stay) -> Result<(), ValidationError> {
//!     if stay.start < stay.end { Ok(()) } else { Err(ValidationError::new("start_before_end")) }
//! }
//!
//! let errors = Stay { start: 2, end: 1 }.validate().unwrap_err();
//! let error = Error::from(primaerp::ILLEGAL_STATE).with_violations(violations(&errors));
//! assert_eq!(
//!     error.to_response().body(),
//!     br#"{"status":412,"code":"PE01-1106","message":"Illegal state","description":"StartBeforeEnd(start must be before end)","constraintViolations":[{"entityPath":"","entityType":"","field":"","constraint":"StartBeforeEnd","message":"start must be before end"}]}"#,
//! );
//! ```
//!
//! # Names
//! validator names a field as in Rust, and its errors have no order. [`check`] and [`violations_of`] know the type, and take the names
//! and the order of its fields from serde. All rules of `rename_all` are followed. A field keeps its name in Rust and comes last if
//! its `rename` follows no such rule, or if it is flattened, in an enum or in a tuple. Do not rename a field to the name that another
//! field has in Rust: the two would be confused.
//!
//! [`violations`] and bare [`ValidationErrors`] use the names in Rust and are sorted by them. An object comes before its members.

super::validator::validator_version!(validator021);

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::Constraint;

    /// The path, the constraint and the message of each violation.
    fn parts(validated: Result<(), ValidationErrors>) -> Vec<(String, Constraint, Option<String>)> {
        let parts = |violation: &Violation| {
            let message = violation.message().map(str::to_owned);
            (violation.target().to_string(), violation.constraint().clone(), message)
        };
        violations(&validated.unwrap_err()).iter().map(parts).collect()
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
        let rule = |name| Constraint::custom(name, None);
        let custom = Constraint::custom("too_long", None);
        let cases = [
            (Rules { required: None, ..none() }, "required", Constraint::Required),
            (Rules { text: text(""), ..none() }, "text", Constraint::Blank),
            (Rules { text: text("éééé"), ..none() }, "text", Constraint::MaxLength(3)),
            (Rules { list: Some(vec![]), ..none() }, "list", Constraint::Blank),
            (Rules { list: Some(vec![1]), ..none() }, "list", rule("length")),
            (Rules { short: Some(vec![1, 2, 3]), ..none() }, "short", Constraint::MaxLength(2)),
            (Rules { equal: text(""), ..none() }, "equal", rule("length")),
            (Rules { equal: text("abc"), ..none() }, "equal", rule("length")),
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
            (Rules { email: secret(), ..none() }, "email", rule("email")),
            (Rules { url: secret(), ..none() }, "url", rule("url")),
            (Rules { ip: secret(), ..none() }, "ip", rule("ip")),
            (Rules { contains: secret(), ..none() }, "contains", rule("contains")),
            (Rules { lacks: secret(), ..none() }, "lacks", rule("does_not_contain")),
            (Rules { visible: text("\0"), ..none() }, "visible", rule("non_control_character")),
            (Rules { matches: 1, ..none() }, "matches", rule("must_match")),
        ];
        for (rules, path, constraint) in cases {
            assert_eq!(parts(rules.validate()), [(path.to_owned(), constraint, None)]);
        }
        let named = Rules { r#type: secret(), ..none() }.validate();
        assert_eq!(parts(named.clone()), [("type".to_owned(), custom, text("too long"))]);
        let error = named.unwrap_err().into_error();
        assert!(!format!("{error:?} {:?}", error.to_response()).contains("secret"));
    }

    #[test]
    fn a_neutral_name_as_a_code_becomes_that_constraint() {
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
            (error("credit_card", None), Constraint::custom("credit_card", None)),
            (error("length", Some(80)), Constraint::custom("length", None)),
            (error("range", Some(80)), Constraint::custom("range", None)),
        ];
        for (error, expected) in cases {
            let mut errors = ValidationErrors::new();
            errors.add("field", error);
            assert_eq!(parts(Err(errors)), [("field".to_owned(), expected, None)]);
        }
    }

    #[test]
    fn nested_paths_are_dotted_and_sorted() {
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
        let units = vec![Part { sizes: vec![] }; 10].into_iter();
        let units = units.chain([Part { sizes: vec![fine, wrong.clone()] }, Part { sizes: vec![wrong.clone()] }]);
        let order = Order { name: "secret".to_owned(), address: Some(wrong), parts: units.collect() };
        let expected = [
            ("", Constraint::Child),
            ("address", Constraint::Child),
            ("address.zip", Constraint::Min),
            ("name", Constraint::MaxLength(1)),
            ("name", Constraint::custom("email", None)),
            ("parts[10].sizes[0]", Constraint::Child),
            ("parts[10].sizes[1]", Constraint::Child),
            ("parts[10].sizes[1].zip", Constraint::Min),
            ("parts[11].sizes[0]", Constraint::Child),
            ("parts[11].sizes[0].zip", Constraint::Min),
        ];
        let expected: Vec<_> = expected.map(|(path, constraint)| (path.to_owned(), constraint, None)).into();
        for _ in 0..20 {
            let found = parts(order.validate());
            // Errors of one field keep validator's order.
            let mut sorted = found.clone();
            sorted.sort_by_key(|(path, constraint, _)| (path.clone(), matches!(constraint, Constraint::Custom(_))));
            assert_eq!(found.len(), expected.len());
            assert_eq!(
                sorted.iter().map(|(path, ..)| path).collect::<Vec<_>>(),
                found.iter().map(|(path, ..)| path).collect::<Vec<_>>()
            );
            assert_eq!(sorted, expected);
        }
        let list = vec![Part { sizes: vec![Address { zip: 0 }] }];
        assert_eq!(parts(list.validate())[1].0, "[0].sizes[0].zip");
        let map = HashMap::from([("secret", Address { zip: 0 })]);
        assert_eq!(parts((&map).validate())[1].0, "[0].zip");
    }

    #[test]
    fn fields_have_their_json_names_and_their_order() {
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
        let found: Vec<_> =
            error.violations().iter().map(|it| (it.target().to_string(), it.constraint().name())).collect();
        let expected = [
            ("", "child"),
            ("type", "max_length"),
            ("type", "email"),
            ("theParts[1].partId", "max"),
            ("theParts[1].howMany", "required"),
            ("byName[0].partId", "max"),
            ("byName[0].howMany", "required"),
            ("aCode", "max"),
        ];
        assert_eq!(found, expected.map(|(path, constraint)| (path.to_owned(), constraint)));
        assert_eq!(violations_of::<Order>(&order.validate().unwrap_err()), error.violations());
        assert!(check(&vec![Part { part_id: 0, how_many: Some(0) }]).is_ok());
    }
}
