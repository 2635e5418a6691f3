//! Reading what is written as names and values: the parameters of a query and of a path, the fields of a form.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_path_to_error::Track;

use super::does_not_fit;
use super::fault::Fault;
use super::text::Text;
use crate::{Error, Segment, ErrorKind};

/// Reads the parameters of a query; `+` is a space, parameters that `T` does not name are passed over.
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
/// [`ErrorKind::InvalidParameter`], whose description begins with the parameter's name and a colon.
pub fn query<T: DeserializeOwned>(query: Option<&str>) -> Result<T, Error> {
    pairs(query.unwrap_or_default().as_bytes()).and_then(read).map_err(Wrong::into_parameter)
}

/// Reads the body of a form, `application/x-www-form-urlencoded`: it is written as a query is, and wrong as a body is.
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
/// [`ErrorKind::InvalidBody`] with one violation, whose path is the name of the field.
pub fn form<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    pairs(body).and_then(read).map_err(Wrong::into_field)
}

/// Reads the parameters of a path, which the framework has named and percent-decoded: into a struct by their names, into
/// a tuple in their order, or a single one into anything that is written as text.
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
/// [`ErrorKind::InvalidParameter`], whose description begins with the parameter's name and a colon.
pub fn path<'a, T: DeserializeOwned>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<T, Error> {
    let text = |text| Text(Some(Cow::Borrowed(text)));
    let parameters = parameters.into_iter().map(|(name, value)| (text(name), text(value)));
    read(Parameters(parameters.collect())).map_err(Wrong::into_parameter)
}

/// What is wrong with which of the names; none where a single value was asked for and nothing was given.
struct Wrong {
    name: Option<String>,
    fault: Fault,
}

impl Wrong {
    fn into_parameter(self) -> Error {
        match self.name {
            Some(name) => Error::invalid_parameter(name, self.fault),
            None => Error::from(ErrorKind::InvalidParameter),
        }
    }

    fn into_field(self) -> Error {
        does_not_fit(self.name.map(|name| Segment::Member(name.into())), &self.fault)
    }
}

/// The error for a parameter of the path that is not UTF-8, for frameworks that do not hand it over.
///
/// ```
/// assert_eq!(errorbook::extract::not_utf8("id").description(), Some("id: expected UTF-8"));
/// ```
pub fn not_utf8(name: impl Into<Cow<'static, str>>) -> Error {
    Error::invalid_parameter(name, Text::not_utf8())
}

fn read<T: DeserializeOwned>(parameters: Parameters<'_>) -> Result<T, Wrong> {
    use serde_path_to_error::Segment;

    let names: Vec<String> =
        parameters.0.iter().map(|(name, _)| name.0.as_deref().unwrap_or_default().to_owned()).collect();
    let mut track = Track::new();
    T::deserialize(serde_path_to_error::Deserializer::new(parameters, &mut track)).map_err(|fault| {
        let step = track.path().iter().next().cloned();
        let name = match (&fault, step) {
            (Fault::Missing(name) | Fault::Twice(name), _) => Some((*name).to_owned()),
            (_, Some(Segment::Map { key })) => Some(key),
            (_, Some(Segment::Seq { index })) => names.get(index).cloned(),
            _ => names.first().cloned(),
        };
        Wrong { name, fault }
    })
}

/// The names and values of `application/x-www-form-urlencoded`. A name that is not UTF-8 is told as it was written.
fn pairs(encoded: &[u8]) -> Result<Parameters<'_>, Wrong> {
    let pairs = encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        let (name, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match decode(name) {
            Text(None) => {
                let name = String::from_utf8_lossy(name).into_owned();
                Err(Wrong { name: Some(name), fault: Fault::expected("UTF-8") })
            }
            decoded => Ok((decoded, decode(value))),
        }
    });
    pairs.collect::<Result<_, _>>().map(Parameters)
}

fn decode(encoded: &[u8]) -> Text<'_> {
    Text(if encoded.contains(&b'+') {
        let spaced: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
        percent_decode(&spaced).decode_utf8().ok().map(|text| Cow::Owned(text.into_owned()))
    } else {
        percent_decode(encoded).decode_utf8().ok()
    })
}

/// Named values in the order of the request.
struct Parameters<'a>(Vec<(Text<'a>, Text<'a>)>);

impl<'a> Parameters<'a> {
    fn first(self) -> Text<'a> {
        self.0.into_iter().next().map_or(Text(None), |(_, value)| value)
    }
}

macro_rules! single {
    ($($deserialize:ident)+) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.first().$deserialize(visitor)
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

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
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
        self.first().deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! { map struct identifier ignored_any unit unit_struct bytes byte_buf }
}
