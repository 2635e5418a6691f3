//! Values and rows of statements, in the same form for both databases.

use std::borrow::Cow;

use sqlx::database::Database as Driver;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgRow, PgTypeInfo, PgValueRef};
use sqlx::query::QueryAs;
use sqlx::sqlite::{SqliteRow, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, FromRow, Postgres, Sqlite, Type};

/// A type that can be read from a row of either database.
pub(crate) trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A value for the placeholder `$1`, `$2`, … of a statement.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Integer(Option<i64>),
    Text(Option<Text>),
}

impl From<i64> for Value {
    fn from(integer: i64) -> Value {
        Value::Integer(Some(integer))
    }
}

impl From<Option<i64>> for Value {
    fn from(integer: Option<i64>) -> Value {
        Value::Integer(integer)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Some(text).into()
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Value {
        Value::Text(text.map(|text| Text(text.to_owned())))
    }
}

/// Returns a statement with its values.
pub(super) fn bound<'q, D, T>(query: &'static str, values: &[Value]) -> QueryAs<'q, D, T, D::Arguments>
where
    D: Driver,
    T: for<'r> FromRow<'r, D::Row>,
    Option<i64>: Encode<'q, D> + Type<D>,
    Option<Text>: Encode<'q, D> + Type<D>,
{
    values.iter().fold(sqlx::query_as(query), |query, value| match value {
        Value::Integer(integer) => query.bind(*integer),
        Value::Text(text) => query.bind(text.clone()),
    })
}

/// Any text that JSON can contain.
///
/// PostgreSQL cannot store NUL. There NUL is stored as `\0`, and a backslash as `\\`.
#[derive(Debug, Clone)]
pub(crate) struct Text(String);

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.0
    }
}

impl Type<Sqlite> for Text {
    fn type_info() -> SqliteTypeInfo {
        <str as Type<Sqlite>>::type_info()
    }
}

impl Encode<'_, Sqlite> for Text {
    fn encode_by_ref(&self, buffer: &mut <Sqlite as Driver>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<'_, Sqlite>>::encode_by_ref(&self.0, buffer)
    }
}

impl Decode<'_, Sqlite> for Text {
    fn decode(value: SqliteValueRef<'_>) -> Result<Text, BoxDynError> {
        <String as Decode<'_, Sqlite>>::decode(value).map(Text)
    }
}

impl Type<Postgres> for Text {
    fn type_info() -> PgTypeInfo {
        <str as Type<Postgres>>::type_info()
    }

    fn compatible(info: &PgTypeInfo) -> bool {
        <str as Type<Postgres>>::compatible(info)
    }
}

impl Encode<'_, Postgres> for Text {
    fn encode_by_ref(&self, buffer: &mut <Postgres as Driver>::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as Encode<'_, Postgres>>::encode_by_ref(&escaped(&self.0).as_ref(), buffer)
    }
}

impl<'r> Decode<'r, Postgres> for Text {
    fn decode(value: PgValueRef<'r>) -> Result<Text, BoxDynError> {
        <&str as Decode<'r, Postgres>>::decode(value).map(|text| Text(unescaped(text)))
    }
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '\0']) {
        return text.into();
    }
    text.replace('\\', r"\\").replace('\0', r"\0").into()
}

fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        unescaped.push(match character {
            '\\' => match characters.next() {
                Some('0') => '\0',
                _ => '\\',
            },
            other => other,
        });
    }
    unescaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_stored_without_nul_and_read_back() {
        for text in ["", "a", "\0", "\\", "\\0", "\\\0", "\0\\", "a\0b\\\\0c", "é\0😀", r"\\\\0"] {
            let stored = escaped(text);
            assert!(!stored.contains('\0'), "{text:?}");
            assert_eq!(unescaped(&stored), text, "{text:?}");
        }
        assert_eq!(escaped("a\0\\"), r"a\0\\");
    }
}
