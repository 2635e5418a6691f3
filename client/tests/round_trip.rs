//! An error that a service sends is read back by the client with all the details that its envelope keeps.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use errorbook::adapter::{BufferedResponse, Exchange};
use errorbook::{
    Code, Constraint, Error, ParameterValue, Policy, Segment, Target, Violation, ayanova, coded, primaerp, standard,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::Value;

#[path = "round_trip/books.rs"]
mod books;
#[path = "round_trip/check.rs"]
mod check;
#[path = "round_trip/stated.rs"]
mod stated;

use books::{by_field, cart, flat, terse};
use check::{check, read};
use stated::Given;

fn target() -> impl Strategy<Value = Target> {
    let step = prop_oneof![
        any::<String>().prop_map(|name| Segment::Member(name.into())),
        "[a-z0-9.\\[\\]~/#%]{0,4}".prop_map(|name| Segment::Member(name.into())),
        any::<usize>().prop_map(Segment::Index),
    ];
    prop_oneof![
        vec(step, 0..4).prop_map(|steps| Target::Field(steps.into_iter().collect())),
        "[a-z]{1,3}([.][a-z]{1,3}|\\[[0-9]\\]){0,3}".prop_map(Target::from),
        any::<String>().prop_map(|name| Target::Parameter(name.into())),
        any::<String>().prop_map(|name| Target::Header(name.into())),
    ]
}

fn constraint() -> impl Strategy<Value = Constraint> {
    let code = of((0..ayanova::BOOK.codes().len()).prop_map(|at| ayanova::BOOK.codes().nth(at).unwrap()));
    prop_oneof![
        prop::sample::select(stated::PLAIN.to_vec()),
        any::<u64>().prop_map(Constraint::MaxLength),
        (prop_oneof![any::<String>(), "NotNull|Size|Valid|required|max_length|invalid"], code)
            .prop_map(|(name, code)| Constraint::custom(name, code)),
    ]
}

fn violation() -> impl Strategy<Value = Violation> {
    let message = of(prop_oneof![any::<String>(), "size must be (at most )?[0-9]{1,21}"]);
    (target(), constraint(), message, any::<String>(), any::<String>()).prop_map(
        |(target, constraint, message, entity_type, entity_path)| {
            let violation =
                Violation::new(target, constraint).with_entity_type(entity_type).with_entity_path(entity_path);
            match message {
                Some(message) => violation.with_message(message),
                None => violation,
            }
        },
    )
}

fn given() -> impl Strategy<Value = Given> {
    let text = || of(any::<String>());
    (any::<usize>(), text(), vec(violation(), 0..4), of(target()), text()).prop_map(
        |(code, description, violations, target, instance)| Given { code, description, violations, target, instance },
    )
}

proptest! {
    #[test]
    fn primaerp_reads_back(given in given()) {
        let code = given.code(&primaerp::BOOK);
        check(&primaerp::BOOK, &given.add_to(Error::from(code)), &stated::primaerp(&given));
    }

    #[test]
    fn ayanova_reads_back(given in given()) {
        let code = given.code(&ayanova::BOOK);
        check(&ayanova::BOOK, &given.add_to(Error::from(code)), &stated::ayanova(&given));
    }

    #[test]
    fn a_problem_reads_back(given in given()) {
        let code = given.code(&standard::BOOK);
        check(&standard::BOOK, &given.add_to(Error::from(code)), &stated::problem(&given, code, &[]));
    }

    #[test]
    fn a_flat_error_reads_back(given in given()) {
        let stated = stated::flat(&given);
        // Without a text, the shape of the body does not show an error.
        prop_assume!(stated.description.as_deref() != Some(""));
        check(&flat::BOOK, &given.add_to(Error::from(stated.code)), &stated);
    }

    #[test]
    fn errors_by_field_read_back(given in given()) {
        let stated = stated::by_field(&given);
        check(&by_field::BOOK, &given.add_to(Error::from(stated.code)), &stated);
    }

    #[test]
    fn a_custom_envelope_reads_back(given in given()) {
        let code = given.code(&terse::BOOK);
        check(&terse::BOOK, &given.add_to(Error::from(code)), &stated::terse(&given));
    }

    #[test]
    fn parameters_read_back(
        given in given(),
        (part, big, name) in (any::<i64>(), any::<u64>(), any::<String>()),
        (weight, fragile) in (prop_oneof![proptest::num::f64::NORMAL, proptest::num::f64::ZERO, proptest::num::f64::SUBNORMAL], any::<bool>()),
    ) {
        let code = cart::OUT_OF_STOCK;
        let values = |part| vec![
            ("part", ParameterValue::Integer(part)),
            ("name", ParameterValue::String(name.clone().into())),
            ("weight", ParameterValue::Number(weight)),
            ("fragile", ParameterValue::Boolean(fragile)),
        ];
        let error = coded!(cart::OUT_OF_STOCK, { part: part, name: name.clone(), weight: weight, fragile: fragile });
        check(&cart::BOOK, &given.add_to(error), &stated::problem(&given, code, &values(part.into())));
        let error = coded!(cart::OUT_OF_STOCK, { part: big, name: name.clone(), weight: weight, fragile: fragile });
        check(&cart::BOOK, &given.add_to(error), &stated::problem(&given, code, &values(big.into())));
    }
}

#[test]
fn every_code_reads_back_without_details_and_with_its_message_as_the_description() {
    let stated = |given: &Given, code: Code| match code.book().name() {
        "primaerp" => stated::primaerp(given),
        "ayanova" => stated::ayanova(given),
        "terse" => stated::terse(given),
        "flat" => stated::flat(given),
        "by_field" => stated::by_field(given),
        _ => stated::problem(given, code, &[]),
    };
    for book in
        [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK, &cart::BOOK, &terse::BOOK, &flat::BOOK, &by_field::BOOK]
    {
        for (at, code) in book.codes().enumerate() {
            for description in [None, Some(code.message().to_owned())] {
                let given = Given { code: at, description, violations: vec![], target: None, instance: None };
                check(book, &given.add_to(Error::from(code)), &stated(&given, code));
            }
        }
    }
}

#[test]
fn every_status_without_a_body_reads_back() {
    for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] {
        let policy = Policy::new(book).suppression_parameter("suppress_response_code").jsonp("callback");
        for status in 400..=599 {
            let send = |query| {
                BufferedResponse { status, ..BufferedResponse::default() }.finish(Exchange::new(&policy, "GET", query))
            };
            let plain = send(None);
            for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
                let error = read(&send(query), book).unwrap_err();
                assert_eq!(error.original_status().as_u16(), plain.status, "{} {status} {query:?}", book.name());
                let body: Value = serde_json::from_slice(&plain.body).unwrap();
                let id = body.pointer("/code").or_else(|| body.pointer("/error/code")).unwrap().as_str();
                assert_eq!(error.id(), id, "{} {status} {query:?}", book.name());
                assert_eq!(error.code(), id.and_then(|id| book.find(id)), "{} {status} {query:?}", book.name());
            }
        }
    }
}

#[test]
fn a_success_reads_back() {
    let bodies = [r#"{"id":1,"name":"<&>\u2028"}"#, "[]", "null", r#""a""#];
    let policy = Policy::new(&primaerp::BOOK).jsonp("callback");
    for body in bodies {
        for query in [None, Some("suppress_response_code=true"), Some("callback=show")] {
            for status in [200, 201] {
                let sent = BufferedResponse::new(status, "application/json", body.as_bytes());
                let sent = sent.finish(Exchange::new(&policy, "GET", query));
                let json: Value = serde_json::from_slice(&read(&sent, &primaerp::BOOK).unwrap()).unwrap();
                assert_eq!(json, serde_json::from_str::<Value>(body).unwrap(), "{query:?}");
            }
        }
    }
}
