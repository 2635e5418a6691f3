//! What became of a book between two snapshots.

use super::change::Change;
use super::difference::Difference;
use super::entry::Entry;
use super::report::Report;
use super::snapshot::{Place, Snapshot};
use crate::Retry;

/// One walk along both, which are sorted.
pub(super) fn compare(old: &Snapshot, new: &Snapshot) -> Report {
    let mut changes = Vec::new();
    let (mut olds, mut news) = (old.places.iter().peekable(), new.places.iter().peekable());
    while let Some(id) = [olds.peek(), news.peek()].into_iter().flatten().map(|(id, _)| *id).min() {
        let from = olds.next_if(|(old, _)| *old == id).map(|(_, place)| place);
        let to = news.next_if(|(new, _)| *new == id).map(|(_, place)| place);
        differences(from, to, &mut |difference| changes.push(Change::new(id, difference)));
    }
    Report::new(&old.name, &new.name, changes)
}

fn differences(from: Option<&Place>, to: Option<&Place>, report: &mut impl FnMut(Difference)) {
    match (from, to) {
        (Some(Place::Code(from)), Some(Place::Code(to))) => changes(from, to, report),
        (Some(Place::Code(from)), None) => {
            report(Difference::Removed { status: from.status, message: from.message.clone() });
        }
        (Some(Place::Retired), Some(Place::Code(to))) => {
            report(Difference::Reused { status: to.status, message: to.message.clone() });
        }
        (Some(Place::Retired), None) => report(Difference::Unretired),
        (None, Some(Place::Code(to))) => {
            report(Difference::Added { status: to.status, message: to.message.clone() });
        }
        (Some(Place::Code(_)) | None, Some(Place::Retired)) => report(Difference::Retired),
        (Some(Place::Retired), Some(Place::Retired)) | (None, None) => {}
    }
}

fn changes(from: &Entry, to: &Entry, report: &mut impl FnMut(Difference)) {
    if from.status != to.status {
        report(Difference::StatusChanged { from: from.status, to: to.status });
    }
    for (name, kind) in &from.parameters {
        let (parameter, kind) = (name.clone(), kind.clone());
        match to.parameters.get(name) {
            None => report(Difference::ParameterLost { parameter, kind }),
            Some(to) if *to != kind => {
                report(Difference::ParameterKindChanged { parameter, from: kind, to: to.clone() });
            }
            Some(_) => {}
        }
    }
    for (name, kind) in &to.parameters {
        if !from.parameters.contains_key(name) {
            report(Difference::ParameterAdded { parameter: name.clone(), kind: kind.clone() });
        }
    }
    if from.retry != to.retry {
        let (from, to) = (from.retry, to.retry);
        // A client that retried because nothing was said has relied on nothing.
        let is_allowed = |retry: Option<Retry>| retry.is_some_and(Retry::is_allowed);
        report(if is_allowed(from) && !is_allowed(to) {
            Difference::RetryWithdrawn { from, to }
        } else {
            Difference::RetryChanged { from, to }
        });
    }
    if from.since != to.since {
        report(Difference::SinceChanged { from: from.since.clone(), to: to.since.clone() });
    }
    if from.replacement != to.replacement {
        report(Difference::ReplacementChanged { from: from.replacement.clone(), to: to.replacement.clone() });
    }
    if from.message != to.message {
        report(Difference::MessageChanged { from: from.message.clone(), to: to.message.clone() });
    }
}
