//! [`Pins`]: the codes and the status that a schema allows.

use std::collections::BTreeSet;

/// The codes that a schema allows, and the status if the schema allows only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pins {
    pub(super) codes: BTreeSet<String>,
    /// True if the schema also allows other codes.
    pub(super) others: bool,
    pub(super) status: Option<u16>,
}

impl Pins {
    /// The pins of a schema that allows any code.
    pub(super) const ANY: Pins = Pins { codes: BTreeSet::new(), others: true, status: None };

    /// Returns the pins of a schema that allows only these codes.
    pub(super) fn of(codes: impl IntoIterator<Item = String>) -> Pins {
        Pins { codes: codes.into_iter().collect(), others: false, status: None }
    }

    /// Returns the pins of a body that must match both schemas.
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

    /// Returns the pins of a body that must match one of the schemas.
    pub(super) fn or(self, other: Pins) -> Pins {
        let codes = self.codes.union(&other.codes).cloned().collect();
        Pins { codes, others: self.others || other.others, status: self.status.filter(|_| self.status == other.status) }
    }
}
