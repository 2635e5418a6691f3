//! [`Members`]: the members of an object, without those that are left out and with those that are added.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, IntoDeserializer, MapAccess};

use super::super::expectation;
use super::super::failure::{Failure, Fault, Step};
use super::super::object::Object;
use super::super::substitute;
use super::super::untyped::Untyped;
use super::key::KeySeed;
use super::{At, Seed, refused};

/// The members of an object, without those that are left out and with those that are added.
pub(super) struct Members<'a, 'de, A, E> {
    pub(super) format: A,
    pub(super) next: usize,
    pub(super) at: At<'a>,
    pub(super) name: &'static str,
    pub(super) added: std::slice::Iter<'a, &'static str>,
    pub(super) object: &'a mut Object<'de>,
    /// The format's own error.
    pub(super) error: &'a mut Option<E>,
}

impl<'de, A: MapAccess<'de>> Members<'_, 'de, A, A::Error> {
    /// Reads the name of the next member. `seed` is used up only if there is one.
    fn next_sent<S: DeserializeSeed<'de>>(&mut self, seed: &mut Option<S>) -> Result<Option<S::Value>, Failure> {
        let unproven = self.at.unproven;
        while self.at.mends.is_some_and(|mends| mends.leaves_out(Step::At(self.next))) {
            self.next += 1;
            unproven.begin();
            self.format.next_entry::<IgnoredAny, Untyped>().map_err(|_| refused())?;
            unproven.end();
        }
        let step = Step::At(self.next);
        self.next += 1;
        let (mut name, mut failure) = (Default::default(), None);
        // The name and the value.
        unproven.begin();
        unproven.begin();
        match self.format.next_key_seed(KeySeed { seed, name: &mut name, unproven, failure: &mut failure }) {
            Ok(None) => {
                unproven.end();
                unproven.end();
                self.object.end();
                Ok(None)
            }
            Ok(key) => {
                self.object.begin(step, name);
                Ok(key)
            }
            Err(_) => Err(match failure {
                Some(failure) if failure.fault == Fault::Unknown => {
                    self.object.begin(step, name);
                    failure.inside(step, Some(self.object.segment()))
                }
                // The name is data and must not be repeated: the path ends with the object.
                Some(mut failure) => {
                    if let Fault::Variant(names) = failure.fault {
                        failure.fault = Fault::Name(expectation::one_of(names));
                    }
                    failure.inside(step, None)
                }
                // The format has read only a part of the member before, such as `1` of `1.5`.
                None => match self.next.checked_sub(2) {
                    Some(last) => refused().inside(Step::At(last), Some(self.object.segment())),
                    None => refused(),
                },
            }),
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, 'de, A, A::Error> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        self.at.place.entered.set(true);
        let mut seed = Some(seed);
        if !self.object.has_ended() {
            if let Some(key) = self.next_sent(&mut seed)? {
                return Ok(Some(key));
            }
        }
        let (Some(name), Some(seed)) = (self.added.next(), seed) else { return Ok(None) };
        self.object.begin(Step::Added(name), *name);
        let key: StrDeserializer<'_, Failure> = name.into_deserializer();
        seed.deserialize(key).map(Some).map_err(|failure| self.object.locate(failure))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let step = self.object.enter().ok_or_else(|| Failure::custom("no key comes before the value"))?;
        let mends = self.at.mends.and_then(|mends| mends.below(step));
        let mut failure = None;
        let value = match (step, mends.and_then(|mends| Some((mends, mends.attempt()?)))) {
            (Step::Added(_), Some((mends, attempt))) => {
                let value = substitute::read(seed, mends, attempt);
                return value.map_err(|failure| failure.inside(step, Some(self.object.segment())));
            }
            _ => self.format.next_value_seed(Seed {
                seed,
                mends,
                within: self.name,
                unproven: self.at.unproven,
                failure: &mut failure,
            }),
        };
        value.map_err(|error| {
            *self.error = Some(error);
            match failure {
                Some(failure) => failure.inside(step, Some(self.object.segment())),
                None => refused(),
            }
        })
    }
}
