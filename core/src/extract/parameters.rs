//! Reads names with values: the parameters of a query and of a path, the fields of a form.

use std::borrow::Cow;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_path_to_error::Track;

use super::does_not_fit;
use super::fault::Fault;
use super::text::Text;
use crate::{Error, ErrorKind, Segment};

/// Reads the parameters of a query. `+` is a space, and parameters that `T` does not name are ignored.
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
/// assert_eq!(error.description(), Some("top: expected u32"));
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
/// It is [`ErrorKind::InvalidParameter`]. If the fault is found, the description begins with the parameter's name and a colon.
pub fn query_error<T: DeserializeOwned>(query: Option<&str>) -> Error {
    fault::<T>(urlencoded(query.unwrap_or_default().as_bytes())).map_or_else(unknown_parameter, Wrong::into_parameter)
}

/// Reads the body of a form, `application/x-www-form-urlencoded`. It is written as a query is, and its faults are reported as
/// those of a body are.
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
///     br#"{"status":412,"code":"PE01-1104","message":"Validation error","description":"quantity - Valid(expected u32)","constraintViolations":[{"entityPath":"","entityType":"","field":"quantity","constraint":"Valid","message":"expected u32"}]}"#,
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
/// It is [`ErrorKind::InvalidBody`]. If the fault is found, its one violation has the name of the field as its path.
pub fn form_error<T: DeserializeOwned>(body: &[u8]) -> Error {
    match fault::<T>(urlencoded(body)) {
        Some(wrong) => does_not_fit(wrong.name.map(|name| Segment::Member(name.into())), &wrong.fault),
        None => does_not_fit(None, &Fault::Other { expected: None }),
    }
}

/// Reads the parameters of a path, which the framework has named and percent-decoded: into a struct by their names, into a
/// tuple in their order, or a single one into anything that is written as text.
///
/// ```
/// use errorbook::extract;
///
/// assert_eq!(extract::path::<u32>([("id", "7")]).ok(), Some(7));
/// assert_eq!(extract::path::<(String, u32)>([("kind", "part"), ("id", "7")]).ok(), Some(("part".to_owned(), 7)));
/// let error = extract::path::<u32>([("id", "seven")]).unwrap_err();
/// assert_eq!(error.description(), Some("id: expected u32"));
/// ```
///
/// # Errors
/// See [`path_error`].
pub fn path<'a, T: DeserializeOwned>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<T, Error> {
    read(in_path(parameters)).map_err(Wrong::into_path_error)
}

/// Returns the error of a path whose parameters a framework's own extractor has refused.
///
/// It is [`ErrorKind::InvalidParameter`]. If the fault is found, the description begins with the parameter's name and a colon.
/// A handler that asks for another number of parameters than its route has, or for one of another name, is
/// [`ErrorKind::Internal`]: the client has made no mistake.
///
/// ```
/// use errorbook::{ErrorKind, extract};
///
/// let parameters = [("tenant", "7"), ("part", "x")];
/// let error = extract::path_error::<(u32, u32)>(parameters);
/// assert_eq!(error.description(), Some("part: expected u32"));
/// assert_eq!(extract::path_error::<u32>(parameters).kind(), Some(ErrorKind::Internal));
/// ```
pub fn path_error<'a, T: DeserializeOwned>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Error {
    fault::<T>(in_path(parameters)).map_or_else(unknown_parameter, Wrong::into_path_error)
}

fn in_path<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Parameters<'a> {
    let text = |text| Text(Cow::Borrowed(text));
    Parameters(parameters.into_iter().map(|(name, value)| (text(name), text(value))).collect())
}

fn urlencoded(encoded: &[u8]) -> Parameters<'_> {
    Parameters(form_urlencoded::parse(encoded).map(|(name, value)| (Text(name), Text(value))).collect())
}

/// The framework has found a fault and our reading has not: nothing can be said about it.
fn unknown_parameter() -> Error {
    ErrorKind::InvalidParameter.into()
}

/// A fault, and the name of the parameter that has it.
struct Wrong {
    name: Option<String>,
    fault: Fault,
}

impl Wrong {
    fn into_parameter(self) -> Error {
        match self.name {
            Some(name) => Error::invalid_parameter(name, self.fault),
            None => unknown_parameter(),
        }
    }

    fn into_path_error(self) -> Error {
        match self.fault {
            Fault::Missing(_) | Fault::Count => Error::internal(format!(
                "the handler asks for parameters that its route does not have: {}{}",
                self.name.map_or(String::new(), |name| format!("{name} ")),
                self.fault
            )),
            _ => self.into_parameter(),
        }
    }
}

/// Looks for the fault for which a framework has refused the parameters.
fn fault<T: DeserializeOwned>(parameters: Parameters<'_>) -> Option<Wrong> {
    read::<T>(parameters).err()
}

fn read<T: DeserializeOwned>(parameters: Parameters<'_>) -> Result<T, Wrong> {
    use serde_path_to_error::Segment;

    let names: Vec<String> = parameters.0.iter().map(|(name, _)| name.0.clone().into_owned()).collect();
    let mut track = Track::new();
    T::deserialize(serde_path_to_error::Deserializer::new(parameters, &mut track)).map_err(|fault| {
        let step = track.path().iter().next().cloned();
        let name = match (&fault, step) {
            (Fault::Missing(name) | Fault::Twice(name), _) => Some((*name).to_owned()),
            (_, Some(Segment::Map { key })) => Some(key),
            (_, Some(Segment::Seq { index })) => names.get(index).cloned(),
            _ if names.len() == 1 => names.into_iter().next(),
            _ => None,
        };
        Wrong { name, fault }
    })
}

/// Named values in the order of the request.
struct Parameters<'a>(Vec<(Text<'a>, Text<'a>)>);

impl<'a> Parameters<'a> {
    /// Returns the value if there is just one.
    fn single(self) -> Result<Text<'a>, Fault> {
        match <[_; 1]>::try_from(self.0) {
            Ok([(_, value)]) => Ok(value),
            Err(_) => Err(Fault::Count),
        }
    }
}

macro_rules! single {
    ($($deserialize:ident)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.single()?.$deserialize(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Parameters<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(MapDeserializer::new(self.0.into_iter()))
    }

    single! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter().map(|(_, value)| value)))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        if self.0.len() < length { Err(Fault::Count) } else { self.deserialize_seq(visitor) }
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.single()?.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! { map struct identifier ignored_any unit unit_struct bytes byte_buf }
}
