//! The comparison of two versions of a catalog.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::Retry;

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;

pub(crate) mod change;
pub(crate) mod difference;
mod operations;
pub(crate) mod report;

use change::Change;
use difference::Difference;
use report::Report;

impl Catalog {
    /// Returns every change from this catalog to a newer version. The order of codes, parameters and headers does not matter.
    ///
    /// ```
    /// use errorbook_model::Catalog;
    ///
    /// let old = Catalog::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":409}]}"#)?;
    /// let new = Catalog::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":422}]}"#)?;
    /// assert!(old.compare(&new).is_breaking());
    /// assert!(old.compare(&old).is_empty());
    /// # Ok::<(), errorbook_model::CatalogError>(())
    /// ```
    pub fn compare(&self, new: &Catalog) -> Report {
        let mut changes = Vec::new();
        let mut push = |difference| changes.push(Change::new(None, difference));
        if self.envelope != new.envelope {
            let (from, to) = (self.envelope.clone(), new.envelope.clone());
            push(Difference::EnvelopeChanged { from, to });
        }
        compare_texts(&self.type_base, &new.type_base, &mut push, |from, to| Difference::TypeBaseChanged { from, to });
        compare_texts(&self.suppression, &new.suppression, &mut push, |from, to| Difference::SuppressionChanged {
            from,
            to,
        });
        for (kind, from, to) in changed(&self.error_kinds, &new.error_kinds) {
            push(Difference::ErrorKindChanged { kind, from, to });
        }
        for (status, from, to) in changed(&self.statuses, &new.statuses) {
            push(Difference::BareStatusChanged { status, from, to });
        }
        if self.unlisted_statuses != new.unlisted_statuses {
            let (from, to) = (self.unlisted_statuses.clone(), new.unlisted_statuses.clone());
            push(Difference::UnlistedStatusesChanged { from, to });
        }
        compare_texts(&self.pattern, &new.pattern, &mut push, |from, to| Difference::PatternChanged { from, to });
        if self.range != new.range {
            push(Difference::RangeChanged { from: self.range, to: new.range });
        }
        compare_texts(&self.owner, &new.owner, &mut push, |from, to| Difference::OwnerChanged { from, to });
        let (olds, news) = (entries(self), entries(new));
        for id in olds.keys().chain(news.keys()).collect::<BTreeSet<_>>() {
            let mut push = |difference| changes.push(Change::new(Some(*id), difference));
            compare_entries(olds.get(id), news.get(id), &mut push);
        }
        changes.extend(operations::compare(self.operations.as_deref(), new.operations.as_deref()));
        Report::new(&self.name, &new.name, changes)
    }
}

/// Returns the entries that differ between two maps, with their old and new values.
fn changed<K: Clone + Ord>(
    from: &BTreeMap<K, String>,
    to: &BTreeMap<K, String>,
) -> Vec<(K, Option<String>, Option<String>)> {
    let keys: BTreeSet<&K> = from.keys().chain(to.keys()).collect();
    let entries = keys.into_iter().map(|key| (key.clone(), from.get(key).cloned(), to.get(key).cloned()));
    entries.filter(|(_, from, to)| from != to).collect()
}

fn compare_texts(
    from: &Option<String>,
    to: &Option<String>,
    push: &mut impl FnMut(Difference),
    difference: impl Fn(Option<String>, Option<String>) -> Difference,
) {
    if from != to {
        push(difference(from.clone(), to.clone()));
    }
}

/// The use of an identifier in a catalog.
enum Entry<'a> {
    Retired,
    Code(&'a CatalogCode),
}

fn entries(catalog: &Catalog) -> BTreeMap<&str, Entry<'_>> {
    let retired = catalog.retired.iter().map(|id| (id.as_str(), Entry::Retired));
    retired.chain(catalog.codes.iter().map(|code| (code.code.as_str(), Entry::Code(code)))).collect()
}

fn compare_entries(from: Option<&Entry<'_>>, to: Option<&Entry<'_>>, push: &mut impl FnMut(Difference)) {
    match (from, to) {
        (Some(Entry::Code(from)), Some(Entry::Code(to))) => compare_codes(from, to, push),
        (Some(Entry::Code(from)), None) => {
            push(Difference::Removed { status: from.status, message: from.message.clone() });
        }
        (Some(Entry::Retired), Some(Entry::Code(to))) => {
            push(Difference::Reused { status: to.status, message: to.message.clone() });
        }
        (Some(Entry::Retired), None) => push(Difference::Unretired),
        (None, Some(Entry::Code(to))) => push(Difference::Added { status: to.status, message: to.message.clone() }),
        (Some(Entry::Code(_)) | None, Some(Entry::Retired)) => push(Difference::Retired),
        (Some(Entry::Retired), Some(Entry::Retired)) | (None, None) => {}
    }
}

fn compare_codes(from: &CatalogCode, to: &CatalogCode, push: &mut impl FnMut(Difference)) {
    if from.status != to.status {
        push(Difference::StatusChanged { from: from.status, to: to.status });
    }
    compare_parameters(from, to, push);
    if from.retry != to.retry {
        let (from, to) = (from.retry, to.retry);
        // Only a rule that allowed retries is a promise. A client that retried without a rule relied on nothing.
        let is_allowed = |retry: Option<Retry>| retry.is_some_and(Retry::is_allowed);
        push(if is_allowed(from) && !is_allowed(to) {
            Difference::RetryWithdrawn { from, to }
        } else {
            Difference::RetryChanged { from, to }
        });
    }
    if from.headers.iter().collect::<BTreeSet<_>>() != to.headers.iter().collect() {
        push(Difference::HeadersChanged { from: from.headers.clone(), to: to.headers.clone() });
    }
    compare_texts(&from.since, &to.since, push, |from, to| Difference::SinceChanged { from, to });
    compare_texts(&from.replacement, &to.replacement, push, |from, to| Difference::ReplacementChanged { from, to });
    compare_texts(&from.message, &to.message, push, |from, to| Difference::MessageChanged { from, to });
    compare_texts(&from.meaning, &to.meaning, push, |from, to| Difference::MeaningChanged { from, to });
    compare_texts(&from.advice, &to.advice, push, |from, to| Difference::AdviceChanged { from, to });
    compare_texts(&from.owner, &to.owner, push, |from, to| Difference::OwnerChanged { from, to });
}

fn compare_parameters(from: &CatalogCode, to: &CatalogCode, push: &mut impl FnMut(Difference)) {
    let kinds = |code: &CatalogCode| -> BTreeMap<String, String> {
        code.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.kind.clone())).collect()
    };
    let (olds, mut news) = (kinds(from), kinds(to));
    for (parameter, kind) in olds {
        match news.remove(&parameter) {
            None => push(Difference::ParameterLost { parameter, kind }),
            Some(to) if to != kind => push(Difference::ParameterKindChanged { parameter, from: kind, to }),
            Some(_) => {}
        }
    }
    for (parameter, kind) in news {
        push(Difference::ParameterAdded { parameter, kind });
    }
}
