//! The round trip: an error is rendered, and read again in every form of a response.

use std::time::Duration;

use arbitrary::{Result, Unstructured};
use errorbook::{Code, Constraint, Error, ParameterValue, Segment, Target, Violation, ayanova, primaerp, standard};

#[path = "../../client/tests/round_trip/books.rs"]
mod books;
#[path = "../../client/tests/round_trip/check.rs"]
mod forms;
#[path = "../../client/tests/round_trip/stated.rs"]
mod stated;

use books::{by_field, cart, terse};
use stated::{Given, Stated};

/// Checks an error that the bytes choose: a book, a code of it and the details.
pub fn check(input: &[u8]) {
    // Too few bytes choose no error.
    let _ = check_chosen(&mut Unstructured::new(input));
}

fn check_chosen(input: &mut Unstructured<'_>) -> Result<()> {
    let book = input.int_in_range(0..=6)?;
    let given = given(input)?;
    let (error, expected) = match book {
        0 => (Error::from(given.code(&primaerp::BOOK)), stated::primaerp(&given)),
        1 => (Error::from(given.code(&ayanova::BOOK)), stated::ayanova(&given)),
        2 => {
            let code = given.code(&standard::BOOK);
            (Error::from(code), stated::problem(&given, code, &[]))
        }
        3 => (Error::from(given.code(&terse::BOOK)), stated::terse(&given)),
        4 => (Error::from(given.code(&by_field::BOOK)), stated::by_field(&given)),
        5 => match stated::flat(&given) {
            // A body without a text is not known to be an error by its shape.
            Stated { description: Some(text), .. } if text.is_empty() => return Ok(()),
            stated => (Error::from(stated.code), stated),
        },
        _ => with_parameters(input, &given)?,
    };
    let book = expected.code.book();
    forms::check(book, &given.add_to(error), &expected);
    check_headers(input, expected.code, &given)
}

fn with_parameters(input: &mut Unstructured<'_>, given: &Given) -> Result<(Error, Stated)> {
    let code = cart::OUT_OF_STOCK;
    let (part, name, fragile): (i64, String, bool) = input.arbitrary()?;
    // A number that JSON does not have is written as null, which is not a value.
    let weight = Some(input.arbitrary()?).filter(|weight: &f64| weight.is_finite()).unwrap_or_default();
    let values = [
        ("part", ParameterValue::Integer(part.into())),
        ("name", ParameterValue::String(name.clone().into())),
        ("weight", ParameterValue::Number(weight)),
        ("fragile", ParameterValue::Boolean(fragile)),
    ];
    let error = errorbook::coded!(cart::OUT_OF_STOCK, { part: part, name: name, weight: weight, fragile: fragile });
    Ok((error, stated::problem(given, code, &values)))
}

/// Checks that the headers of an error read back, and that its cause leaves only an id.
fn check_headers(input: &mut Unstructured<'_>, code: Code, given: &Given) -> Result<()> {
    let (location, delay): (&str, Duration) = input.arbitrary()?;
    let error = given.add_to(Error::from(code)).with_location(location).with_retry_after(delay);
    let bare = error.to_response();
    let response = error.with_cause("secret-from-cause").to_response();
    let id = response.header("x-error-id");
    assert!(id.is_some());
    assert_eq!(response.body(), bare.body());
    assert!(response.headers().filter(|(name, _)| *name != "x-error-id").eq(bare.headers()));

    let seconds = delay.as_secs().saturating_add(u64::from(delay.subsec_nanos() > 0));
    for query in [None, Some("suppress_response_code=1"), Some("callback=show")] {
        let sent = forms::send(&response, query);
        let read = forms::read(&sent, code.book()).expect_err("an error is read as one");
        assert_eq!(read.retry_after(), Some(Duration::from_secs(seconds)));
        assert_eq!(read.location(), response.header("location"));
        assert!(read.location().is_some_and(|location| location.bytes().all(|byte| byte.is_ascii_graphic())));
        assert_eq!(read.error_id(), id);
    }
    Ok(())
}

fn given(input: &mut Unstructured<'_>) -> Result<Given> {
    Ok(Given {
        code: input.arbitrary::<u8>()?.into(),
        description: input.arbitrary()?,
        violations: several(input, violation)?,
        target: if input.arbitrary()? { Some(target(input)?) } else { None },
        instance: input.arbitrary()?,
    })
}

/// Makes up to three.
fn several<T>(input: &mut Unstructured<'_>, one: fn(&mut Unstructured<'_>) -> Result<T>) -> Result<Vec<T>> {
    (0..input.int_in_range(0..=3)?).map(|_| one(input)).collect()
}

fn violation(input: &mut Unstructured<'_>) -> Result<Violation> {
    let violation = Violation::new(target(input)?, constraint(input)?)
        .with_entity_type(input.arbitrary::<String>()?)
        .with_entity_path(input.arbitrary::<String>()?);
    Ok(match input.arbitrary::<Option<String>>()? {
        Some(message) => violation.with_message(message),
        None => violation,
    })
}

fn target(input: &mut Unstructured<'_>) -> Result<Target> {
    Ok(match input.int_in_range(0..=3)? {
        0 => Target::Field(several(input, segment)?.into_iter().collect()),
        1 => Target::from(input.arbitrary::<String>()?),
        2 => Target::Parameter(input.arbitrary::<String>()?.into()),
        _ => Target::Header(input.arbitrary::<String>()?.into()),
    })
}

fn segment(input: &mut Unstructured<'_>) -> Result<Segment<'static>> {
    let is_index = input.arbitrary()?;
    Ok(if is_index { Segment::Index(input.arbitrary()?) } else { Segment::Member(input.arbitrary::<String>()?.into()) })
}

fn constraint(input: &mut Unstructured<'_>) -> Result<Constraint> {
    Ok(match input.int_in_range(0..=13)? {
        12 => Constraint::MaxLength(input.arbitrary()?),
        13 => {
            let code = input.arbitrary::<Option<u8>>()?;
            let code = code.and_then(|code| ayanova::BOOK.codes().nth(code.into()));
            Constraint::custom(input.arbitrary::<String>()?, code)
        }
        plain => stated::PLAIN[plain].clone(),
    })
}
