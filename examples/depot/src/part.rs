//! [`Part`]: what the AyaNova mount has in stock, and the rules for it.

use errorbook::{Constraint, Violation};
use serde::{Deserialize, Serialize};

use crate::Member;
use crate::rules::{Rules, at_least, text};

/// The longest name of a part or a work order, and the longest serial, in characters.
pub(crate) const TEXT_LIMIT: u64 = 255;

/// A part, as stored and answered.
///
/// ```json
/// {"id":1,"concurrency":1,"name":"Fuse 10A","serial":"F-10A","quantity":25}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
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

/// The body of a POST.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewPart {
    /// Required, not blank, at most 255 characters.
    pub name: Member<String>,
    /// Not blank, at most 255 characters, unique; absent is null.
    pub serial: Member<String>,
    /// Required, at least 0.
    pub quantity: Member<i64>,
}

impl NewPart {
    /// The members that keep their rules; `serial_taken` says whether another part has the serial.
    pub(crate) fn check(self, serial_taken: bool) -> Result<PartFields, Vec<Violation>> {
        let mut rules = Rules::new(Violation::new);
        let name = rules.keep("name", text(self.name, Some(TEXT_LIMIT)));
        let serial = rules.keep("serial", serial(self.serial, serial_taken));
        let quantity = rules.keep("quantity", at_least(0, self.quantity));
        let fields = || Some(PartFields { name: name?, serial: serial?, quantity: quantity? });
        rules.finish(fields())
    }
}

/// The body of a PUT.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PartChange {
    /// Required: the id in the path.
    pub id: Member<i64>,
    /// Required: the concurrency that the client has seen.
    pub concurrency: Member<i64>,
    /// As in [`NewPart`].
    pub name: Member<String>,
    /// The serial that the part has.
    pub serial: Member<String>,
    /// As in [`NewPart`].
    pub quantity: Member<i64>,
}

impl PartChange {
    /// The concurrency that the client has seen, and what it wants of the part as stored.
    pub(crate) fn check(self, stored: Part) -> Result<(i64, PartFields), Vec<Violation>> {
        let mut rules = Rules::new(Violation::new);
        let id = rules.keep("id", self.id.required());
        let concurrency = rules.keep("concurrency", self.concurrency.required());
        let name = rules.keep("name", text(self.name, Some(TEXT_LIMIT)));
        // A serial that stays is the stored one and has kept its rules; one that changes breaks no rule but this.
        if self.serial.value() != stored.serial {
            rules.refuse("serial", Constraint::Fixed);
        }
        let quantity = rules.keep("quantity", at_least(0, self.quantity));
        let change = || {
            let fields = PartFields { name: name?, serial: stored.serial, quantity: quantity? };
            id.and(concurrency).map(|concurrency| (concurrency, fields))
        };
        rules.finish(change())
    }
}

/// The members of a part that a client sets and that keep their rules.
#[derive(Debug)]
pub(crate) struct PartFields {
    pub(crate) name: String,
    pub(crate) serial: Option<String>,
    pub(crate) quantity: i64,
}

fn serial(member: Member<String>, taken: bool) -> Result<Option<String>, Constraint> {
    match member {
        Member::Absent | Member::Null => Ok(None),
        given => match text(given, Some(TEXT_LIMIT))? {
            _ if taken => Err(Constraint::Unique),
            serial => Ok(Some(serial)),
        },
    }
}
