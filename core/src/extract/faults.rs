//! [`find`]: finds every fault of a value.

use std::cell::OnceCell;
use std::rc::Rc;

use super::attempt::KnownTexts;
use super::expectation::{self, Expectation};
use super::failure::{Failure, Fault, Step};
use super::mends::{Mends, Next};
use crate::{Constraint, FieldPath, Segment, Violation};

/// The greatest number of faults in the list.
const MOST: usize = 32;

/// A place with a value that does not fit.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: Vec<Segment<'static>>,
    pub(super) fault: Fault,
    steps: Vec<Step>,
    expectation: Rc<OnceCell<Expectation>>,
}

/// Finds the faults of a value, in the order in which reading meets them.
///
/// The value is read again for each fault, past the known faults: until `read` returns no failure, and at most 33 times. `length` is the
/// length of the value: the names in the list are together no longer than that, or than a few kilobytes.
pub(super) fn find(length: usize, mut read: impl FnMut(&Mends) -> Option<Failure>) -> Vec<Found> {
    let (mut mends, texts, mut found) = (Mends::default(), KnownTexts::default(), Vec::new());
    let mut names = length + 4096;
    for pass in 0..=MOST {
        let Some(failure) = read(&mends) else { break };
        let expectation = match mends.mend(&failure, &texts) {
            Next::Listed(expectation) => expectation,
            Next::Retried => continue,
            Next::Unfounded { is_whole } => {
                take_back(&mut found, failure, is_whole);
                break;
            }
            Next::Ended => break,
        };
        let is_last = failure.is_last;
        let new = Found::new(failure, expectation);
        let text = new.path.iter().map(|segment| if let Segment::Member(name) = segment { name.len() + 1 } else { 0 });
        match names.checked_sub(text.sum()) {
            Some(left) => names = left,
            None if found.is_empty() => names = 0,
            None => break,
        }
        // The last pass only confirms the faults found before.
        if pass == MOST {
            break;
        }
        found.push(new);
        if is_last {
            break;
        }
    }
    // Several members of one name can have the same fault.
    let mut told: Vec<Found> = Vec::with_capacity(found.len());
    for found in found {
        if !told.iter().any(|told| told.path == found.path && told.message() == found.message()) {
            told.push(found);
        }
    }
    told
}

/// Removes the member that is not missing after all, and the faults found after it. Something in the object is wrong nevertheless.
fn take_back(found: &mut Vec<Found>, failure: Failure, is_whole: bool) {
    let mut unfounded = Found::new(failure, Rc::default());
    let known = found.iter().position(|known| known.steps == unfounded.steps);
    found.truncate(known.unwrap_or(found.len()));
    if is_whole {
        unfounded.path.pop();
        unfounded.fault = Fault::Rule;
        found.push(unfounded);
    }
}

impl Found {
    fn new(failure: Failure, expectation: Rc<OnceCell<Expectation>>) -> Found {
        let failure = failure.into_details();
        let (mut path, mut steps) = (Vec::new(), Vec::new());
        for (step, segment) in failure.steps.into_iter().rev() {
            path.extend(segment);
            steps.push(step);
        }
        Found { path, fault: failure.fault, steps, expectation }
    }

    /// Returns the position of the element or member that contains the fault.
    pub(super) fn position(&self) -> Option<usize> {
        self.steps.first().and_then(|step| if let Step::At(at) = step { Some(*at) } else { None })
    }

    /// Returns the message, which does not contain the value.
    pub(super) fn message(&self) -> String {
        let expected = match &self.fault {
            Fault::Missing(_) => return "is missing".to_owned(),
            Fault::Twice => return "occurs twice".to_owned(),
            Fault::Unknown => return "is unknown".to_owned(),
            Fault::Name(expected) => {
                let expected = expected.as_deref().map_or(String::new(), |words| format!(": expected {words}"));
                return format!("the name of a member is not valid{expected}");
            }
            Fault::Variant(names) => expectation::one_of(names),
            fault => self.expectation.get().and_then(|expectation| expectation.words(fault)),
        };
        match expected {
            Some(expected) => format!("expected {expected}"),
            None => "is not valid".to_owned(),
        }
    }

    pub(super) fn constraint(&self) -> Constraint {
        if matches!(self.fault, Fault::Missing(_)) { Constraint::Missing } else { Constraint::Invalid }
    }

    pub(super) fn into_violation(self) -> Violation {
        let (message, constraint) = (self.message(), self.constraint());
        Violation::new(FieldPath::from_iter(self.path), constraint).with_message(message)
    }
}
