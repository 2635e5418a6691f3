//! [`WorkOrder`]: what uses the parts in stock, and the rules for it.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::{Constraint, Violation, ayanova};
use garde::Validate;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::Member;
use crate::part::TEXT_LIMIT;
use crate::rules::{broken, given, kept, not_blank, without_message};

/// No text is limited to so few: what is too long by this limit is the list of contracted units.
const UNIT_LIMIT: usize = 1;

/// A work order, as stored and answered.
///
/// ```json
/// {"id":2,"name":"Mend","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","contractedUnits":[7],"parts":[{"partId":1,"quantity":2}]}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkOrder {
    /// Its key.
    pub id: i64,
    /// What is to be done.
    pub name: String,
    /// RFC 3339, as the client wrote it.
    pub start: String,
    /// RFC 3339, as the client wrote it.
    pub end: String,
    /// The contracted unit, if there is one: never more.
    pub contracted_units: Vec<i64>,
    /// What was taken from stock.
    pub parts: Vec<UsedPart>,
}

/// A part that a work order uses.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsedPart {
    /// The part's key.
    pub part_id: i64,
    /// How many were taken.
    pub quantity: i64,
}

/// The body of a POST.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(context(BTreeSet<i64>))] // the keys of the parts that exist
pub struct NewWorkOrder {
    /// Required, not blank, at most 255 characters.
    #[garde(custom(given), inner(custom(not_blank), length(chars, max = TEXT_LIMIT)))]
    #[schema(value_type = Option<String>)]
    pub name: Member<String>,
    /// Required, RFC 3339 with an offset.
    #[garde(custom(given), inner(custom(readable)))]
    #[schema(value_type = Option<String>)]
    pub start: Member<String>,
    /// Required, RFC 3339 with an offset, after the start.
    #[garde(custom(given), inner(custom(readable), custom(after(&self.start))))]
    #[schema(value_type = Option<String>)]
    pub end: Member<String>,
    /// One at most; absent is none.
    #[garde(length(max = UNIT_LIMIT))]
    pub contracted_units: Vec<i64>,
    /// Absent is none.
    #[garde(dive)]
    pub parts: Vec<NewUsedPart>,
}

/// A part that a work order is to use.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, Default, Deserialize, Serialize, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(context(BTreeSet<i64>))] // the keys of the parts that exist
pub struct NewUsedPart {
    /// Required: the key of a part.
    #[garde(custom(given), inner(custom(known)))]
    #[schema(value_type = Option<i64>)]
    pub part_id: Member<i64>,
    /// Required, at least 1.
    #[garde(custom(given), inner(range(min = 1)))]
    #[schema(value_type = Option<i64>)]
    pub quantity: Member<i64>,
}

impl NewWorkOrder {
    /// The keys of the parts that are asked for, whether there are such parts or not.
    pub(crate) fn part_ids(&self) -> BTreeSet<i64> {
        self.parts.iter().filter_map(|part| part.part_id.value()).collect()
    }

    /// The members that keep their rules; `known` are those of the [part ids](Self::part_ids) that exist.
    pub(crate) fn check(self, known: &BTreeSet<i64>) -> Result<WorkOrderFields, Vec<Violation>> {
        kept(self, known, words, |new| {
            let used =
                |part: NewUsedPart| Some(UsedPart { part_id: part.part_id.value()?, quantity: part.quantity.value()? });
            Some(WorkOrderFields {
                name: new.name.value()?,
                start: new.start.value()?,
                end: new.end.value()?,
                contracted_unit: new.contracted_units.first().copied(),
                parts: new.parts.into_iter().map(used).collect::<Option<_>>()?,
            })
        })
    }
}

/// The members of a work order that keep their rules.
#[derive(Debug)]
pub(crate) struct WorkOrderFields {
    pub(crate) name: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) contracted_unit: Option<i64>,
    pub(crate) parts: Vec<UsedPart>,
}

impl WorkOrderFields {
    /// How many of each part are wanted in all, by the parts' keys: more than an `i64` holds when a client says so.
    pub(crate) fn wanted(&self) -> BTreeMap<i64, i128> {
        let mut wanted = BTreeMap::new();
        for part in &self.parts {
            *wanted.entry(part.part_id).or_default() += i128::from(part.quantity);
        }
        wanted
    }

    /// The work order that was stored under this key.
    pub(crate) fn stored_as(self, id: i64) -> WorkOrder {
        WorkOrder {
            id,
            name: self.name,
            start: self.start,
            end: self.end,
            contracted_units: self.contracted_unit.into_iter().collect(),
            parts: self.parts,
        }
    }
}

/// The instant that a time stands for.
fn instant(text: &str) -> Option<OffsetDateTime> {
    // The parser takes any byte between date and time; RFC 3339 knows T, and a space for people to read.
    let separated = matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' '));
    OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| separated)
}

fn readable(time: &str, _: &BTreeSet<i64>) -> garde::Result {
    instant(time).map(|_| ()).ok_or_else(|| broken(&Constraint::Invalid))
}

/// A time that cannot be read is neither before nor after another.
fn after(start: &Member<String>) -> impl FnOnce(&str, &BTreeSet<i64>) -> garde::Result {
    let start = start.as_ref().value().and_then(|start| instant(start));
    move |end, _| match start.zip(instant(end)) {
        Some((start, end)) if start >= end => Err(broken(&Constraint::StartBeforeEnd)),
        _ => Ok(()),
    }
}

fn known(part_id: &i64, known: &BTreeSet<i64>) -> garde::Result {
    if known.contains(part_id) { Ok(()) } else { Err(broken(&Constraint::Child)) }
}

/// A violation in AyaNova's words, which have a code of their own for a second unit.
fn words(violation: Violation) -> Violation {
    match violation.constraint() {
        Constraint::MaxLength(limit) if *limit == UNIT_LIMIT as u64 => {
            let only_one = Constraint::custom("MultipleContractedUnits", Some(ayanova::MULTIPLE_CONTRACTED_UNITS));
            Violation::new(violation.target().clone(), only_one)
        }
        _ => without_message(violation),
    }
}
