//! [`Failure`]: why reading has failed, and where.

use std::cell::{Cell, OnceCell};
use std::fmt;
use std::mem;
use std::ops::{Deref, DerefMut};

use serde::de::{Error, Expected, Unexpected};

use crate::Segment;

/// Why a value does not fit. Nothing in it comes from the value itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A member that the type requires is absent.
    Missing(&'static str),
    /// A member comes twice.
    Twice,
    /// A member that the type does not know.
    Unknown,
    /// The name of a member cannot be read as the key of the map, with what the key must be.
    Name(Option<String>),
    /// None of these variants.
    Variant(&'static [&'static str]),
    /// There is another number of values than the type says it expected.
    Length(String),
    /// The type says what it expected.
    Expected(String),
    /// The format cannot read what the type asks for.
    Refused,
    /// A rule of the type's own.
    Rule,
}

/// One step on the way from the value as a whole to the place of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// The element or member at this position, counted from 0. The contents of a variant are at 0.
    At(usize),
    /// The member of this name, which the value does not have.
    Added(&'static str),
}

/// Notes about the value that is being read.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// The type has begun to read elements or members.
    pub(super) entered: Cell<bool>,
    /// The type has taken all that it wants of an array or object.
    pub(super) finished: Cell<bool>,
    /// How many substitutes there are, if the value is one.
    pub(super) options: Cell<usize>,
    /// The words in which the type asks for a text, if the value is a substitute.
    pub(super) text: OnceCell<String>,
}

/// Why reading has failed, and where. It is boxed: every value that is read moves a result which could hold it.
#[derive(Debug)]
pub(super) struct Failure(Box<Details>);

/// Why reading has failed, and where.
#[derive(Debug)]
pub(super) struct Details {
    pub(super) fault: Fault,
    /// The steps to the place, the last one first. A step without a segment is not part of the path.
    pub(super) steps: Vec<(Step, Option<Segment<'static>>)>,
    /// How many substitutes there are for the value that was refused.
    pub(super) options: usize,
    /// The words in which the type asks for a text, if it has refused one.
    pub(super) text: Option<String>,
    /// Nothing after it can be trusted.
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

    /// Returns a failure of the place that is being read, not of one inside.
    pub(super) fn located(mut self) -> Failure {
        self.is_located = true;
        self
    }

    pub(super) fn is_located(&self) -> bool {
        self.is_located
    }

    /// Returns the failure of a value that has this one inside.
    pub(super) fn inside(mut self, step: Step, segment: Option<Segment<'static>>) -> Failure {
        self.steps.push((step, segment));
        self.located()
    }

    /// Returns a failure of this place, unless it is one of a place inside.
    ///
    /// Once the type has begun to read elements or members, its words may be about any of them: a buffered type reads them again,
    /// without saying where it is.
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

/// Takes serde's reasons as data, apart from the value, which serde's messages would repeat.
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
