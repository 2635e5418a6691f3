//! The reader of catalog files.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use errorbook::{Retry, Status};
use serde::{Deserialize, Deserializer, de};

use crate::catalog::Catalog;
use crate::catalog_code::{CatalogCode, CatalogParameter};
use crate::catalog_error::{CatalogError, Kind, Mistake};
use crate::envelope::CatalogEnvelope;
use crate::file::identifier::Identifier;
use crate::operation::CatalogOperation;
use crate::statuses::CatalogUnlisted;

/// The format version that this crate writes. It is also the newest version that this crate reads.
pub(super) const FORMAT: u64 = 1;

impl Catalog {
    /// Reads a catalog from JSON: a file of this crate, or the catalog of another system.
    ///
    /// The catalog needs a `name` and `codes`. Each code needs a `code`, which is a string or a whole number, and a `status`.
    /// All other members can be missing or null. Unknown members are ignored.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use errorbook::Retry;
    /// use errorbook_model::Catalog;
    ///
    /// let catalog = Catalog::from_json(br#"{
    ///     "name": "cart",
    ///     "retired": ["CART-1000"],
    ///     "codes": [
    ///         {"code": "CART-1001", "status": 409},
    ///         {
    ///             "code": "CART-1002",
    ///             "status": 503,
    ///             "message": "Not enough in stock",
    ///             "retry": "after",
    ///             "retry_after": 30,
    ///             "parameters": [{"name": "part", "kind": "integer"}],
    ///             "since": "1.2",
    ///             "replacement": "CART-1001"
    ///         }
    ///     ]
    /// }"#)?;
    /// assert_eq!(catalog.retired, ["CART-1000"]);
    /// assert_eq!(catalog.codes[0].message, None);
    /// assert_eq!(catalog.codes[1].retry, Some(Retry::After(Duration::from_secs(30))));
    /// # Ok::<(), errorbook_model::CatalogError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error that names the position of the mistake if the JSON is not a catalog, if a status is outside of
    /// 100..=599, a `retry` is unknown, or an identifier, parameter or operation is listed twice, if the file has a merge
    /// conflict, or if a newer version wrote the file:
    ///
    /// ```
    /// # use errorbook_model::Catalog;
    /// let twice = br#"{"name": "cart", "codes": [{"code": 7, "status": 409}, {"code": "7", "status": 409}]}"#;
    /// assert_eq!(Catalog::from_json(twice).unwrap_err().to_string(), r#"codes[1]: "7" is listed twice: keep one of the two"#);
    /// ```
    pub fn from_json(json: &[u8]) -> Result<Catalog, CatalogError> {
        // Some editors write a byte-order mark.
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let read = || serde_json::from_slice::<ReadCatalog>(json).map_err(Kind::Json)?.checked();
        // In a newer format, a member can have another type. Then the error of the format is more useful.
        let newer =
            || serde_json::from_slice(json).ok().and_then(|ReadFormat { errorbook }| check_format(errorbook).err());
        read().map_err(|error| newer().or_else(|| merge_conflict(json)).unwrap_or(error))
    }
}

impl<'de> Deserialize<'de> for Catalog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Catalog, D::Error> {
        ReadCatalog::deserialize(deserializer)?.checked().map_err(de::Error::custom)
    }
}

/// Returns an error if the file has a merge conflict marker. A line of JSON never begins with such a marker.
fn merge_conflict(json: &[u8]) -> Option<CatalogError> {
    let marks: [&[u8]; 4] = [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"];
    let at = json.split(|byte| *byte == b'\n').position(|line| marks.iter().any(|mark| line.starts_with(mark)))?;
    Some(Kind::MergeConflict(at + 1).into())
}

#[derive(Deserialize)]
struct ReadFormat {
    errorbook: Option<u64>,
}

fn check_format(format: Option<u64>) -> Result<(), CatalogError> {
    match format {
        Some(found) if found > FORMAT => Err(Kind::NewerFormat { found, known: FORMAT }.into()),
        Some(_) | None => Ok(()),
    }
}

#[derive(Deserialize)]
#[serde(expecting = "a catalog, which is an object")]
struct ReadCatalog {
    errorbook: Option<u64>,
    name: String,
    envelope: Option<CatalogEnvelope>,
    type_base: Option<String>,
    pattern: Option<String>,
    range: Option<(u64, u64)>,
    owner: Option<String>,
    suppression: Option<String>,
    error_kinds: Option<BTreeMap<String, String>>,
    statuses: Option<BTreeMap<u16, String>>,
    unlisted_statuses: Option<CatalogUnlisted>,
    retired: Option<Vec<Identifier>>,
    codes: Vec<ReadCode>,
    operations: Option<Vec<CatalogOperation>>,
}

#[derive(Deserialize)]
struct ReadCode {
    code: Identifier,
    status: Status,
    message: Option<String>,
    meaning: Option<String>,
    advice: Option<String>,
    parameters: Option<Vec<CatalogParameter>>,
    headers: Option<Vec<String>>,
    retry: Option<RetryName>,
    retry_after: Option<u64>,
    since: Option<String>,
    replacement: Option<Identifier>,
    owner: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RetryName {
    Never,
    AtOnce,
    After,
}

impl ReadCatalog {
    /// Returns the catalog if it follows the rules that the types cannot express.
    fn checked(self) -> Result<Catalog, CatalogError> {
        check_format(self.errorbook)?;
        let retired: Vec<String> = self.retired.into_iter().flatten().map(String::from).collect();
        let read = |(at, code): (usize, ReadCode)| code.checked(&format!("codes[{at}]"));
        let codes = self.codes.into_iter().enumerate().map(read).collect::<Result<Vec<CatalogCode>, _>>()?;
        let retired_ids = retired.iter().enumerate().map(|(at, id)| (format!("retired[{at}]"), id, true));
        let ids = codes.iter().enumerate().map(|(at, code)| (format!("codes[{at}]"), &code.code, false));
        let mut taken = BTreeMap::new();
        for (path, id, is_retired) in retired_ids.chain(ids) {
            let mistake = match taken.insert(id, is_retired) {
                _ if id.is_empty() => Mistake::EmptyIdentifier,
                None => continue,
                Some(other) if other == is_retired => Mistake::Twice(id.clone()),
                Some(_) => Mistake::RetiredInUse(id.clone()),
            };
            return Err(mistake.at(path));
        }
        let catalog = Catalog {
            name: self.name,
            envelope: self.envelope,
            type_base: self.type_base,
            pattern: self.pattern,
            range: self.range,
            owner: self.owner,
            suppression: self.suppression,
            error_kinds: self.error_kinds.unwrap_or_default(),
            statuses: self.statuses.unwrap_or_default(),
            unlisted_statuses: self.unlisted_statuses.unwrap_or_default(),
            retired,
            codes,
            operations: self.operations,
        };
        check_references(&catalog)?;
        check_operations(&catalog)?;
        Ok(catalog)
    }
}

/// Checks that error kinds and statuses refer to codes of the catalog.
fn check_references(catalog: &Catalog) -> Result<(), CatalogError> {
    let ids: BTreeSet<&str> = catalog.codes.iter().map(|code| code.code.as_str()).collect();
    let kinds = catalog.error_kinds.iter().map(|(kind, id)| (format!("error_kinds.{kind}"), id));
    let statuses = catalog.statuses.iter().map(|(status, id)| (format!("statuses.{status}"), id));
    let unlisted = match &catalog.unlisted_statuses {
        CatalogUnlisted::Coded { client, server } => vec![("client", client), ("server", server)],
        CatalogUnlisted::PassThrough(_) | CatalogUnlisted::Standard => vec![],
    };
    let unlisted = unlisted.into_iter().map(|(class, id)| (format!("unlisted_statuses.coded.{class}"), id));
    for (path, id) in kinds.chain(statuses).chain(unlisted) {
        if !ids.contains(id.as_str()) {
            return Err(Mistake::NotACode(id.clone()).at(path));
        }
    }
    let messages = match &catalog.unlisted_statuses {
        CatalogUnlisted::PassThrough(messages) => messages.keys().copied().collect(),
        CatalogUnlisted::Coded { .. } | CatalogUnlisted::Standard => Vec::new(),
    };
    let statuses = catalog.statuses.keys().map(|status| ("statuses", *status));
    let messages = messages.into_iter().map(|status| ("unlisted_statuses.pass_through", status));
    match statuses.chain(messages).find(|(_, status)| !(400..=599).contains(status)) {
        Some((path, status)) => Err(Mistake::NotAnError(status).at(path)),
        None => Ok(()),
    }
}

/// Checks that each operation is listed once.
fn check_operations(catalog: &Catalog) -> Result<(), CatalogError> {
    let mut taken = BTreeSet::new();
    for (at, operation) in catalog.operations.iter().flatten().enumerate() {
        if !taken.insert((&operation.method, &operation.path)) {
            return Err(Mistake::Twice(operation.to_string()).at(format!("operations[{at}]")));
        }
    }
    Ok(())
}

impl ReadCode {
    fn checked(self, path: &str) -> Result<CatalogCode, CatalogError> {
        let retry = match (self.retry, self.retry_after) {
            (None, None) => None,
            (Some(RetryName::Never), None) => Some(Retry::Never),
            (Some(RetryName::AtOnce), None) => Some(Retry::AtOnce),
            (Some(RetryName::After), Some(seconds)) => Some(Retry::After(Duration::from_secs(seconds))),
            (Some(RetryName::After), None) => return Err(Mistake::NoDelay.at(path)),
            (_, Some(_)) => return Err(Mistake::IdleDelay.at(path)),
        };
        let parameters = self.parameters.unwrap_or_default();
        let mut names = BTreeSet::new();
        for (at, parameter) in parameters.iter().enumerate() {
            if !names.insert(&parameter.name) {
                let mistake = Mistake::ParameterTwice(parameter.name.clone());
                return Err(mistake.at(format!("{path}.parameters[{at}]")));
            }
        }
        Ok(CatalogCode {
            code: self.code.into(),
            status: self.status,
            message: self.message,
            meaning: self.meaning,
            advice: self.advice,
            parameters,
            headers: self.headers.unwrap_or_default(),
            retry,
            since: self.since,
            replacement: self.replacement.map(String::from),
            owner: self.owner,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_names_each_mistake_and_its_position() {
        let code = |code: &str| format!(r#"{{"name":"cart","codes":[{{"code":"A","status":409}},{code}]}}"#);
        let retired =
            |retired: &str| format!(r#"{{"name":"cart","retired":{retired},"codes":[{{"code":"A","status":409}}]}}"#);
        let cases = [
            (String::new(), "EOF while parsing a value at line 1 column 0"),
            ("7".to_owned(), "invalid type: integer `7`, expected a catalog, which is an object at line 1 column 1"),
            ("{\n\"codes\": []}".to_owned(), "missing field `name` at line 2 column 12"),
            (r#"{"name":"cart"}"#.to_owned(), "missing field `codes` at line 1 column 15"),
            (code(r#"{"code":"B"}"#), "missing field `status` at line 1 column 62"),
            (
                code(r#"{"code":"B","status":600}"#),
                "600 is not an HTTP status: it is not within 100..=599 at line 1 column 75",
            ),
            (code(r#"{"code":"B","status":-1}"#), "invalid value: integer `-1`, expected u16 at line 1 column 73"),
            (
                code(r#"{"code":null,"status":409}"#),
                "invalid type: null, expected an identifier, which is a string or a whole number at line 1 column 62",
            ),
            (code(r#"{"code":"","status":409}"#), "codes[1]: the identifier is empty"),
            (code(r#"{"code":"A","status":410}"#), r#"codes[1]: "A" is listed twice: keep one of the two"#),
            (
                code(
                    r#"{"code":"B","status":409,"parameters":[{"name":"p","kind":"string"},{"name":"p","kind":"string"}]}"#,
                ),
                r#"codes[1].parameters[1]: the parameter "p" is listed twice: keep one of the two"#,
            ),
            (
                code(r#"{"code":"B","status":409,"retry":"later"}"#),
                "unknown variant `later`, expected one of `never`, `at_once`, `after` at line 1 column 90",
            ),
            (
                code(r#"{"code":"B","status":409,"retry":"after"}"#),
                "codes[1]: `retry` is `after`, but `retry_after` is missing: set it to a number of seconds",
            ),
            (
                code(r#"{"code":"B","status":409,"retry":"never","retry_after":1}"#),
                "codes[1]: `retry_after` is set, but `retry` is not `after`: remove one of the two",
            ),
            (
                r#"{"name":"cart","statuses":{"404":"B"},"codes":[{"code":"A","status":404}]}"#.to_owned(),
                r#"statuses.404: "B" is not a code of the catalog"#,
            ),
            (
                r#"{"name":"cart","statuses":{"200":"A"},"codes":[{"code":"A","status":404}]}"#.to_owned(),
                "statuses: 200 is not an error status: use 400 to 599",
            ),
            (
                r#"{"name":"cart","unlisted_statuses":{"coded":{"client":"A","server":"B"}},"codes":[{"code":"A","status":404}]}"#
                    .to_owned(),
                r#"unlisted_statuses.coded.server: "B" is not a code of the catalog"#,
            ),
            (
                r#"{"name":"cart","codes":[],"operations":[{"method":"GET","path":"/a"},{"method":"GET","path":"/a"}]}"#.to_owned(),
                r#"operations[1]: "GET /a" is listed twice: keep one of the two"#,
            ),
            (retired(r#"["A"]"#), r#"codes[0]: "A" is both retired and in use: keep one of the two"#),
            (retired(r#"["B","B"]"#), r#"retired[1]: "B" is listed twice: keep one of the two"#),
            (
                "{\n\"name\":\"cart\",\n<<<<<<< ours\n\"codes\":[]\n=======\n".to_owned(),
                "line 3: this is a merge conflict marker: resolve the conflict",
            ),
            (
                r#"{"errorbook":2,"codes":"elsewhere"}"#.to_owned(),
                "its format version is 2, but this errorbook-catalog reads version 1: update errorbook-catalog",
            ),
            (r#"{"errorbook":"x"}"#.to_owned(), "invalid type: string \"x\", expected u64 at line 1 column 16"),
        ];
        for (json, message) in cases {
            assert_eq!(Catalog::from_json(json.as_bytes()).unwrap_err().to_string(), message, "{json}");
        }
        let not_text = Catalog::from_json(b"{\"name\":\"cart\",\n\"codes\":[{\"code\":\"\xFF\"}]}").unwrap_err();
        assert_eq!(not_text.to_string(), "invalid unicode code point at line 2 column 19");
    }

    #[test]
    fn the_catalogs_of_other_systems_are_read() {
        let cases = [
            r#"{"name":"shop","codes":[{"code":7,"status":409}]}"#,
            "\u{feff}{\"name\":\"shop\",\"codes\":[{\"code\":\"7\",\"status\":409}]}\r\n",
            r#"{"codes":[{"status":409,"team":"shop","code":"7","link":["a"]}],"name":"shop","since":2014}"#,
            r#"{"errorbook":null,"name":"shop","envelope":null,"retired":null,"codes":[{"code":"7","status":409,"message":null,"meaning":null,"advice":null,"retry":null,"retry_after":null,"headers":null,"parameters":null,"since":null,"replacement":null}]}"#,
        ];
        for json in cases {
            let catalog = Catalog::from_json(json.as_bytes()).unwrap();
            assert_eq!(
                serde_json::to_string(&catalog).unwrap(),
                r#"{"errorbook":1,"name":"shop","codes":[{"code":"7","status":409}]}"#,
                "{json}",
            );
        }
    }
}
