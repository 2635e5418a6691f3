//! [`WorkOrder`]: what uses the parts in stock, and the rules for it.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::{Constraint, Violation, ayanova};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::Member;
use crate::part::TEXT_LIMIT;
use crate::rules::{Rules, at_least, text};

/// A work order, as stored and answered.
///
/// ```json
/// {"id":2,"name":"Mend","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","contractedUnits":[7],"parts":[{"partId":1,"quantity":2}]}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsedPart {
    /// The part's key.
    pub part_id: i64,
    /// How many were taken.
    pub quantity: i64,
}

/// The body of a POST.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewWorkOrder {
    /// Required, not blank, at most 255 characters.
    pub name: Member<String>,
    /// Required, RFC 3339 with an offset.
    pub start: Member<String>,
    /// Required, RFC 3339 with an offset, after the start.
    pub end: Member<String>,
    /// One at most; absent is none.
    pub contracted_units: Vec<i64>,
    /// Absent is none.
    pub parts: Vec<NewUsedPart>,
}

/// A part that a work order is to use.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewUsedPart {
    /// Required: the key of a part.
    pub part_id: Member<i64>,
    /// Required, at least 1.
    pub quantity: Member<i64>,
}

impl NewWorkOrder {
    /// The keys of the parts that are asked for, whether there are such parts or not.
    pub(crate) fn part_ids(&self) -> BTreeSet<i64> {
        self.parts.iter().filter_map(|part| part.part_id.value()).collect()
    }

    /// The members that keep their rules; `known` are those of the [part ids](Self::part_ids) that exist.
    pub(crate) fn check(self, known: &BTreeSet<i64>) -> Result<WorkOrderFields, Vec<Violation>> {
        let mut rules = Rules::new(Violation::new);
        let name = rules.keep("name", text(self.name, Some(TEXT_LIMIT)));
        let start = rules.keep("start", Moment::read(self.start));
        let end = rules.keep("end", Moment::read(self.end));
        if let (Some(start), Some(end)) = (&start, &end)
            && start.instant >= end.instant
        {
            rules.refuse("end", Constraint::StartBeforeEnd);
        }
        if self.contracted_units.len() > 1 {
            rules.refuse("contractedUnits", only_one_unit());
        }
        let parts = used_parts(&mut rules, &self.parts, known);
        let fields = || {
            Some(WorkOrderFields {
                name: name?,
                start: start?.text,
                end: end?.text,
                contracted_unit: self.contracted_units.first().copied(),
                parts: parts?,
            })
        };
        rules.finish(fields())
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

/// A time as it was written, and the instant that it stands for.
struct Moment {
    text: String,
    instant: OffsetDateTime,
}

impl Moment {
    fn read(member: Member<String>) -> Result<Moment, Constraint> {
        let text = member.required()?;
        // The parser takes any byte between date and time; RFC 3339 knows T, and a space for people to read.
        if !matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')) {
            return Err(Constraint::Invalid);
        }
        match OffsetDateTime::parse(&text, &Rfc3339) {
            Ok(instant) => Ok(Moment { text, instant }),
            Err(_) => Err(Constraint::Invalid),
        }
    }
}

fn only_one_unit() -> Constraint {
    Constraint::custom("MultipleContractedUnits", Some(ayanova::MULTIPLE_CONTRACTED_UNITS))
}

/// All of the parts, or none when one of them breaks a rule.
fn used_parts(rules: &mut Rules, parts: &[NewUsedPart], known: &BTreeSet<i64>) -> Option<Vec<UsedPart>> {
    let mut used = Some(Vec::with_capacity(parts.len()));
    for (index, part) in parts.iter().enumerate() {
        let exists = |id| if known.contains(&id) { Ok(id) } else { Err(Constraint::Child) };
        let part_id = rules.keep(format!("parts[{index}].partId"), part.part_id.required().and_then(exists));
        let quantity = rules.keep(format!("parts[{index}].quantity"), at_least(1, part.quantity));
        used = used.zip(part_id.zip(quantity)).map(|(mut used, (part_id, quantity))| {
            used.push(UsedPart { part_id, quantity });
            used
        });
    }
    used
}
