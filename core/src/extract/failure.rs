//! [`Failure`]: the reason and the place of a failed reading.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::mem;
use std::ops::{Deref, DerefMut};

use serde::de::{Error, Expected, Unexpected};

use crate::Segment;

/// The reason why a value does not fit. It contains nothing of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A member that the type requires is absent.
    Missing(&'static str),
    /// A member is repeated.
    Twice,
    /// The type does not have this member.
    Unknown,
    /// The name of a member cannot be the key of the map. Contains the expected kind of key.
    Name(Option<String>),
    /// The name is not one of these variants.
    Variant(&'static [&'static str]),
    /// The number of values is not the expected one.
    Length(String),
    /// The value is not what the type expects.
    Expected(String),
    /// The format cannot read the requested kind of value.
    Refused,
    /// The value breaks a rule of the type.
    Rule,
}

/// One step from the whole value to the place of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// The element or member at this position, counted from 0. The contents of a variant have position 0.
    At(usize),
    /// A member that was added, because the value does not have it.
    Added(&'static str),
}

/// Notes about the value that is being read.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// True if the type has begun to read elements or members.
    pub(super) entered: Cell<bool>,
    /// True if the type has taken all that it needs of an array or object.
    pub(super) finished: Cell<bool>,
    /// The number of possible substitutes, if the value is a substitute.
    pub(super) options: Cell<usize>,
    /// The text with which the type requests a text, if the value is a substitute.
    pub(super) text: OnceCell<String>,
}

/// The reason and the place of a failed reading. It is boxed, because every value that is read moves a result that could contain it.
#[derive(Debug)]
pub(super) struct Failure(Box<Details>);

/// The reason and the place of a failed reading.
#[derive(Debug)]
pub(super) struct Details {
    pub(super) fault: Fault,
    /// The steps to the place, in reverse order. A step without a segment is not part of the path.
    pub(super) steps: Vec<(Step, Option<Segment<'static>>)>,
    /// The number of possible substitutes for the refused value.
    pub(super) options: usize,
    /// The text with which the type requests a text, if it has refused one.
    pub(super) text: Option<String>,
    /// True if nothing after this failure can be trusted.
    pub(super) is_last: bool,
    is_located: bool,
}

impl Failure {
    pub(super) fn new(fault: Fault) -> Failure {
        let (options, text, is_last, is_located) = (0, None, false, false);
        Failure(Box::new(Details { fault, steps: Vec::new(), options, text, is_last, is_located }))
    }

    pub(super) fn into_details(self) -> Details {
        *self.0
    }

    /// Returns a failure of the place that is being read, not of a place inside.
    pub(super) fn located(mut self) -> Failure {
        self.is_located = true;
        self
    }

    pub(super) fn is_located(&self) -> bool {
        self.is_located
    }

    /// Returns the failure of a value that contains this failure.
    pub(super) fn inside(mut self, step: Step, segment: Option<Segment<'static>>) -> Failure {
        self.steps.push((step, segment));
        self.located()
    }

    /// Returns a failure of this place, unless it already belongs to a place inside.
    ///
    /// After the type has begun to read elements or members, its reason may be about any of them: a buffered type reads them a second
    /// time without their places.
    pub(super) fn at(mut self, place: &Place) -> Failure {
        if self.is_located {
            return self;
        }
        self.options = place.options.get();
        self.text = place.text.get().cloned();
        self.fault = match mem::replace(&mut self.fault, Fault::Rule) {
            _ if place.entered.get() => Fault::Rule,
            Fault::Length(expected) => Fault::Expected(expected),
            fault @ (Fault::Variant(_) | Fault::Expected(_) | Fault::Refused) => fault,
            _ => Fault::Rule,
        };
        self.located()
    }
}

impl Deref for Failure {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Failure {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.fault)
    }
}

impl std::error::Error for Failure {}

/// Takes serde's reasons as data. serde's messages would repeat the value.
impl Error for Failure {
    fn custom<T: fmt::Display>(_: T) -> Failure {
        Failure::new(Fault::Rule)
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Failure {
        Failure::new(Fault::Expected(expected.to_string()))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Failure {
        Failure::new(Fault::Expected(expected.to_string()))
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Failure {
        Failure::new(Fault::Length(expected.to_string()))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Failure {
        Failure::new(Fault::Variant(expected))
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Failure {
        Failure::new(Fault::Unknown)
    }

    fn missing_field(field: &'static str) -> Failure {
        Failure::new(Fault::Missing(field))
    }

    fn duplicate_field(_: &'static str) -> Failure {
        Failure::new(Fault::Twice)
    }
}
