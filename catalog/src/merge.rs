//! [`merge`]: combines several catalogs.

use std::collections::BTreeMap;

use crate::check::{Fault, Finding, check};
use crate::{Catalog, CatalogCode};

/// Returns one catalog with the codes of all catalogs. Each code keeps its owner, and equal codes are merged.
///
/// A member such as `envelope` is kept if it has the same value in all catalogs. The name joins the names of the catalogs with
/// `+`.
///
/// ```
/// use errorbook_catalog::{Catalog, merge::merge};
///
/// let cart = Catalog::from_json(br#"{"name":"cart","owner":"team-cart","codes":[{"code":"CART-1","status":409}]}"#)?;
/// let shop = Catalog::from_json(br#"{"name":"shop","codes":[{"code":"SHOP-1","status":404}]}"#)?;
/// let all = merge(&[cart, shop]).unwrap();
/// assert_eq!(all.name, "cart+shop");
/// assert_eq!(all.get("CART-1").unwrap().owner.as_deref(), Some("team-cart"));
/// # Ok::<(), errorbook_catalog::CatalogError>(())
/// ```
///
/// # Errors
/// Returns the identifiers with two meanings.
pub fn merge(catalogs: &[Catalog]) -> Result<Catalog, Vec<Finding>> {
    let clashes: Vec<Finding> =
        check(catalogs).into_iter().filter(|finding| finding.fault == Fault::TwoMeanings).collect();
    if !clashes.is_empty() {
        return Err(clashes);
    }
    let mut names: Vec<&str> = catalogs.iter().map(|catalog| catalog.name.as_str()).collect();
    names.dedup();
    let mut merged = Catalog::new(names.join("+"));
    merged.envelope = shared(catalogs, |catalog| &catalog.envelope);
    merged.type_base = shared(catalogs, |catalog| &catalog.type_base);
    merged.pattern = shared(catalogs, |catalog| &catalog.pattern);
    merged.range = shared(catalogs, |catalog| &catalog.range);
    merged.owner = shared(catalogs, |catalog| &catalog.owner);
    merged.suppression = shared(catalogs, |catalog| &catalog.suppression);
    merged.error_kinds = shared(catalogs, |catalog| &catalog.error_kinds);
    merged.statuses = shared(catalogs, |catalog| &catalog.statuses);
    merged.unlisted_statuses = shared(catalogs, |catalog| &catalog.unlisted_statuses);
    let mut codes = BTreeMap::<String, CatalogCode>::new();
    for catalog in catalogs {
        for code in &catalog.codes {
            let owner =
                catalog.owner_of(code).filter(|owner| merged.owner.as_deref() != Some(owner)).map(str::to_owned);
            let mut code = code.clone();
            code.owner = owner;
            codes.entry(code.code.clone()).or_insert(code);
        }
        merged.retired.extend(catalog.retired.iter().cloned());
        for operation in catalog.operations.iter().flatten() {
            let operations = merged.operations.get_or_insert_default();
            if operations.iter().all(|known| (&known.method, &known.path) != (&operation.method, &operation.path)) {
                operations.push(operation.clone());
            }
        }
    }
    merged.codes = codes.into_values().collect();
    merged.retired.sort();
    merged.retired.dedup();
    Ok(merged)
}

/// Returns the value if it is the same in all catalogs, and the default value otherwise.
fn shared<T: Clone + Default + PartialEq>(catalogs: &[Catalog], of: impl Fn(&Catalog) -> &T) -> T {
    let mut values = catalogs.iter().map(of);
    let first = values.next().cloned().unwrap_or_default();
    if values.all(|value| *value == first) { first } else { T::default() }
}
