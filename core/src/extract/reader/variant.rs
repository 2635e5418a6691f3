//! [`Variant`]: an enum, by the name of its variant.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, EnumAccess, VariantAccess, Visitor};

use super::super::failure::{Failure, Fault, Step};
use super::super::seed::{StructSeed, TupleSeed};
use super::key::KeySeed;
use super::{At, Seed, refused};
use crate::Segment;

/// An enum, by the name of its variant.
pub(super) struct Variant<'a, A> {
    pub(super) format: A,
    pub(super) at: At<'a>,
}

impl<'a, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Variant<'a, A> {
    type Error = Failure;
    type Variant = Contents<'a, 'de, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Failure> {
        let (mut seed, mut name, mut failure) = (Some(seed), Cow::default(), None);
        let unproven = self.at.unproven;
        unproven.begin();
        match self.format.variant_seed(KeySeed { seed: &mut seed, name: &mut name, unproven, failure: &mut failure }) {
            Ok((variant, format)) => Ok((variant, Contents { format, name, at: self.at })),
            Err(_) => Err(match failure {
                Some(failure) if matches!(failure.fault, Fault::Variant(_)) => failure,
                _ => refused(),
            }),
        }
    }
}

/// The contents of a variant.
pub(super) struct Contents<'a, 'de, A> {
    format: A,
    name: Cow<'de, str>,
    at: At<'a>,
}

impl<'de, A: VariantAccess<'de>> Contents<'_, 'de, A> {
    fn inside(failure: Failure, name: Cow<'de, str>) -> Failure {
        failure.inside(Step::At(0), Some(Segment::Member(name.into_owned().into())))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Contents<'_, 'de, A> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        let step = Step::At(0);
        let mends = self.at.mends.and_then(|mends| mends.below(step));
        if mends.is_some_and(|mends| mends.attempt().is_some()) {
            return self.newtype_variant_seed(std::marker::PhantomData);
        }
        // A variant written as text has no contents, and cannot fail here.
        self.format.unit_variant().map_err(|_| Self::inside(Failure::new(Fault::Refused).located(), self.name))?;
        self.at.unproven.end();
        Ok(())
    }

    /// Reads the contents as the format does for each kind of variant. So a variant written as text, which has no contents, differs from
    /// contents that do not fit.
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        let mends = self.at.mends.and_then(|mends| mends.below(Step::At(0)));
        let mut failure = None;
        self.format
            .newtype_variant_seed(Seed { seed, mends, within: "", unproven: self.at.unproven, failure: &mut failure })
            .map_err(|_| match failure {
                Some(failure) => Self::inside(failure, self.name),
                None => Failure::new(Fault::Expected("an object".to_owned())),
            })
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.newtype_variant_seed(TupleSeed { length, visitor })
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.newtype_variant_seed(StructSeed { fields, visitor })
    }
}
