//! The file of a catalog: writes it, and reads the catalogs of any system.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use errorbook::{InvalidStatus, Retry, Status};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalog::{Catalog, CatalogEnvelope};
use crate::catalog_code::{CatalogCode, CatalogParameter};
use crate::catalog_error::{CatalogError, Mistake};
use crate::visible::escape_invisible;

/// The version of the format that this version writes, and the newest that it reads.
const FORMAT: u64 = 1;

/// The members of the file, sorted.
#[derive(Serialize)]
struct Written<'a> {
    errorbook: u64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    envelope: Option<&'a CatalogEnvelope>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    retired: BTreeSet<&'a str>,
    codes: Vec<&'a CatalogCode>,
}

impl<'a> From<&'a Catalog> for Written<'a> {
    fn from(catalog: &'a Catalog) -> Written<'a> {
        let mut codes: Vec<&CatalogCode> = catalog.codes.iter().collect();
        codes.sort_by(|a, b| a.code.cmp(&b.code));
        Written {
            errorbook: FORMAT,
            name: &catalog.name,
            envelope: catalog.envelope.as_ref(),
            retired: catalog.retired.iter().map(String::as_str).collect(),
            codes,
        }
    }
}

/// Writes the members of the file, sorted as in the file.
impl Serialize for Catalog {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(self).serialize(serializer)
    }
}

/// Writes the [file](crate#the-file). It ends with a line feed.
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Written { errorbook, name, envelope, retired, codes } = Written::from(self);
        write!(f, "{{\n  \"errorbook\": {errorbook},\n  \"name\": {},\n", json(&name)?)?;
        if let Some(envelope) = envelope {
            writeln!(f, "  \"envelope\": {},", json(envelope)?)?;
        }
        if !retired.is_empty() {
            writeln!(f, "  \"retired\": {},", json(&retired)?)?;
        }
        f.write_str("  \"codes\": [")?;
        let mut separator = "\n";
        for code in codes {
            write!(f, "{separator}    {}", json(code)?)?;
            separator = ",\n";
        }
        f.write_str("\n  ]\n}\n")
    }
}

fn json(value: &impl Serialize) -> Result<String, fmt::Error> {
    serde_json::to_string(value).map(|json| escape_invisible(&json)).map_err(|_| fmt::Error)
}

impl Catalog {
    /// Reads the catalog of a book: a file of this crate, or the catalog of another system.
    ///
    /// A book has a `name` and `codes`. A code has a `code` (a string or a whole number) and a `status`. Everything else can
    /// be missing or null, and unknown members are ignored.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use errorbook::Retry;
    /// use errorbook_catalog::Catalog;
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
    /// # Ok::<(), errorbook_catalog::CatalogError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error with its place for JSON that is not a catalog, a status outside of 100..=599, an unknown `retry`,
    /// something that stands twice, a merge conflict, or a file of a newer version:
    ///
    /// ```
    /// # use errorbook_catalog::Catalog;
    /// let twice = br#"{"name": "cart", "codes": [{"code": 7, "status": 409}, {"code": "7", "status": 409}]}"#;
    /// assert_eq!(Catalog::from_json(twice).unwrap_err().to_string(), r#"codes[1]: "7" stands twice: keep one of the two"#);
    /// ```
    pub fn from_json(json: &[u8]) -> Result<Catalog, CatalogError> {
        // Some editors begin a file with a byte-order mark.
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        let read = || {
            // The format comes first: the members of a newer one can be of other types.
            let format: ReadFormat = serde_json::from_slice(json).map_err(CatalogError::json)?;
            check_format(format.errorbook)?;
            serde_json::from_slice::<ReadCatalog>(json).map_err(CatalogError::json)?.checked()
        };
        read().map_err(|error| match merge_conflict(json) {
            Some(line) => CatalogError::merge_conflict(line),
            None => error,
        })
    }
}

impl<'de> Deserialize<'de> for Catalog {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Catalog, D::Error> {
        ReadCatalog::deserialize(deserializer)?.checked().map_err(de::Error::custom)
    }
}

/// Returns the first line of a merge conflict. No line of JSON begins so.
fn merge_conflict(json: &[u8]) -> Option<usize> {
    let marks: [&[u8]; 4] = [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"];
    let at = json.split(|byte| *byte == b'\n').position(|line| marks.iter().any(|mark| line.starts_with(mark)))?;
    Some(at + 1)
}

#[derive(Deserialize)]
#[serde(expecting = "a catalog, which is an object")]
struct ReadFormat {
    errorbook: Option<u64>,
}

fn check_format(format: Option<u64>) -> Result<(), CatalogError> {
    match format {
        Some(found) if found > FORMAT => Err(CatalogError::newer_format(found, FORMAT)),
        Some(_) | None => Ok(()),
    }
}

#[derive(Deserialize)]
#[serde(expecting = "a catalog, which is an object")]
struct ReadCatalog {
    errorbook: Option<u64>,
    name: String,
    envelope: Option<CatalogEnvelope>,
    retired: Option<Vec<Identifier>>,
    codes: Vec<ReadCode>,
}

#[derive(Deserialize)]
struct ReadCode {
    code: Identifier,
    status: ReadStatus,
    message: Option<String>,
    meaning: Option<String>,
    advice: Option<String>,
    parameters: Option<Vec<CatalogParameter>>,
    headers: Option<Vec<String>>,
    retry: Option<RetryName>,
    retry_after: Option<u64>,
    since: Option<String>,
    replacement: Option<Identifier>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RetryName {
    Never,
    AtOnce,
    After,
}

#[derive(Deserialize)]
#[serde(try_from = "u16")]
struct ReadStatus(Status);

impl TryFrom<u16> for ReadStatus {
    type Error = InvalidStatus;

    fn try_from(number: u16) -> Result<ReadStatus, InvalidStatus> {
        Status::try_from(number).map(ReadStatus)
    }
}

/// A string, or a whole number where a system has numbers for codes.
struct Identifier(String);

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Identifier, D::Error> {
        struct IdentifierVisitor;

        impl Visitor<'_> for IdentifierVisitor {
            type Value = Identifier;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identifier, which is a string or a whole number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Identifier, E> {
                Ok(Identifier(text.to_owned()))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Identifier, E> {
                Ok(Identifier(number.to_string()))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Identifier, E> {
                Ok(Identifier(number.to_string()))
            }
        }

        deserializer.deserialize_any(IdentifierVisitor)
    }
}

impl ReadCatalog {
    /// Returns the catalog if it keeps the rules that its types do not show.
    fn checked(self) -> Result<Catalog, CatalogError> {
        check_format(self.errorbook)?;
        // Each identifier, and true if it is retired.
        let mut taken = BTreeMap::new();
        let mut take = |path: &str, id: &str, is_retired: bool| {
            let mistake = match taken.insert(id.to_owned(), is_retired) {
                _ if id.is_empty() => Mistake::EmptyIdentifier,
                None => return Ok(()),
                Some(other) if other == is_retired => Mistake::Twice(id.to_owned()),
                Some(_) => Mistake::RetiredInUse(id.to_owned()),
            };
            Err(CatalogError::member(path.to_owned(), mistake))
        };
        let mut catalog = Catalog { name: self.name, envelope: self.envelope, retired: Vec::new(), codes: Vec::new() };
        for (at, Identifier(id)) in self.retired.into_iter().flatten().enumerate() {
            take(&format!("retired[{at}]"), &id, true)?;
            catalog.retired.push(id);
        }
        for (at, code) in self.codes.into_iter().enumerate() {
            let path = format!("codes[{at}]");
            let code = code.checked(&path)?;
            take(&path, &code.code, false)?;
            catalog.codes.push(code);
        }
        Ok(catalog)
    }
}

impl ReadCode {
    fn checked(self, path: &str) -> Result<CatalogCode, CatalogError> {
        let retry = match (self.retry, self.retry_after) {
            (None, None) => None,
            (Some(RetryName::Never), None) => Some(Retry::Never),
            (Some(RetryName::AtOnce), None) => Some(Retry::AtOnce),
            (Some(RetryName::After), Some(seconds)) => Some(Retry::After(Duration::from_secs(seconds))),
            (Some(RetryName::After), None) => return Err(CatalogError::member(path.to_owned(), Mistake::NoDelay)),
            (_, Some(_)) => return Err(CatalogError::member(path.to_owned(), Mistake::IdleDelay)),
        };
        let parameters = self.parameters.unwrap_or_default();
        let mut names = BTreeSet::new();
        if let Some((at, twice)) = parameters.iter().enumerate().find(|(_, parameter)| !names.insert(&parameter.name)) {
            let path = format!("{path}.parameters[{at}]");
            return Err(CatalogError::member(path, Mistake::ParameterTwice(twice.name.clone())));
        }
        Ok(CatalogCode {
            code: self.code.0,
            status: self.status.0,
            message: self.message,
            meaning: self.meaning,
            advice: self.advice,
            parameters,
            headers: self.headers.unwrap_or_default(),
            retry,
            since: self.since,
            replacement: self.replacement.map(|id| id.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mistake_is_named_with_its_place() {
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
            (code(r#"{"code":"A","status":410}"#), r#"codes[1]: "A" stands twice: keep one of the two"#),
            (
                code(
                    r#"{"code":"B","status":409,"parameters":[{"name":"p","kind":"string"},{"name":"p","kind":"string"}]}"#,
                ),
                r#"codes[1].parameters[1]: the parameter "p" stands twice: keep one of the two"#,
            ),
            (
                code(r#"{"code":"B","status":409,"retry":"later"}"#),
                "unknown variant `later`, expected one of `never`, `at_once`, `after` at line 1 column 90",
            ),
            (
                code(r#"{"code":"B","status":409,"retry":"after"}"#),
                "codes[1]: `retry` is `after`: say in `retry_after` after how many seconds",
            ),
            (
                code(r#"{"code":"B","status":409,"retry":"never","retry_after":1}"#),
                "codes[1]: `retry_after` stands with the `retry` `after` alone",
            ),
            (retired(r#"["A"]"#), r#"codes[0]: "A" is retired and in use: keep one of the two"#),
            (retired(r#"["B","B"]"#), r#"retired[1]: "B" stands twice: keep one of the two"#),
            (
                "{\n\"name\":\"cart\",\n<<<<<<< ours\n\"codes\":[]\n=======\n".to_owned(),
                "line 3: a merge conflict begins or ends here: resolve it",
            ),
            (
                r#"{"errorbook":2,"codes":"elsewhere"}"#.to_owned(),
                "its format is 2, and this version of errorbook-catalog reads 1: update errorbook-catalog",
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
    fn the_catalogs_of_other_systems_load() {
        let cases = [
            r#"{"name":"shop","codes":[{"code":7,"status":409}]}"#,
            "\u{feff}{\"name\":\"shop\",\"codes\":[{\"code\":\"7\",\"status\":409}]}\r\n",
            r#"{"codes":[{"status":409,"owner":"shop","code":"7","link":["a"]}],"name":"shop","since":2014}"#,
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

    #[test]
    fn what_is_written_has_every_member_in_order() {
        let json = r#"{"errorbook":1,"name":"cart","envelope":{"content_type":"application/json","schema":"Cart"},"retired":["CART-0999","CART-1000"],"codes":[{"code":"CART-1001","status":503,"message":"Closed","meaning":"It is night.","advice":"Wait.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1002"},{"code":"CART-1002","status":503,"retry":"never"}]}"#;
        let catalog: Catalog = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&catalog).unwrap(), json);
        assert_eq!(
            catalog.to_string(),
            r#"{
  "errorbook": 1,
  "name": "cart",
  "envelope": {"content_type":"application/json","schema":"Cart"},
  "retired": ["CART-0999","CART-1000"],
  "codes": [
    {"code":"CART-1001","status":503,"message":"Closed","meaning":"It is night.","advice":"Wait.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1002"},
    {"code":"CART-1002","status":503,"retry":"never"}
  ]
}
"#
        );
    }

    #[test]
    fn the_file_is_sorted_and_its_catalog_is_not() {
        let json =
            r#"{"name":"cart","retired":["D","C"],"codes":[{"code":"B","status":409},{"code":"A","status":409}]}"#;
        let catalog = Catalog::from_json(json.as_bytes()).unwrap();
        assert_eq!([&catalog.codes[0].code, &catalog.retired[0]], ["B", "D"]);
        let sorted = Catalog::from_json(catalog.to_string().as_bytes()).unwrap();
        assert_eq!([&sorted.codes[0].code, &sorted.retired[0]], ["A", "C"]);
        assert_eq!(sorted.to_string(), catalog.to_string());
    }
}
