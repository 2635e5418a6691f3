//! Snapshots as JSON.

use std::fmt;
use std::time::Duration;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::entry::Entry;
use super::problem::{Problem, SnapshotError};
use super::snapshot::{Place, Snapshot};
use crate::{InvalidStatus, Retry, Status};

pub(super) fn read(json: &[u8]) -> Result<Snapshot, SnapshotError> {
    // Some editors begin a file with a byte-order mark.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    let book: ReadBook = serde_json::from_slice(json).map_err(SnapshotError::json)?;
    let mut snapshot = Snapshot::new(book.name);
    for (index, id) in book.retired.into_iter().flatten().enumerate() {
        let place = |problem| SnapshotError::member(format!("retired[{index}]"), problem);
        snapshot.insert(id.0, Place::Retired).map_err(place)?;
    }
    for (index, code) in book.codes.into_iter().enumerate() {
        let place = |problem| SnapshotError::member(format!("codes[{index}]"), problem);
        let mut entry = Entry::new(code.status.0);
        entry.message = code.message;
        entry.retry = retry(code.retry, code.retry_after).map_err(place)?;
        entry.since = code.since;
        entry.replacement = code.replacement.map(|id| id.0);
        for (at, parameter) in code.parameters.into_iter().flatten().enumerate() {
            if entry.parameters.contains_key(&parameter.name) {
                let path = format!("codes[{index}].parameters[{at}]");
                return Err(SnapshotError::member(path, Problem::ParameterTwice(parameter.name)));
            }
            entry.parameters.insert(parameter.name, parameter.kind);
        }
        snapshot.insert(code.code.0, Place::Code(entry)).map_err(place)?;
    }
    Ok(snapshot)
}

fn retry(retry: Option<RetryName>, delay: Option<u64>) -> Result<Option<Retry>, Problem> {
    match (retry, delay) {
        (None, None) => Ok(None),
        (Some(RetryName::Never), None) => Ok(Some(Retry::Never)),
        (Some(RetryName::AtOnce), None) => Ok(Some(Retry::AtOnce)),
        (Some(RetryName::After), Some(seconds)) => Ok(Some(Retry::After(Duration::from_secs(seconds)))),
        (Some(RetryName::After), None) => Err(Problem::NoDelay),
        (_, Some(_)) => Err(Problem::IdleDelay),
    }
}

#[derive(Deserialize)]
struct ReadBook {
    name: String,
    retired: Option<Vec<Identifier>>,
    codes: Vec<ReadCode>,
}

#[derive(Deserialize)]
struct ReadCode {
    code: Identifier,
    status: ReadStatus,
    message: Option<String>,
    retry: Option<RetryName>,
    retry_after: Option<u64>,
    parameters: Option<Vec<ReadParameter>>,
    since: Option<String>,
    replacement: Option<Identifier>,
}

#[derive(Deserialize)]
struct ReadParameter {
    name: String,
    kind: String,
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

/// A string, or a whole number as catalogues with numbers for codes write it.
struct Identifier(String);

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Identifier, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
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

        deserializer.deserialize_any(Text)
    }
}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let codes = self.codes().map(|(code, entry)| WrittenCode {
            code,
            status: entry.status().as_u16(),
            message: entry.message(),
            retry: WrittenRetry::from(entry.retry),
            parameters: entry.parameters().map(|(name, kind)| WrittenParameter { name, kind }).collect(),
            since: entry.since(),
            replacement: entry.replacement(),
        });
        let book = WrittenBook { name: &self.name, retired: self.retired().collect(), codes: codes.collect() };
        book.serialize(serializer)
    }
}

#[derive(Serialize)]
struct WrittenBook<'a> {
    name: &'a str,
    retired: Vec<&'a str>,
    codes: Vec<WrittenCode<'a>>,
}

#[derive(Serialize)]
struct WrittenCode<'a> {
    code: &'a str,
    status: u16,
    message: Option<&'a str>,
    #[serde(flatten)]
    retry: WrittenRetry,
    parameters: Vec<WrittenParameter<'a>>,
    since: Option<&'a str>,
    replacement: Option<&'a str>,
}

#[derive(Serialize)]
struct WrittenParameter<'a> {
    name: &'a str,
    kind: &'a str,
}

/// The two members that say whether and when to retry.
#[derive(Serialize)]
pub(super) struct WrittenRetry {
    retry: Option<&'static str>,
    retry_after: Option<u64>,
}

impl From<Option<Retry>> for WrittenRetry {
    fn from(retry: Option<Retry>) -> WrittenRetry {
        let delay = retry.and_then(Retry::delay);
        WrittenRetry { retry: retry.map(Retry::name), retry_after: delay.map(|delay| delay.as_secs()) }
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
        ];
        for (json, message) in cases {
            assert_eq!(read(json.as_bytes()).unwrap_err().to_string(), message, "{json}");
        }
    }

    #[test]
    fn the_catalogues_of_other_systems_load() {
        let cases = [
            r#"{"name":"shop","codes":[{"code":7,"status":409}]}"#,
            "\u{feff}{\"name\":\"shop\",\"codes\":[{\"code\":\"7\",\"status\":409}]}\r\n",
            r#"{"codes":[{"status":409,"meaning":"It failed.","code":"7","headers":["a"]}],"name":"shop","since":2014}"#,
            r#"{"name":"shop","retired":null,"codes":[{"code":"7","status":409,"message":null,"retry":null,"retry_after":null,"parameters":null,"since":null,"replacement":null}]}"#,
        ];
        for json in cases {
            let snapshot = read(json.as_bytes()).unwrap();
            assert_eq!(snapshot.get("7"), Some(&Entry::new(Status::new(409).unwrap())), "{json}");
        }
    }

    #[test]
    fn what_is_written_has_every_member_in_order() {
        let json = r#"{"name":"cart","retired":["CART-1000"],"codes":[{"code":"CART-1001","status":503,"message":"Closed","retry":"after","retry_after":30,"parameters":[{"name":"part","kind":"integer"}],"since":"1.2","replacement":"CART-1002"},{"code":"CART-1002","status":503,"message":null,"retry":null,"retry_after":null,"parameters":[],"since":null,"replacement":null}]}"#;
        assert_eq!(serde_json::to_string(&read(json.as_bytes()).unwrap()).unwrap(), json);
    }
}
