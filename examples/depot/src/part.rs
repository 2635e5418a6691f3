//! [`Part`]: what the AyaNova mount has in stock, and the rules for it.

use errorbook::{Constraint, Violation};
use garde::Validate;
use serde::{Deserialize, Serialize};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::Member;
use crate::rules::{broken, given, kept, not_blank, without_message};
use crate::storage::Text;

/// The longest name of a part or a work order, and the longest serial, in characters.
pub(crate) const TEXT_LIMIT: usize = 255;

/// A part, as stored and answered.
///
/// ```json
/// {"id":1,"concurrency":1,"name":"Fuse 10A","serial":"F-10A","quantity":25}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its key.
    pub id: i64,
    /// One higher after each change, and after stock was taken.
    pub concurrency: i64,
    /// What it is.
    pub name: String,
    /// Unlike every other part's, and fixed.
    pub serial: Option<String>,
    /// How many are in stock.
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
#[garde(context(bool))] // whether another part has the serial
pub struct NewPart {
    /// Required, not blank, at most 255 characters.
    #[garde(custom(given), inner(custom(not_blank), length(chars, max = TEXT_LIMIT)))]
    #[schema(value_type = Option<String>)]
    pub name: Member<String>,
    /// Not blank, at most 255 characters, unique; absent is null.
    #[garde(inner(custom(not_blank), length(chars, max = TEXT_LIMIT), custom(unique)))]
    #[schema(value_type = Option<String>)]
    pub serial: Member<String>,
    /// Required, at least 0.
    #[garde(custom(given), inner(range(min = 0)))]
    #[schema(value_type = Option<i64>)]
    pub quantity: Member<i64>,
}

impl NewPart {
    /// The members that keep their rules; `serial_taken` says whether another part has the serial.
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
#[garde(context(Part))] // the part as stored
pub struct PartChange {
    /// Required: the id in the path.
    #[garde(custom(given))]
    #[schema(value_type = Option<i64>)]
    pub id: Member<i64>,
    /// Required: the concurrency that the client has seen.
    #[garde(custom(given))]
    #[schema(value_type = Option<i64>)]
    pub concurrency: Member<i64>,
    /// As in [`NewPart`].
    #[garde(custom(given), inner(custom(not_blank), length(chars, max = TEXT_LIMIT)))]
    #[schema(value_type = Option<String>)]
    pub name: Member<String>,
    /// The serial that the part has: one that stays has kept its rules, one that changes breaks no rule but this.
    #[garde(custom(unchanged))]
    #[schema(value_type = Option<String>)]
    pub serial: Member<String>,
    /// As in [`NewPart`].
    #[garde(custom(given), inner(range(min = 0)))]
    #[schema(value_type = Option<i64>)]
    pub quantity: Member<i64>,
}

impl PartChange {
    /// The concurrency that the client has seen, and what it wants of the part as stored.
    pub(crate) fn check(self, stored: &Part) -> Result<(i64, PartFields), Vec<Violation>> {
        kept(self, stored, without_message, |change| {
            let serial = change.serial.value();
            let fields = PartFields { name: change.name.value()?, serial, quantity: change.quantity.value()? };
            Some((change.concurrency.value()?, fields))
        })
    }
}

/// The members of a part that a client sets and that keep their rules.
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
