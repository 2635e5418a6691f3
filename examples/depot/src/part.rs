//! [`Part`]: a part in the stock of the AyaNova mount, and its rules.

use errorbook::{Constraint, Violation};
use garde::Validate;
use serde::{Deserialize, Serialize};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::Member;
use crate::rules::{broken, given, kept, not_blank, without_message};
use crate::storage::Text;

/// The maximum length of names of parts and work orders, and of serials, in characters.
pub(crate) const TEXT_LIMIT: usize = 255;

/// A stored part.
///
/// ```json
/// {"id":1,"concurrency":1,"name":"Fuse 10A","serial":"F-10A","quantity":25}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The id.
    pub id: i64,
    /// A counter. It is incremented by each change and each time parts are taken from stock.
    pub concurrency: i64,
    /// The name.
    pub name: String,
    /// The serial. It is unique and never changes.
    pub serial: Option<String>,
    /// The number of pieces in stock.
    pub quantity: i64,
}

impl<'r, R: Row> FromRow<'r, R> for Part
where
    &'static str: ColumnIndex<R>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    Text: Decode<'r, R::Database> + Type<R::Database>,
    Option<Text>: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Part> {
        Ok(Part {
            id: row.try_get("id")?,
            concurrency: row.try_get("concurrency")?,
            name: row.try_get::<Text, _>("name")?.into(),
            serial: row.try_get::<Option<Text>, _>("serial")?.map(String::from),
            quantity: row.try_get("quantity")?,
        })
    }
}

/// The body of a POST.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize, Validate)]
#[serde(default)]
#[garde(context(bool))] // true if another part has the serial
pub struct NewPart {
    /// Required, not blank, at most 255 characters.
    #[garde(custom(given), inner(custom(not_blank), length(chars, max = TEXT_LIMIT)))]
    #[schema(value_type = Option<String>)]
    pub name: Member<String>,
    /// Not blank, at most 255 characters, unique. Absent means null.
    #[garde(inner(custom(not_blank), length(chars, max = TEXT_LIMIT), custom(unique)))]
    #[schema(value_type = Option<String>)]
    pub serial: Member<String>,
    /// Required, at least 0.
    #[garde(custom(given), inner(range(min = 0)))]
    #[schema(value_type = Option<i64>)]
    pub quantity: Member<i64>,
}

impl NewPart {
    /// Returns the members if they keep all rules. `serial_taken` is true if another part has the serial.
    pub(crate) fn check(self, serial_taken: bool) -> Result<PartFields, Vec<Violation>> {
        kept(self, &serial_taken, without_message, |new| {
            let serial = new.serial.value();
            Some(PartFields { name: new.name.value()?, serial, quantity: new.quantity.value()? })
        })
    }
}

/// The body of a PUT.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize, Validate)]
#[serde(default)]
#[garde(context(Part))] // the stored part
pub struct PartChange {
    /// Required: must equal the id in the path.
    #[garde(custom(given))]
    #[schema(value_type = Option<i64>)]
    pub id: Member<i64>,
    /// Required: the concurrency that the client has seen.
    #[garde(custom(given))]
    #[schema(value_type = Option<i64>)]
    pub concurrency: Member<i64>,
    /// The same as in [`NewPart`].
    #[garde(custom(given), inner(custom(not_blank), length(chars, max = TEXT_LIMIT)))]
    #[schema(value_type = Option<String>)]
    pub name: Member<String>,
    /// The serial must be the stored one. A changed serial breaks only this rule.
    #[garde(custom(unchanged))]
    #[schema(value_type = Option<String>)]
    pub serial: Member<String>,
    /// The same as in [`NewPart`].
    #[garde(custom(given), inner(range(min = 0)))]
    #[schema(value_type = Option<i64>)]
    pub quantity: Member<i64>,
}

impl PartChange {
    /// Returns the concurrency that the client has seen, and the new members.
    pub(crate) fn check(self, stored: &Part) -> Result<(i64, PartFields), Vec<Violation>> {
        kept(self, stored, without_message, |change| {
            let serial = change.serial.value();
            let fields = PartFields { name: change.name.value()?, serial, quantity: change.quantity.value()? };
            Some((change.concurrency.value()?, fields))
        })
    }
}

/// The members of a part that a client sets, after all rules were checked.
#[derive(Debug)]
pub(crate) struct PartFields {
    pub(crate) name: String,
    pub(crate) serial: Option<String>,
    pub(crate) quantity: i64,
}

fn unique(_: &str, taken: &bool) -> garde::Result {
    if *taken { Err(broken(&Constraint::Unique)) } else { Ok(()) }
}

fn unchanged(serial: &Member<String>, stored: &Part) -> garde::Result {
    if serial.as_ref().value() == stored.serial.as_ref() { Ok(()) } else { Err(broken(&Constraint::Fixed)) }
}
