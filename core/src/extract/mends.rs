//! [`Mends`]: changes to the value as it is read, so that reading continues past the known faults.

use std::cell::OnceCell;
use std::rc::Rc;

use super::attempt::{Attempt, KnownTexts};
use super::expectation::Expectation;
use super::failure::{Failure, Fault, Step};

/// The changes at a place and inside of it.
#[derive(Debug, Default)]
pub(super) struct Mends {
    /// The value is replaced.
    attempt: Option<Attempt>,
    /// True if the member is left out.
    is_left_out: bool,
    /// The members that are added.
    added: Vec<&'static str>,
    below: Vec<(Step, Mends)>,
    /// The type's request, known after a substitute was read. It is `None` at a place without a fault.
    expectation: Option<Rc<OnceCell<Expectation>>>,
}

/// The way to continue after a failure.
#[derive(Debug)]
pub(super) enum Next {
    /// Continue past the fault, which belongs to the list.
    Listed(Rc<OnceCell<Expectation>>),
    /// Try another substitute.
    Retried,
    /// The added member was not the missing one: the type meant another object. The last steps lead to that member.
    Unfounded { is_whole: bool },
    /// Stop.
    Ended,
}

impl Mends {
    pub(super) fn attempt(&self) -> Option<&Attempt> {
        self.attempt.as_ref()
    }

    pub(super) fn added(&self) -> &[&'static str] {
        &self.added
    }

    pub(super) fn expectation(&self) -> Option<&OnceCell<Expectation>> {
        self.expectation.as_deref()
    }

    pub(super) fn leaves_out(&self, step: Step) -> bool {
        self.below(step).is_some_and(|mends| mends.is_left_out)
    }

    pub(super) fn below(&self, step: Step) -> Option<&Mends> {
        let at = self.below.binary_search_by_key(&step, |(step, _)| *step).ok()?;
        self.below.get(at).map(|(_, mends)| mends)
    }

    fn below_mut(&mut self, step: Step) -> Option<&mut Mends> {
        let at = self.below.binary_search_by_key(&step, |(step, _)| *step).unwrap_or_else(|at| {
            self.below.insert(at, (step, Mends::default()));
            at
        });
        self.below.get_mut(at).map(|(_, mends)| mends)
    }

    fn is_empty(&self) -> bool {
        self.attempt.is_none()
            && !self.is_left_out
            && self.added.is_empty()
            && self.below.iter().all(|(_, mends)| mends.is_empty())
    }

    /// Adds the change with which reading continues past the failure.
    pub(super) fn mend(&mut self, failure: &Failure, texts: &KnownTexts) -> Next {
        let Some(mended) = self.walk(failure) else { return Next::Ended };
        let Mended { node, is_substitute, last } = mended;
        let attempt = Attempt { refused: 0, texts: texts.clone() };
        let listed = |mended: &mut Mends| match is_substitute {
            true => Next::Retried,
            false => Next::Listed(Rc::clone(mended.expectation.get_or_insert_default())),
        };
        match (&failure.fault, last) {
            (Fault::Missing(name), Some(step)) => {
                if node.added.contains(name) {
                    return node.take_back(name);
                }
                node.added.push(name);
                let Some(member) = node.below_mut(step) else { return Next::Ended };
                member.attempt = Some(attempt);
                listed(member)
            }
            (_, Some(Step::Added(name))) => node.take_back(name),
            (_, Some(step)) => match node.below_mut(step) {
                Some(member) if !member.is_left_out => {
                    member.is_left_out = true;
                    listed(member)
                }
                _ => Next::Ended,
            },
            (_, None) if is_substitute || node.attempt.is_some() => {
                let attempt = node.attempt.get_or_insert(attempt);
                attempt.refused += 1;
                if let Some(text) = &failure.text {
                    texts.refuse(text.clone());
                }
                if attempt.refused < failure.options { Next::Retried } else { Next::Ended }
            }
            // A substitute inside may be what breaks a rule about the whole.
            (fault, None) if matches!(fault, Fault::Length(_)) || node.is_empty() => {
                node.attempt = Some(attempt);
                node.added.clear();
                node.below.clear();
                listed(node)
            }
            (_, None) => Next::Ended,
        }
    }

    /// Goes to the place of the change: the object, if one of its members is added or left out.
    fn walk(&mut self, failure: &Failure) -> Option<Mended<'_>> {
        let is_of_a_member =
            matches!(failure.fault, Fault::Missing(_) | Fault::Twice | Fault::Unknown | Fault::Name(_));
        let mut steps = failure.steps.iter().map(|(step, _)| *step);
        let last = if is_of_a_member { Some(steps.next()?) } else { None };
        let mut node = self;
        let mut is_substitute = false;
        for step in steps.rev() {
            is_substitute |= node.attempt.is_some();
            node = node.below_mut(step)?;
        }
        is_substitute |= is_of_a_member && node.attempt.is_some();
        Some(Mended { node, is_substitute, last })
    }

    fn take_back(&mut self, name: &'static str) -> Next {
        self.added.retain(|added| *added != name);
        self.below.retain(|(step, _)| *step != Step::Added(name));
        Next::Unfounded { is_whole: self.is_empty() }
    }
}

struct Mended<'a> {
    node: &'a mut Mends,
    /// True if the place is inside of a substitute.
    is_substitute: bool,
    /// The member that is added or left out.
    last: Option<Step>,
}
