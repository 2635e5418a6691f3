//! [`Index`]: the catalogs of the pages, with their codes by identifier.

use std::collections::BTreeMap;

use errorbook_model::Catalog;

use crate::entry::Entry;
use crate::filter::Filter;
use crate::links::Links;
use crate::page_cache::PageCache;
use crate::pages_error::PagesError;
use crate::prose;

/// The catalogs of the pages, with their codes by identifier.
#[derive(Clone)]
pub(crate) struct Index {
    links: Links,
    /// The name of the service that sends the codes.
    service: String,
    catalogs: Vec<Catalog>,
    entries: BTreeMap<String, Entry>,
}

impl Index {
    /// # Errors
    /// Returns an error if there are no catalogs, if two codes have the same identifier, or if an identifier is `.` or `..`.
    pub(crate) fn new(links: Links, catalogs: Vec<Catalog>) -> Result<Index, PagesError> {
        if catalogs.is_empty() {
            return Err(PagesError::NoBook);
        }
        let mut entries = BTreeMap::new();
        for (place, catalog) in catalogs.iter().enumerate() {
            for row in &catalog.codes {
                if matches!(row.code.as_str(), "." | "..") {
                    return Err(PagesError::Dots(row.code.clone()));
                }
                let entry = Entry::new(place, catalog, row, |segment| links.between_codes(segment));
                if entries.insert(row.code.clone(), entry).is_some() {
                    return Err(PagesError::Twice(row.code.clone()));
                }
            }
        }
        Ok(Index { links, service: names_of(&catalogs), catalogs, entries })
    }

    /// Sets the name of the service. Pages that were rendered with another name are dropped.
    pub(crate) fn set_service(&mut self, name: String) {
        self.service = name;
        for entry in self.entries.values_mut() {
            entry.cache = PageCache::default();
        }
    }

    pub(crate) fn service(&self) -> &str {
        &self.service
    }

    pub(crate) fn links(&self) -> &Links {
        &self.links
    }

    pub(crate) fn catalogs(&self) -> &[Catalog] {
        &self.catalogs
    }

    /// Returns the code with this identifier.
    pub(crate) fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Returns the catalog of a code.
    #[expect(clippy::indexing_slicing, reason = "`Index::new` gives each entry the position of its catalog")]
    pub(crate) fn catalog_of(&self, entry: &Entry) -> &Catalog {
        &self.catalogs[entry.catalog]
    }

    /// Returns the codes of all catalogs, sorted by identifier.
    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.values()
    }

    /// Returns the codes of a catalog, in the order of the catalog.
    pub(crate) fn entries_of<'a>(&'a self, catalog: &'a Catalog) -> impl Iterator<Item = &'a Entry> {
        catalog.codes.iter().filter_map(|code| self.find(&code.code))
    }

    /// Returns the catalogs with the codes that the filter accepts. Catalogs without such a code are left out.
    pub(crate) fn chapters(&self, filter: &Filter) -> Vec<(&Catalog, Vec<&Entry>)> {
        let accepted = |catalog| self.entries_of(catalog).filter(|entry| filter.accepts(entry)).collect::<Vec<_>>();
        let chapters = self.catalogs.iter().map(|catalog| (catalog, accepted(catalog)));
        chapters.filter(|(_, entries)| !entries.is_empty()).collect()
    }

    /// Returns the code to use instead of a deprecated code.
    pub(crate) fn replacement(&self, entry: &Entry) -> Option<&Entry> {
        self.find(entry.row.replacement.as_deref()?)
    }

    /// Returns the codes that the texts of this code mention, then other codes of the same catalog with the same status.
    pub(crate) fn related<'a>(&'a self, entry: &'a Entry) -> Vec<&'a Entry> {
        /// The maximum number of other codes with the same status. The list shows all of them.
        const OF_ONE_STATUS: usize = 4;

        let mut related: Vec<&Entry> = Vec::new();
        for named in entry.texts().flat_map(prose::code_spans).filter_map(|id| self.find(&id)) {
            if named.id() != entry.id() && related.iter().all(|known| known.id() != named.id()) {
                related.push(named);
            }
        }
        let others = self.entries_of(self.catalog_of(entry)).filter(|other| {
            let is_new = related.iter().all(|known| known.id() != other.id());
            other.status() == entry.status() && other.id() != entry.id() && is_new
        });
        let others: Vec<&Entry> = others.take(OF_ONE_STATUS).collect();
        related.extend(others);
        related
    }
}

/// Returns the names of up to three catalogs, or the number of more.
fn names_of(catalogs: &[Catalog]) -> String {
    let names: Vec<&str> = catalogs.iter().map(|catalog| catalog.name.as_str()).collect();
    match names.as_slice() {
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        names => format!("{} books", names.len()),
    }
}
