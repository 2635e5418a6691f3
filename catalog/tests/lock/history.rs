//! The table of primaERP as it was published in August 2014, in October 2014 and in April 2015.
//!
//! The identifiers and the statuses are from that time. All messages are from April 2015.

use errorbook::primaerp;
use errorbook_catalog::{Catalog, Difference};
use serde_json::json;

fn published(json: &str) -> Catalog {
    Catalog::from_json(json.as_bytes()).unwrap()
}

fn august_2014() -> Catalog {
    published(include_str!("primaerp-2014-08.json"))
}

fn october_2014() -> Catalog {
    published(include_str!("primaerp-2014-10.json"))
}

fn april_2015() -> Catalog {
    published(include_str!("primaerp-2015-04.json"))
}

#[test]
fn the_table_grew_from_26_codes_to_28() {
    let counts = [august_2014(), october_2014(), april_2015()].map(|catalog| catalog.codes.len());
    assert_eq!(counts, [26, 27, 28]);
}

#[test]
fn october_2014_added_a_code_and_broke_another() {
    let report = august_2014().compare(&october_2014());
    assert_eq!(
        report.to_string(),
        r#"primaerp: 1 breaking change, 1 addition

breaking (clients of the old book can fail):
  PE01-9002 has status 412 instead of 503: restore 503, or retire the code and add a new code

additions (clients of the old book keep working):
  PE01-1012 is new: 301 "Tenant is registered on other endpoint."
"#
    );
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        json!({ "from": "primaerp", "to": "primaerp", "breaking": true, "changes": [
            {
                "code": "PE01-1012", "severity": "addition", "change": "added",
                "status": 301, "message": "Tenant is registered on other endpoint.",
            },
            { "code": "PE01-9002", "severity": "breaking", "change": "status_changed", "from": 503, "to": 412 },
        ] })
    );
}

#[test]
fn april_2015_added_a_code() {
    let report = october_2014().compare(&april_2015());
    assert_eq!(
        report.to_string(),
        r#"primaerp: 1 addition

additions (clients of the old book keep working):
  PE01-1013 is new: 403 "Object is unavailable"
"#
    );
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        json!({ "from": "primaerp", "to": "primaerp", "breaking": false, "changes": [{
            "code": "PE01-1013", "severity": "addition", "change": "added",
            "status": 403, "message": "Object is unavailable",
        }] })
    );
}

#[test]
fn both_steps_together_have_the_changes_of_each_step() {
    assert_eq!(
        august_2014().compare(&april_2015()).to_string(),
        r#"primaerp: 1 breaking change, 2 additions

breaking (clients of the old book can fail):
  PE01-9002 has status 412 instead of 503: restore 503, or retire the code and add a new code

additions (clients of the old book keep working):
  PE01-1012 is new: 301 "Tenant is registered on other endpoint."
  PE01-1013 is new: 403 "Object is unavailable"
"#
    );
}

/// The book may only add the things that the table does not have: retry rules, headers, texts, an envelope and a mapping of statuses.
#[test]
fn the_current_book_only_adds_to_the_table_of_april_2015() {
    let (table, today) = (april_2015(), Catalog::of(&primaerp::BOOK));
    let report = table.compare(&today);
    let count =
        |is_one: fn(&Difference) -> bool| report.changes().iter().filter(|change| is_one(change.difference())).count();
    let count_of = |has: fn(errorbook::Code) -> bool| primaerp::BOOK.codes().filter(|code| has(*code)).count();
    let counts = [
        (
            count(|difference| matches!(difference, Difference::RetryChanged { from: None, .. })),
            count_of(|code| code.retry().is_some()),
        ),
        (
            count(|difference| matches!(difference, Difference::HeadersChanged { from, .. } if from.is_empty())),
            count_of(|code| !code.headers().is_empty()),
        ),
        (
            count(|difference| matches!(difference, Difference::MeaningChanged { from: None, .. })),
            primaerp::BOOK.codes().len(),
        ),
        (
            count(|difference| matches!(difference, Difference::AdviceChanged { from: None, .. })),
            count_of(|code| code.advice().is_some()),
        ),
        (count(|difference| matches!(difference, Difference::EnvelopeChanged { from: None, .. })), 1),
        (count(|difference| matches!(difference, Difference::SuppressionChanged { from: None, .. })), 1),
        (
            count(|difference| matches!(difference, Difference::ErrorKindChanged { from: None, .. })),
            errorbook::ErrorKind::ALL.len(),
        ),
        (count(|difference| matches!(difference, Difference::BareStatusChanged { from: None, .. })), 12),
        (count(|difference| matches!(difference, Difference::UnlistedStatusesChanged { .. })), 1),
        (count(|difference| matches!(difference, Difference::PatternChanged { from: None, .. })), 1),
    ];
    for (found, expected) in counts {
        assert_eq!(found, expected, "{report}");
    }
    assert_eq!(report.changes().len(), counts.iter().map(|(found, _)| found).sum::<usize>(), "{report}");
    assert_eq!(today.get("PE01-9002").map(|code| code.status.as_u16()), Some(412));
}
