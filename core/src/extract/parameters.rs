//! Reads pairs of names and values: the parameters of a query or a path, and the fields of a form.

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::value::{Error as Refusal, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use super::failure::Fault;
use super::faults::{self, Found};
use super::text::Text;
use super::{does_not_fit, reader};
use crate::{Error, ErrorKind, Segment, Target, Violation};

/// Reads the parameters of a query. `+` is a space. Parameters that `T` does not have are ignored.
///
/// ```
/// use errorbook::extract;
///
/// #[derive(Debug, PartialEq, serde::Deserialize)]
/// struct Page {
///     skip: Option<u32>,
///     top: Option<u32>,
/// }
///
/// assert_eq!(extract::query::<Page>(Some("top=10&x=y")).ok(), Some(Page { skip: None, top: Some(10) }));
/// let error = extract::query::<Page>(Some("top=ten")).unwrap_err();
/// assert_eq!(error.description(), Some("top: expected a whole number from 0 to 4294967295"));
/// let error = extract::query::<Page>(Some("top=1&top=2")).unwrap_err();
/// assert_eq!(error.description(), Some("top: occurs twice"));
/// ```
///
/// # Errors
/// See [`query_error`].
pub fn query<T: DeserializeOwned>(query: Option<&str>) -> Result<T, Error> {
    serde_urlencoded::from_str(query.unwrap_or_default()).map_err(|_| query_error::<T>(query))
}

/// Returns the error of a query that a framework's own extractor has refused.
///
/// It is [`ErrorKind::InvalidParameter`]. If the fault is found, the description begins with the parameter's name and a colon. If
/// several parameters are wrong, the description names each, and each has a violation.
///
/// ```
/// use errorbook::extract;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Page {
///     skip: Option<u8>,
///     top: Option<u8>,
/// }
///
/// let error = extract::query_error::<Page>(Some("skip=none&top=ten"));
/// assert_eq!(
///     error.to_response().body(),
///     br#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"skip: expected a whole number from 0 to 255; top: expected a whole number from 0 to 255","code":"bad_request","errors":[{"detail":"expected a whole number from 0 to 255","parameter":"skip","code":"invalid"},{"detail":"expected a whole number from 0 to 255","parameter":"top","code":"invalid"}]}"#,
/// );
/// ```
pub fn query_error<T: DeserializeOwned>(query: Option<&str>) -> Error {
    let encoded = query.unwrap_or_default().as_bytes();
    wrong_parameters(of_urlencoded::<T>(encoded))
}

/// Reads the body of a form, `application/x-www-form-urlencoded`. It is encoded like a query, and its faults are reported like those
/// of a body.
///
/// ```
/// use errorbook::{extract, primaerp};
///
/// #[derive(Debug, PartialEq, serde::Deserialize)]
/// struct Part {
///     name: String,
///     quantity: u32,
/// }
///
/// let part = Part { name: "Fuse 10A".to_owned(), quantity: 25 };
/// assert_eq!(extract::form::<Part>(b"name=Fuse+10A&quantity=25").ok(), Some(part));
/// let error = extract::form::<Part>(b"name=Fuse+10A&quantity=many").unwrap_err();
/// assert_eq!(
///     error.to_response_in(&primaerp::BOOK).body(),
///     br#"{"status":412,"code":"PE01-1104","message":"Validation error","description":"quantity - Valid(expected a whole number from 0 to 4294967295)","constraintViolations":[{"entityPath":"","entityType":"","field":"quantity","constraint":"Valid","message":"expected a whole number from 0 to 4294967295"}]}"#,
/// );
/// ```
///
/// # Errors
/// See [`form_error`].
pub fn form<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_urlencoded::from_bytes(body).map_err(|_| form_error::<T>(body))
}

/// Returns the error of a form that a framework's own extractor has refused.
///
/// It is [`ErrorKind::InvalidBody`], with a violation for each wrong field, whose path is the name of the field.
pub fn form_error<T: DeserializeOwned>(body: &[u8]) -> Error {
    does_not_fit(of_urlencoded::<T>(body).into_iter().map(|wrong| wrong.found).collect())
}

/// Reads the parameters of a path, named and percent-decoded by the framework: into a struct by name, into a tuple in order, or a
/// single parameter into any type that can be read from text.
///
/// ```
/// use errorbook::extract;
///
/// assert_eq!(extract::path::<u32>([("id", "7")]).ok(), Some(7));
/// assert_eq!(extract::path::<(String, u32)>([("kind", "part"), ("id", "7")]).ok(), Some(("part".to_owned(), 7)));
/// let error = extract::path::<u32>([("id", "seven")]).unwrap_err();
/// assert_eq!(error.description(), Some("id: expected a whole number from 0 to 4294967295"));
/// ```
///
/// # Errors
/// See [`path_error`].
pub fn path<'a, T: DeserializeOwned>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<T, Error> {
    let parameters: Vec<_> = parameters.into_iter().collect();
    T::deserialize(Parameters::new(&parameters, &Cell::default())).map_err(|_| path_error::<T>(parameters))
}

/// Returns the error of a path whose parameters a framework's own extractor has refused.
///
/// It is [`ErrorKind::InvalidParameter`], as for a query: see [`query_error`]. If the handler requests another number of parameters
/// than its route has, or a parameter of another name, it is [`ErrorKind::Internal`]: the client has made no mistake.
///
/// ```
/// use errorbook::{ErrorKind, extract};
///
/// let parameters = [("tenant", "7"), ("part", "x")];
/// let error = extract::path_error::<(u32, u32)>(parameters);
/// assert_eq!(error.description(), Some("part: expected a whole number from 0 to 4294967295"));
/// assert_eq!(extract::path_error::<u32>(parameters).kind(), Some(ErrorKind::Internal));
/// ```
pub fn path_error<'a, T: DeserializeOwned>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Error {
    let parameters: Vec<_> = parameters.into_iter().collect();
    let is_miscounted = Cell::default();
    let length = parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
    let found =
        faults::find(length, |mends| reader::read::<T, _>(Parameters::new(&parameters, &is_miscounted), mends).err());
    let missing = found.iter().find_map(|found| if let Fault::Missing(name) = found.fault { Some(name) } else { None });
    match missing {
        Some(name) => Error::internal(format!("the handler asks for a parameter that its route does not have: {name}")),
        None if is_miscounted.get() => {
            Error::internal("the handler asks for another number of parameters than its route has")
        }
        None => wrong_parameters(name_each(found, &parameters)),
    }
}

/// A wrong parameter.
struct Wrong {
    name: Option<String>,
    message: String,
    found: Found,
}

fn of_urlencoded<T: DeserializeOwned>(encoded: &[u8]) -> Vec<Wrong> {
    let found = faults::find(encoded.len(), |mends| {
        let format = serde_urlencoded::Deserializer::new(form_urlencoded::parse(encoded));
        reader::read::<T, _>(format, mends).err()
    });
    name_each(found, &form_urlencoded::parse(encoded).collect::<Vec<_>>())
}

/// Names the parameter of each fault.
fn name_each<S: AsRef<str>>(found: Vec<Found>, parameters: &[(S, S)]) -> Vec<Wrong> {
    let name_at = |at: usize| parameters.get(at).map(|(name, _)| name.as_ref().to_owned());
    let only = (parameters.len() == 1).then_some(0);
    let name_each = |mut found: Found| {
        let at = found.position().or(only);
        let value = at.and_then(|at| parameters.get(at)).map_or("", |(_, value)| value.as_ref());
        // Frameworks decode leniently: this character stands for bytes that are not UTF-8.
        if found.fault == Fault::Refused && value.contains(char::REPLACEMENT_CHARACTER) {
            found.fault = Fault::Expected("UTF-8".to_owned());
        }
        let name = match found.path.first() {
            Some(Segment::Member(name)) => Some(name.clone().into_owned()),
            _ => at.and_then(name_at),
        };
        Wrong { name, message: found.message(), found }
    };
    found.into_iter().map(name_each).collect()
}

/// Returns the error of wrong parameters. A parameter without a known name is left out beside others.
fn wrong_parameters(wrong: Vec<Wrong>) -> Error {
    let violation = |wrong: Wrong| {
        let constraint = wrong.found.constraint();
        Some(Violation::new(Target::Parameter(wrong.name?.into()), constraint).with_message(wrong.message))
    };
    let violations: Vec<Violation> = wrong.into_iter().filter_map(violation).collect();
    let Some(first) = violations.first() else { return ErrorKind::InvalidParameter.into() };
    let each = violations.iter().map(|violation| format!("{}: {}", violation.target(), violation.text()));
    let error = Error::from(ErrorKind::InvalidParameter)
        .with_description(each.collect::<Vec<_>>().join("; "))
        .with_target(first.target().clone());
    if violations.len() == 1 { error } else { error.with_violations(violations) }
}

/// The parameters of a path in the order of the request.
struct Parameters<'a> {
    named: Vec<(Text<'a>, Text<'a>)>,
    is_miscounted: &'a Cell<bool>,
}

impl<'a> Parameters<'a> {
    fn new(parameters: &[(&'a str, &'a str)], is_miscounted: &'a Cell<bool>) -> Parameters<'a> {
        let text = |text| Text(Cow::Borrowed(text));
        Parameters { named: parameters.iter().map(|(name, value)| (text(name), text(value))).collect(), is_miscounted }
    }

    /// Notes that the type requests another number of values than there are.
    fn miscounted(&self) -> Refusal {
        self.is_miscounted.set(true);
        Refusal::custom("another number of parameters")
    }

    /// Returns the value if there is exactly one.
    fn single(mut self) -> Result<Text<'a>, Refusal> {
        match (self.named.pop(), self.named.is_empty()) {
            (Some((_, value)), true) => Ok(value),
            _ => Err(self.miscounted()),
        }
    }
}

macro_rules! single {
    ($($deserialize:ident)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.single()?.$deserialize(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Parameters<'_> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_map(MapDeserializer::new(self.named.into_iter()))
    }

    single! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_seq(SeqDeserializer::new(self.named.into_iter().map(|(_, value)| value)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Refusal> {
        if self.named.len() < length { Err(self.miscounted()) } else { self.deserialize_seq(visitor) }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.single()?.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! { map struct identifier ignored_any unit unit_struct bytes byte_buf }
}
