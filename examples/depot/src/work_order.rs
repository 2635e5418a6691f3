//! [`WorkOrder`]: an order that uses parts from stock, and its rules.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::{Constraint, Violation, ayanova};
use garde::Validate;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::Member;
use crate::part::TEXT_LIMIT;
use crate::rules::{broken, given, kept, not_blank, without_message};

/// The maximum number of contracted units. No text has this limit, so it identifies the list of units.
const UNIT_LIMIT: usize = 1;

/// A stored work order.
///
/// ```json
/// {"id":2,"name":"Repair","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","contractedUnits":[7],"parts":[{"partId":1,"quantity":2}]}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkOrder {
    /// The id.
    pub id: i64,
    /// The name of the work.
    pub name: String,
    /// The start, in RFC 3339, as the client wrote it.
    pub start: String,
    /// The end, in RFC 3339, as the client wrote it.
    pub end: String,
    /// The contracted unit. There is at most one.
    pub contracted_units: Vec<i64>,
    /// The parts that were taken from stock.
    pub parts: Vec<UsedPart>,
}

/// A part that a work order uses.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsedPart {
    /// The id of the part.
    pub part_id: i64,
    /// The number of pieces.
    pub quantity: i64,
}

/// The body of a POST.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(context(BTreeSet<i64>))] // the ids of the parts that exist
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
    /// At most one. Absent means none.
    #[garde(length(max = UNIT_LIMIT))]
    pub contracted_units: Vec<i64>,
    /// Absent means none.
    #[garde(dive)]
    pub parts: Vec<NewUsedPart>,
}

/// A part that a new work order uses.
#[derive(utoipa::ToSchema, Debug, Clone, Copy, Default, Deserialize, Serialize, Validate)]
#[serde(rename_all = "camelCase", default)]
#[garde(context(BTreeSet<i64>))] // the ids of the parts that exist
pub struct NewUsedPart {
    /// Required: the id of a part that exists.
    #[garde(custom(given), inner(custom(known)))]
    #[schema(value_type = Option<i64>)]
    pub part_id: Member<i64>,
    /// Required, at least 1.
    #[garde(custom(given), inner(range(min = 1)))]
    #[schema(value_type = Option<i64>)]
    pub quantity: Member<i64>,
}

impl NewWorkOrder {
    /// Returns the ids of all listed parts, even if such parts do not exist.
    pub(crate) fn part_ids(&self) -> BTreeSet<i64> {
        self.parts.iter().filter_map(|part| part.part_id.value()).collect()
    }

    /// Returns the members if they keep all rules. `known` has those of the [part ids](Self::part_ids) that exist.
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

/// The members of a work order, after all rules were checked.
#[derive(Debug)]
pub(crate) struct WorkOrderFields {
    pub(crate) name: String,
    pub(crate) start: String,
    pub(crate) end: String,
    pub(crate) contracted_unit: Option<i64>,
    pub(crate) parts: Vec<UsedPart>,
}

impl WorkOrderFields {
    /// Returns the total number of pieces of each part, by id. A sum can be larger than an `i64`.
    pub(crate) fn wanted(&self) -> BTreeMap<i64, i128> {
        let mut wanted = BTreeMap::new();
        for part in &self.parts {
            *wanted.entry(part.part_id).or_default() += i128::from(part.quantity);
        }
        wanted
    }

    /// Returns the work order with the id under which it was stored.
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

/// Parses a time.
fn instant(text: &str) -> Option<OffsetDateTime> {
    // The parser accepts any byte between date and time. RFC 3339 allows only T and, for readability, a space.
    let separated = matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' '));
    OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| separated)
}

fn readable(time: &str, _: &BTreeSet<i64>) -> garde::Result {
    instant(time).map(|_| ()).ok_or_else(|| broken(&Constraint::Invalid))
}

/// Checks that a time is after the start. A time that cannot be read breaks another rule, and not this one.
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

/// Sets AyaNova's own code for a second contracted unit, and removes the message.
fn words(violation: Violation) -> Violation {
    match violation.constraint() {
        Constraint::MaxLength(limit) if *limit == UNIT_LIMIT as u64 => {
            let only_one = Constraint::custom("MultipleContractedUnits", Some(ayanova::MULTIPLE_CONTRACTED_UNITS));
            Violation::new(violation.target().clone(), only_one)
        }
        _ => without_message(violation),
    }
}
