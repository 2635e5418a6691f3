//! [`site`]: the pages as the files of a static site.

use bytes::Bytes;
use errorbook::Error;
use errorbook_model::Catalog;

use crate::filter::Filter;
use crate::format::Format;
use crate::index::Index;
use crate::links::Links;
use crate::page::Page;
use crate::pages_error::PagesError;
use crate::{html, json, markdown};

/// Returns the pages of catalogs as the files of a static site, each with its path.
///
/// The paths are `index.html` and `codes/CART-1001.html` for each code. The JSON and the Markdown of a page are files beside
/// it: `index.json`, `index.md`. The headings show the name of the `service`. It defaults to the names of the books.
///
/// ```
/// use errorbook::primaerp;
/// use errorbook_model::Catalog;
///
/// let site = errorbook_pages::site(vec![Catalog::of(&primaerp::BOOK)], Some("Shop"))?;
/// assert_eq!(site.len(), 3 * (1 + 28));
/// let (path, page) = &site[3];
/// assert_eq!(path, "codes/PE01-1001.html");
/// assert!(page.starts_with(b"<!DOCTYPE html>"));
/// # Ok::<(), errorbook_pages::PagesError>(())
/// ```
///
/// # Errors
/// Returns an error if there are no catalogs, if two codes have the same identifier, or if an identifier is `.` or `..`.
pub fn site(catalogs: Vec<Catalog>, service: Option<&str>) -> Result<Vec<(String, Bytes)>, PagesError> {
    let mut index = Index::new(Links::Site, catalogs)?;
    if let Some(service) = service {
        index.set_service(service.to_owned());
    }
    let all = Filter::default();
    let mut files = Vec::new();
    let mut add = |name: &str, pages: [Result<Page, Error>; 3]| {
        for (page, format) in pages.into_iter().zip(Format::ALL) {
            // Rendering writes to memory only, so it does not fail.
            let body = page.map(|page| page.body().clone()).unwrap_or_default();
            files.push((format!("{name}.{}", format.extension()), body));
        }
    };
    add("index", [html::list(&index, &all), json::list(&index, &all), markdown::list(&index, &all)]);
    for entry in index.entries() {
        let pages = [html::code(&index, entry), json::code(&index, entry), markdown::code(&index, entry)];
        add(&format!("{}/{}", index.links().folder(), entry.segment), pages);
    }
    Ok(files)
}
