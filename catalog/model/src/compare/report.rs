//! [`Report`]: all changes between two versions of a catalog.

use std::fmt;

use serde::Serialize;

use crate::compare::change::Change;
use crate::compare::difference::Severity;
use crate::visible::word;

/// All changes between two versions of a catalog. [`Catalog::compare`](crate::Catalog::compare) returns it.
///
/// ```
/// use errorbook_model::Catalog;
///
/// let old = Catalog::from_json(br#"{
///     "name": "cart",
///     "codes": [
///         {"code": "CART-1000", "status": 410, "message": "The cart is gone"},
///         {"code": "CART-1001", "status": 409, "message": "Empty"},
///         {"code": "CART-1003", "status": 503, "message": "Closed", "retry": "after", "retry_after": 30}
///     ]
/// }"#)?;
/// let new = Catalog::from_json(br#"{
///     "name": "cart",
///     "codes": [
///         {"code": "CART-1001", "status": 422, "message": "The cart is empty"},
///         {"code": "CART-1002", "status": 409, "message": "Not enough in stock"},
///         {"code": "CART-1003", "status": 503, "message": "Closed", "retry": "never"}
///     ]
/// }"#)?;
/// let report = old.compare(&new);
///
/// // For people:
/// assert_eq!(report.to_string(), r#"cart: 3 breaking changes, 1 addition, 1 changed text
///
/// breaking (clients of the old book can fail):
///   CART-1000 (410 "The cart is gone") was removed: restore its row, or replace it with `retired "CART-1000";`
///   CART-1001 has status 422 instead of 409: restore 409, or retire the code and add a new code
///   CART-1003 could be retried (after 30s), but now it cannot (never): restore `retry: after 30s`, or retire the code and add a new code
///
/// additions (clients of the old book keep working):
///   CART-1002 is new: 409 "Not enough in stock"
///
/// changed texts (only people read them):
///   CART-1001 has the message "The cart is empty" instead of "Empty"
/// "#);
///
/// // For programs, sorted by code:
/// assert_eq!(serde_json::to_string(&report)?, concat!(
///     r#"{"from":"cart","to":"cart","breaking":true,"changes":["#,
///     r#"{"code":"CART-1000","severity":"breaking","change":"removed","status":410,"message":"The cart is gone"},"#,
///     r#"{"code":"CART-1001","severity":"breaking","change":"status_changed","from":409,"to":422},"#,
///     r#"{"code":"CART-1001","severity":"note","change":"message_changed","from":"Empty","to":"The cart is empty"},"#,
///     r#"{"code":"CART-1002","severity":"addition","change":"added","status":409,"message":"Not enough in stock"},"#,
///     r#"{"code":"CART-1003","severity":"breaking","change":"retry_withdrawn","#,
///     r#""from":{"retry":"after","retry_after":30},"to":{"retry":"never","retry_after":null}}]}"#,
/// ));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In the JSON, `change` is the variant of [`Difference`](crate::Difference) in snake_case, followed by the fields of the
/// variant. A retry rule has the members `retry` and `retry_after`, which are null if there is no rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    from: String,
    to: String,
    breaking: bool,
    changes: Vec<Change>,
}

impl Report {
    pub(super) fn new(from: &str, to: &str, changes: Vec<Change>) -> Report {
        let breaking = changes.iter().any(|change| change.severity() == Severity::Breaking);
        Report { from: from.to_owned(), to: to.to_owned(), breaking, changes }
    }

    /// Returns the name of the new catalog.
    pub fn name(&self) -> &str {
        &self.to
    }

    /// Returns all changes, sorted by code.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns true if a change breaks clients of the old book.
    pub const fn is_breaking(&self) -> bool {
        self.breaking
    }

    /// Returns true if nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the highest severity of the changes.
    pub fn severity(&self) -> Option<Severity> {
        self.changes.iter().map(Change::severity).max()
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.severity() == severity)
    }
}

/// Writes the number of changes, then one line for each change. The most severe changes come first.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&word(&self.from))?;
        if self.from != self.to {
            write!(f, " to {}", word(&self.to))?;
        }
        if self.is_empty() {
            return writeln!(f, ": nothing changed");
        }
        let counts = GROUPS.iter().filter_map(|(severity, noun, _)| match self.of(*severity).count() {
            0 => None,
            1 => Some(format!("1 {noun}")),
            count => Some(format!("{count} {noun}s")),
        });
        writeln!(f, ": {}", counts.collect::<Vec<_>>().join(", "))?;
        for (severity, _, heading) in GROUPS {
            let mut changes = self.of(severity).peekable();
            if changes.peek().is_some() {
                writeln!(f, "\n{heading}:")?;
            }
            changes.try_for_each(|change| writeln!(f, "  {change}"))?;
        }
        Ok(())
    }
}

/// The severities, each with its noun and the heading above its changes.
const GROUPS: [(Severity, &str, &str); 3] = [
    (Severity::Breaking, "breaking change", "breaking (clients of the old book can fail)"),
    (Severity::Addition, "addition", "additions (clients of the old book keep working)"),
    (Severity::Note, "changed text", "changed texts (only people read them)"),
];
