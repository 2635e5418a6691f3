//! The comparison of two catalogs of a book.

use std::collections::{BTreeMap, BTreeSet};

use errorbook::Retry;

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;

pub(crate) mod change;
pub(crate) mod difference;
pub(crate) mod report;

use change::Change;
use difference::Difference;
use report::Report;

impl Catalog {
    /// Returns every change from this catalog to a newer one. The order of rows, parameters and headers does not matter.
    ///
    /// ```
    /// use errorbook_catalog::Catalog;
    ///
    /// let old = Catalog::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":409}]}"#)?;
    /// let new = Catalog::from_json(br#"{"name":"cart","codes":[{"code":"CART-1001","status":422}]}"#)?;
    /// assert!(old.compare(&new).is_breaking());
    /// assert!(old.compare(&old).is_empty());
    /// # Ok::<(), errorbook_catalog::CatalogError>(())
    /// ```
    pub fn compare(&self, new: &Catalog) -> Report {
        let mut changes = Vec::new();
        if self.envelope != new.envelope {
            let (from, to) = (self.envelope.clone(), new.envelope.clone());
            changes.push(Change::new(None, Difference::EnvelopeChanged { from, to }));
        }
        if self.suppression != new.suppression {
            let (from, to) = (self.suppression.clone(), new.suppression.clone());
            changes.push(Change::new(None, Difference::SuppressionChanged { from, to }));
        }
        let (olds, news) = (entries(self), entries(new));
        for id in olds.keys().chain(news.keys()).collect::<BTreeSet<_>>() {
            let mut push = |difference| changes.push(Change::new(Some(*id), difference));
            compare_entries(olds.get(id), news.get(id), &mut push);
        }
        Report::new(&self.name, &new.name, changes)
    }
}

/// An identifier's place in a catalog.
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
        // A client that retried without a rule has relied on nothing.
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
    let mut compare_texts = |from: &Option<String>, to: &Option<String>, difference: fn(_, _) -> Difference| {
        if from != to {
            push(difference(from.clone(), to.clone()));
        }
    };
    compare_texts(&from.since, &to.since, |from, to| Difference::SinceChanged { from, to });
    compare_texts(&from.replacement, &to.replacement, |from, to| Difference::ReplacementChanged { from, to });
    compare_texts(&from.message, &to.message, |from, to| Difference::MessageChanged { from, to });
    compare_texts(&from.meaning, &to.meaning, |from, to| Difference::MeaningChanged { from, to });
    compare_texts(&from.advice, &to.advice, |from, to| Difference::AdviceChanged { from, to });
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
