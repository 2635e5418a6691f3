//! For types and bodies made at random: the list has every fault, and nothing else.

use std::collections::HashSet;

use errorbook::{FieldPath, Segment, Target, Violation, extract};
use proptest::prelude::*;

use crate::json::Json;
use crate::schema::{FIELDS, Fields, Schema, Subject, VARIANTS};

/// Puts faults into a value.
fn spoil(json: &mut Json, random: &mut fastrand::Rng, rate: f64) {
    if random.f64() < rate {
        *json = Json::any(random, 2);
        return;
    }
    match json {
        Json::Array(elements) => {
            for element in &mut *elements {
                spoil(element, random, rate);
            }
            if random.f64() < rate {
                elements.push(Json::any(random, 1));
            }
            if random.f64() < rate {
                elements.pop();
            }
        }
        Json::Object(members) => {
            members.retain(|_| random.f64() >= rate / 2.0);
            for (_, value) in &mut *members {
                spoil(value, random, rate);
            }
            if random.f64() < rate {
                let names = ["a", "x", "one", "9", "-0"];
                let name = names[random.usize(0..names.len())].to_owned();
                members.insert(random.usize(0..=members.len()), (name, Json::any(random, 1)));
            }
            random.shuffle(members);
        }
        _ => {}
    }
}

/// Takes away the members of maps whose names come twice: a map accepts them, and a path leads to each of them.
fn tell_apart(json: &mut Json, schema: &Schema) {
    match (schema, json) {
        (Schema::Option(inner) | Schema::Newtype(inner), json) => tell_apart(json, inner),
        (Schema::List(inner), Json::Array(elements)) => {
            elements.iter_mut().for_each(|element| tell_apart(element, inner));
        }
        (Schema::Tuple(inner), Json::Array(elements)) => {
            elements.iter_mut().zip(inner).for_each(|(element, inner)| tell_apart(element, inner));
        }
        (Schema::Struct(Fields { fields, .. }), Json::Array(elements)) => {
            elements.iter_mut().zip(fields).for_each(|(element, (inner, _))| tell_apart(element, inner));
        }
        (Schema::Named(inner) | Schema::Numbered(inner), Json::Object(members)) => {
            let mut known = HashSet::new();
            members.retain(|(name, _)| known.insert(name.clone()));
            members.iter_mut().for_each(|(_, value)| tell_apart(value, inner));
        }
        (Schema::Struct(Fields { fields, .. }), Json::Object(members)) => {
            for (name, value) in members {
                let known = FIELDS.iter().zip(fields).filter(|(known, _)| *known == name);
                known.for_each(|(_, (inner, _))| tell_apart(value, inner));
            }
        }
        (Schema::Enum(variants), Json::Object(members)) => {
            for (name, value) in members {
                let known = VARIANTS.iter().zip(variants).filter(|(known, _)| *known == name);
                known.for_each(|(_, inner)| tell_apart(value, inner));
            }
        }
        _ => {}
    }
}

/// Mends what is wrong at a place.
fn mend(json: &mut Json, schema: &Schema, path: &[Segment<'_>], message: &str, random: &mut fastrand::Rng) {
    let (schema, json) = match (schema, json) {
        (Schema::Option(inner) | Schema::Newtype(inner), json) => return mend(json, inner, path, message, random),
        both => both,
    };
    let Some((step, rest)) = path.split_first() else {
        match (schema, json) {
            (Schema::Numbered(_), Json::Object(members)) if message.starts_with("the name of a member") => {
                members.retain(|(name, _)| serde_json::from_str::<u8>(name).is_ok());
            }
            (schema, json) => *json = schema.fitting(random),
        }
        return;
    };
    match (schema, step, json) {
        (Schema::List(inner), Segment::Index(at), Json::Array(elements)) => {
            mend(&mut elements[*at], inner, rest, message, random);
        }
        (Schema::Tuple(inner), Segment::Index(at), Json::Array(elements)) => {
            mend(&mut elements[*at], &inner[*at], rest, message, random);
        }
        (Schema::Struct(Fields { fields, .. }), Segment::Index(at), Json::Array(elements)) => {
            mend(&mut elements[*at], &fields[*at].0, rest, message, random);
        }
        (Schema::Named(inner) | Schema::Numbered(inner), Segment::Member(name), Json::Object(members)) => {
            for (_, value) in members.iter_mut().filter(|(given, _)| given == name) {
                mend(value, inner, rest, message, random);
            }
        }
        (Schema::Struct(Fields { fields, .. }), Segment::Member(name), Json::Object(members)) => {
            let field = FIELDS.iter().zip(fields).find(|(known, _)| *known == name).map(|(_, (field, _))| field);
            let mut count = 0;
            match (field, message) {
                (Some(field), "is missing") if rest.is_empty() => {
                    members.push((name.clone().into_owned(), field.fitting(random)));
                }
                (_, "is unknown") if rest.is_empty() => members.retain(|(given, _)| given != name),
                (_, "occurs twice") if rest.is_empty() => members.retain(|(given, _)| {
                    count += usize::from(given == name);
                    given != name || count == 1
                }),
                _ => {
                    let (_, value) = members.iter_mut().find(|(given, _)| given == name).unwrap();
                    mend(value, field.unwrap(), rest, message, random);
                }
            }
        }
        (Schema::Enum(variants), Segment::Member(name), Json::Object(members)) => {
            let at = VARIANTS.iter().position(|known| known == name).unwrap();
            mend(&mut members[0].1, &variants[at], rest, message, random);
        }
        (schema, step, json) => panic!("{step:?} does not lead into {json} of {schema:?}: {message}"),
    }
}

fn path(violation: &Violation) -> &FieldPath {
    let Target::Field(path) = violation.target() else { panic!("{violation:?}") };
    path
}

fn mend_all<'a>(json: &Json, schema: &Schema, faults: impl Iterator<Item = &'a Violation>, seed: u64) -> String {
    let (mut json, mut random) = (json.clone(), fastrand::Rng::with_seed(seed));
    for fault in faults {
        mend(&mut json, schema, &path(fault).segments().collect::<Vec<_>>(), &fault.text(), &mut random);
    }
    json.to_string()
}

fn accepts(body: &str) -> bool {
    serde_json::from_str::<Subject>(body).is_ok()
}

/// Asserts that the first fault is where serde has failed.
fn assert_is_first(fault: &Violation, body: &str) {
    use serde_path_to_error::Segment as Step;

    let error = serde_path_to_error::deserialize::<_, Subject>(&mut serde_json::Deserializer::from_str(body));
    let error = match error {
        Err(error) => error,
        // serde has read all that the type wants, and there is more.
        Ok(_) => return assert_eq!(path(fault).to_string(), "", "{body}"),
    };
    let steps = error.path().iter().filter_map(|step| match step {
        Step::Seq { index } => Some(Segment::Index(*index)),
        Step::Map { key } => Some(Segment::Member(key.clone().into())),
        Step::Enum { variant } => Some(Segment::Member(variant.clone().into())),
        Step::Unknown => None,
    });
    let (mut found, mut steps): (Vec<_>, Vec<_>) = (path(fault).segments().collect(), steps.collect());
    if matches!(&*fault.text(), "is missing" | "occurs twice") {
        found.pop();
    }
    // A variant that is written as text has no member of its name.
    if found.len() + 1 == steps.len() && error.path().iter().any(|step| matches!(step, Step::Enum { .. })) {
        steps.pop();
    }
    // serde_json reads a part of `1.5` as a large whole number, and then complains of what comes next.
    if error.inner().is_syntax() {
        found.truncate(steps.len());
    }
    assert_eq!(found, steps, "{fault:?}: {body}: {error}");
}

fn check(seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let schema = Schema::any(&mut random, 4);
    Subject::set(&schema);
    let mut json = schema.fitting(&mut random);
    assert!(accepts(&json.to_string()), "{schema:?}: {json}");
    let rate = random.f64() / 3.0;
    spoil(&mut json, &mut random, rate);
    tell_apart(&mut json, &schema);
    let body = json.to_string();
    let error = match extract::json::<Subject>(body.as_bytes()) {
        Ok(_) => return assert!(accepts(&body), "{body}"),
        Err(error) => error,
    };
    assert!(!accepts(&body), "{body}");
    let faults = error.violations();
    assert!((1..=32).contains(&faults.len()), "{body}: {faults:?}");
    assert_is_first(&faults[0], &body);
    assert!(faults.iter().all(|fault| fault.text() != "is not valid"), "{body}: {faults:?}");
    if faults.len() == 32 {
        return;
    }
    let mended = mend_all(&json, &schema, faults.iter(), seed);
    assert!(accepts(&mended), "{schema:?}\n{body}\n{mended}\n{faults:?}");
    for (left, fault) in faults.iter().enumerate() {
        // What is wrong with an array as a whole is mended by another one, with other elements.
        let within = path(fault).to_string();
        let is_mended_with = |(at, other): (usize, &Violation)| {
            let whole = path(other).to_string();
            at != left && within.starts_with(&whole) && &*other.text() != "occurs twice"
        };
        if !faults.iter().enumerate().any(is_mended_with) {
            let others = faults.iter().enumerate().filter(|(at, _)| *at != left).map(|(_, fault)| fault);
            let mended = mend_all(&json, &schema, others, seed);
            assert!(!accepts(&mended), "{fault:?} is not a fault of {body}: {mended}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

    #[test]
    fn the_list_has_every_fault_and_nothing_else(seed: u64) {
        check(seed);
    }
}
