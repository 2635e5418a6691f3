//! [`check`]: finds faults in one or several catalogs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use errorbook::{ErrorKind, Status};
use serde::Serialize;

use crate::{Catalog, CatalogCode, CatalogMapping};

mod forms;

/// A fault in one or two catalogs, found by [`check`].
///
/// Its JSON is `{"fault":"no_advice","book":"cart","code":"CART-1001","message":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of the fault.
    pub fault: Fault,
    /// The name of the book.
    pub book: String,
    /// The identifier of the code, if the fault is about a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The description of the fault in one line, without the book and the code.
    pub message: String,
}

/// The kind of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The identifier has another status, message, meaning or parameters in another book, or another book has retired it.
    TwoMeanings,
    /// The pattern or the range of the book overlaps with another book.
    Overlap,
    /// The code has no meaning.
    NoMeaning,
    /// The code has no advice.
    NoAdvice,
    /// The code has a status of 500 or more and no retry rule.
    NoRetry,
    /// The book replaces the status 401, 405, 413 or 429 with another status.
    StatusReplaced,
    /// The replacement of a deprecated code is itself deprecated, or is not a code of the book.
    DeadReplacement,
    /// The message contains a parameter that the code does not have.
    UnknownParameter,
}

/// Writes one line: `cart: CART-1001: it has no advice`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.book)?;
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// Returns the faults within each catalog and between the catalogs.
///
/// Catalogs with the same name are versions of one book, so their patterns and ranges may overlap.
///
/// ```
/// use errorbook_catalog::{Catalog, check::{Fault, check}};
///
/// let cart = Catalog::from_json(br#"{"name": "cart", "codes": [
///     {"code": "E-1", "status": 409, "meaning": "The cart is empty.", "advice": "Fill it."}
/// ]}"#)?;
/// let shop = Catalog::from_json(br#"{"name": "shop", "codes": [
///     {"code": "E-1", "status": 404, "meaning": "No part has this number.", "advice": "Look it up."}
/// ]}"#)?;
/// let findings = check(&[cart, shop]);
/// assert_eq!(findings[0].fault, Fault::TwoMeanings);
/// assert_eq!(findings[0].to_string(), "shop: E-1: it has another status and another meaning in cart");
/// assert_eq!(findings.len(), 1);
/// # Ok::<(), errorbook_catalog::CatalogError>(())
/// ```
pub fn check(catalogs: &[Catalog]) -> Vec<Finding> {
    let mut findings = Vec::new();
    clashes(catalogs, &mut findings);
    forms::overlaps(catalogs, &mut findings);
    for catalog in catalogs {
        replaced_statuses(catalog, &mut findings);
        let deprecated: BTreeMap<&str, bool> =
            catalog.codes.iter().map(|code| (code.code.as_str(), code.replacement.is_some())).collect();
        for code in &catalog.codes {
            check_code(catalog, code, &deprecated, &mut findings);
        }
    }
    findings
}

/// Finds identifiers that have another meaning in an earlier catalog.
fn clashes(catalogs: &[Catalog], findings: &mut Vec<Finding>) {
    let mut taken: BTreeMap<&str, (&Catalog, &CatalogCode)> = BTreeMap::new();
    let mut retired: BTreeMap<&str, &Catalog> = BTreeMap::new();
    for catalog in catalogs {
        for code in &catalog.codes {
            let mut push = |message: String| findings.push(of_code(Fault::TwoMeanings, catalog, code, message));
            match taken.get(code.code.as_str()) {
                Some((other, first)) => {
                    let differences = differences(first, code);
                    if !differences.is_empty() {
                        push(format!("it has {} in {}", differences.join(" and "), other.name));
                    }
                }
                None => drop(taken.insert(&code.code, (catalog, code))),
            }
            if let Some(other) = retired.get(code.code.as_str()) {
                push(format!("it is retired in {}", other.name));
            }
        }
        for id in &catalog.retired {
            if let Some((other, _)) = taken.get(id.as_str()).filter(|(other, _)| !std::ptr::eq(*other, catalog)) {
                let (book, message) =
                    (catalog.name.clone(), format!("it is retired here but in use in {}", other.name));
                findings.push(Finding { fault: Fault::TwoMeanings, book, code: Some(id.clone()), message });
            }
            retired.insert(id, catalog);
        }
    }
}

fn differences(a: &CatalogCode, b: &CatalogCode) -> Vec<&'static str> {
    let parameters = |code: &CatalogCode| -> BTreeSet<(String, String)> {
        code.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.kind.clone())).collect()
    };
    let differences = [
        (a.status != b.status, "another status"),
        (a.message != b.message, "another message"),
        (a.meaning != b.meaning, "another meaning"),
        (parameters(a) != parameters(b), "other parameters"),
    ];
    differences.into_iter().filter(|(differs, _)| *differs).map(|(_, what)| what).collect()
}

/// Finds statuses that clients and proxies act on but that the book replaces.
fn replaced_statuses(catalog: &Catalog, findings: &mut Vec<Finding>) {
    let kinds = [(405, ErrorKind::MethodNotAllowed), (413, ErrorKind::BodyTooLarge)];
    for number in [401, 405, 413, 429] {
        let Some(status) = Status::new(number) else { continue };
        let of_kind = kinds.iter().find(|(of, _)| *of == number);
        let of_kind = of_kind.and_then(|(_, kind)| catalog.get(catalog.error_kinds.get(kind.name())?));
        let sent = match catalog.for_status(status) {
            CatalogMapping::Coded(code) if code.status != status => Some((code.code.clone(), code.status)),
            _ => of_kind.filter(|code| code.status != status).map(|code| (code.code.clone(), code.status)),
        };
        if let Some((code, sent)) = sent {
            let message =
                format!("a {number} is sent as {sent} with {code}, so clients and proxies cannot act on the {number}");
            findings.push(Finding { fault: Fault::StatusReplaced, book: catalog.name.clone(), code: None, message });
        }
    }
}

fn check_code(catalog: &Catalog, code: &CatalogCode, deprecated: &BTreeMap<&str, bool>, findings: &mut Vec<Finding>) {
    let mut push = |fault, message: String| findings.push(of_code(fault, catalog, code, message));
    let is_empty = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    if is_empty(&code.meaning) {
        push(Fault::NoMeaning, "it has no meaning".to_owned());
    }
    if is_empty(&code.advice) {
        push(Fault::NoAdvice, "it has no advice".to_owned());
    }
    if code.status.is_server_error() && code.retry.is_none() {
        push(Fault::NoRetry, format!("its status is {}, but it has no retry rule", code.status));
    }
    if let Some(replacement) = &code.replacement {
        match deprecated.get(replacement.as_str()) {
            Some(true) => push(Fault::DeadReplacement, format!("its replacement {replacement} is also deprecated")),
            Some(false) => {}
            None => push(Fault::DeadReplacement, format!("its replacement {replacement} is not a code of the book")),
        }
    }
    let message = code.message.as_deref().unwrap_or_default();
    for name in placeholders(message) {
        if code.parameters.iter().all(|parameter| parameter.name != name) {
            push(Fault::UnknownParameter, format!("its message contains {{{name}}}, but it has no such parameter"));
        }
    }
}

fn of_code(fault: Fault, catalog: &Catalog, code: &CatalogCode, message: String) -> Finding {
    Finding { fault, book: catalog.name.clone(), code: Some(code.code.clone()), message }
}

/// Returns the names in braces in a message: `part` for `No part {part}`.
fn placeholders(message: &str) -> Vec<&str> {
    let is_name = |name: &&str| {
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
    };
    let inside = message.split('{').skip(1).filter_map(|after| after.split_once('}')).map(|(name, _)| name.trim());
    inside.filter(is_name).collect()
}
