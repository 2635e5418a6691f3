//! [`CatalogHead`]: the members of a catalog that describe the whole book.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::catalog::Catalog;
use crate::envelope::CatalogEnvelope;
use crate::statuses::CatalogUnlisted;

/// All members of a [`Catalog`] except its name, its codes and its operations, in the form of the [file](crate#the-file). Unset
/// members are left out.
///
/// Use it in a program that writes a catalog as a part of its own JSON:
///
/// ```
/// use errorbook_model::{Catalog, CatalogHead};
///
/// #[derive(serde::Serialize)]
/// struct Book<'a> {
///     name: &'a str,
///     #[serde(flatten)]
///     head: CatalogHead<'a>,
/// }
///
/// let file = br#"{"name":"cart","owner":"team-cart","retired":["CART-2","CART-1"],"codes":[]}"#;
/// let catalog = Catalog::from_json(file)?;
/// assert_eq!(
///     serde_json::to_string(&Book { name: &catalog.name, head: CatalogHead::from(&catalog) })?,
///     r#"{"name":"cart","owner":"team-cart","retired":["CART-1","CART-2"]}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize)]
pub struct CatalogHead<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    envelope: Option<&'a CatalogEnvelope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    type_base: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<(u64, u64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    error_kinds: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    statuses: &'a BTreeMap<u16, String>,
    #[serde(skip_serializing_if = "CatalogUnlisted::is_standard")]
    unlisted_statuses: &'a CatalogUnlisted,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    retired: BTreeSet<&'a str>,
}

impl<'a> From<&'a Catalog> for CatalogHead<'a> {
    fn from(catalog: &'a Catalog) -> CatalogHead<'a> {
        CatalogHead {
            envelope: catalog.envelope.as_ref(),
            type_base: catalog.type_base.as_deref(),
            pattern: catalog.pattern.as_deref(),
            range: catalog.range,
            owner: catalog.owner.as_deref(),
            suppression: catalog.suppression.as_deref(),
            error_kinds: &catalog.error_kinds,
            statuses: &catalog.statuses,
            unlisted_statuses: &catalog.unlisted_statuses,
            retired: catalog.retired.iter().map(String::as_str).collect(),
        }
    }
}
