//! [`Elements`]: the elements of an array.

use serde::de::{DeserializeSeed, SeqAccess};

use super::super::failure::{Failure, Step};
use super::{At, Seed, refused};
use crate::Segment;

/// The elements of an array.
pub(super) struct Elements<'a, A, E> {
    pub(super) format: A,
    pub(super) next: &'a mut usize,
    pub(super) at: At<'a>,
    pub(super) name: &'static str,
    pub(super) has_ended: &'a mut bool,
    /// The format's own error.
    pub(super) error: &'a mut Option<E>,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<'_, A, A::Error> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        self.at.place.entered.set(true);
        self.at.unproven.begin();
        let (index, step) = (*self.next, Step::At(*self.next));
        let mut failure = None;
        let mends = self.at.mends.and_then(|mends| mends.below(step));
        let element = self.format.next_element_seed(Seed {
            seed,
            mends,
            within: self.name,
            unproven: self.at.unproven,
            failure: &mut failure,
        });
        let element = element.map_err(|error| {
            *self.error = Some(error);
            match failure {
                Some(failure) => failure.inside(step, Some(Segment::Index(index))),
                None => unfinished(index),
            }
        })?;
        *self.next += 1;
        if element.is_none() {
            self.at.unproven.end();
            *self.has_ended = true;
        }
        Ok(element)
    }

    fn size_hint(&self) -> Option<usize> {
        self.format.size_hint()
    }
}

/// Returns the failure of the element before this one, if the format has read only a part of it, such as `1` of `1.5`. In a
/// readable body, nothing else can stop the format.
pub(super) fn unfinished(next: usize) -> Failure {
    match next.checked_sub(1) {
        Some(last) => refused().inside(Step::At(last), Some(Segment::Index(last))),
        None => refused(),
    }
}
