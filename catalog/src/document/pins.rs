//! [`Pins`]: the codes that a schema allows.

use std::collections::BTreeSet;

/// The codes that a schema allows, and the status that it pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pins {
    pub(super) codes: BTreeSet<String>,
    /// True if the schema allows other codes, too.
    pub(super) others: bool,
    pub(super) status: Option<u16>,
}

impl Pins {
    /// A schema that says nothing about codes.
    pub(super) const ANY: Pins = Pins { codes: BTreeSet::new(), others: true, status: None };

    /// A schema that allows these codes alone.
    pub(super) fn of(codes: impl IntoIterator<Item = String>) -> Pins {
        Pins { codes: codes.into_iter().collect(), others: false, status: None }
    }

    /// Returns what both schemas allow.
    pub(super) fn and(self, other: Pins) -> Pins {
        let status = self.status.or(other.status);
        let (codes, others) = match (self.others, other.others) {
            (false, false) => (self.codes.intersection(&other.codes).cloned().collect(), false),
            (false, true) => (self.codes, false),
            (true, false) => (other.codes, false),
            (true, true) => (self.codes.union(&other.codes).cloned().collect(), true),
        };
        Pins { codes, others, status }
    }

    /// Returns what one of the schemas allows.
    pub(super) fn or(self, other: Pins) -> Pins {
        let codes = self.codes.union(&other.codes).cloned().collect();
        Pins { codes, others: self.others || other.others, status: self.status.filter(|_| self.status == other.status) }
    }
}
