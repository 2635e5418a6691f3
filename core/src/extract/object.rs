//! [`Object`]: the current place in an object.

use std::borrow::Cow;

use super::failure::{Failure, Fault, Step};
use crate::Segment;

/// The member of the object as which serde_json shows a number, if a program turns on its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// The current place in an object.
#[derive(Debug, Default)]
pub(super) struct Object<'a> {
    /// The member whose value comes next.
    current: Option<Step>,
    /// The name of the member that was read last.
    name: Cow<'a, str>,
    has_ended: bool,
    /// It is a number.
    is_number: bool,
}

impl<'a> Object<'a> {
    /// Notes the member that is being read.
    pub(super) fn begin(&mut self, step: Step, name: impl Into<Cow<'a, str>>) {
        self.current = Some(step);
        self.name = name.into();
        self.is_number |= self.name == NUMBER;
    }

    /// Notes that every member was read.
    pub(super) fn end(&mut self) {
        self.current = None;
        self.has_ended = true;
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Returns the member whose value is being read.
    pub(super) fn enter(&mut self) -> Option<Step> {
        self.current.take()
    }

    /// Returns the segment of the member that was read last.
    pub(super) fn segment(&self) -> Segment<'static> {
        Segment::Member(Cow::Owned(self.name.clone().into_owned()))
    }

    /// Names the member that a failure of the object is about.
    pub(super) fn locate(&self, failure: Failure) -> Failure {
        // A number has no members: it is the wrong value.
        if self.is_number {
            return Failure::new(Fault::Rule);
        }
        if failure.is_located() {
            return failure;
        }
        match failure.fault {
            Fault::Missing(name) if self.has_ended => {
                failure.inside(Step::Added(name), Some(Segment::Member(name.into())))
            }
            Fault::Twice | Fault::Unknown => match self.current {
                Some(step) => failure.inside(step, Some(self.segment())),
                None => failure,
            },
            _ => failure,
        }
    }
}
