//! Cases with rows: the tables, their values, and the placeholders of a case.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// The rows of a case: the name of a table of the file, or the rows themselves.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Each {
    Table(String),
    Rows(Vec<Row>),
}

/// The values of a row, by column. A case refers to a column as `{name}`.
pub(crate) type Row = BTreeMap<String, Value>;

/// A value of a row.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    Number(i64),
    /// A text. A range like `400..=499` stands for one row per number.
    Text(String),
    Repeated(Repeated),
}

/// A text that is repeated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repeated {
    repeat: String,
    times: usize,
}

#[derive(Debug, thiserror::Error, PartialEq)]
#[error("`{{{0}}}` is not a column of the row")]
pub(crate) struct UnknownColumn(String);

/// Returns the rows as plain texts, with one row for each number of a range.
pub(crate) fn rows(written: &[Row]) -> Vec<BTreeMap<String, String>> {
    let mut rows = Vec::new();
    for row in written {
        let mut expanded = vec![BTreeMap::new()];
        for (name, value) in row {
            let texts = value.texts();
            expanded = expanded
                .iter()
                .flat_map(|row| {
                    texts.iter().map(move |text| {
                        let mut row: BTreeMap<String, String> = row.clone();
                        row.insert(name.clone(), text.clone());
                        row
                    })
                })
                .collect();
        }
        rows.append(&mut expanded);
    }
    rows
}

impl Value {
    fn texts(&self) -> Vec<String> {
        match self {
            Value::Number(number) => vec![number.to_string()],
            Value::Text(text) => match range(text) {
                Some(numbers) => numbers.map(|number| number.to_string()).collect(),
                None => vec![text.clone()],
            },
            Value::Repeated(Repeated { repeat, times }) => vec![repeat.repeat(*times)],
        }
    }
}

fn range(text: &str) -> Option<std::ops::RangeInclusive<u16>> {
    let (first, last) = text.split_once("..=")?;
    Some(first.parse().ok()?..=last.parse().ok()?)
}

/// Fills the placeholders of a case from a row, and remembers which columns it used.
pub(crate) struct Filler<'a> {
    row: &'a BTreeMap<String, String>,
    used: BTreeSet<&'a str>,
}

impl<'a> Filler<'a> {
    pub(crate) fn new(row: &'a BTreeMap<String, String>) -> Filler<'a> {
        Filler { row, used: BTreeSet::new() }
    }

    /// Replaces each `{name}` of the text. Other braces stay: a name has only lower-case letters and `_`.
    pub(crate) fn fill(&mut self, text: &str) -> Result<String, UnknownColumn> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let name = after.split_once('}').filter(|(name, _)| is_name(name));
            rest = match name {
                Some((name, after)) => {
                    let (name, value) = self.row.get_key_value(name).ok_or_else(|| UnknownColumn(name.to_owned()))?;
                    self.used.insert(name);
                    filled.push_str(value);
                    after
                }
                None => {
                    filled.push('{');
                    after
                }
            };
        }
        filled.push_str(rest);
        Ok(filled)
    }

    pub(crate) fn fill_all(&mut self, texts: &[String]) -> Result<Vec<String>, UnknownColumn> {
        texts.iter().map(|text| self.fill(text)).collect()
    }

    /// Returns the columns that were used.
    pub(crate) fn used(self) -> BTreeSet<String> {
        self.used.into_iter().map(str::to_owned).collect()
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(columns: &[(&str, &str)]) -> BTreeMap<String, String> {
        columns.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
    }

    #[test]
    fn only_column_names_in_braces_are_filled() {
        let row = row(&[("n", "404"), ("phrase", "Not {n} Found")]);
        let mut filler = Filler::new(&row);
        assert_eq!(
            filler.fill(r#"{"status":{n},"x":{},"y":{"z":1}}"#).unwrap(),
            r#"{"status":404,"x":{},"y":{"z":1}}"#
        );
        // Filled values are not filled again.
        assert_eq!(filler.fill("{phrase}{").unwrap(), "Not {n} Found{");
        assert_eq!(filler.used(), BTreeSet::from(["n".to_owned(), "phrase".to_owned()]));
    }

    #[test]
    fn an_unknown_column_is_an_error() {
        let row = row(&[("n", "404")]);
        let mut filler = Filler::new(&row);
        assert_eq!(filler.fill("{m}"), Err(UnknownColumn("m".into())));
        assert_eq!(filler.used(), BTreeSet::new());
    }

    #[test]
    fn ranges_and_repetitions_are_expanded() {
        let written: Vec<Row> =
            serde_json::from_str(r#"[{"n": "419..=421", "x": "a"}, {"n": 7, "x": {"repeat": "é", "times": 3}}]"#)
                .unwrap();
        let expected = [
            [("n", "419"), ("x", "a")],
            [("n", "420"), ("x", "a")],
            [("n", "421"), ("x", "a")],
            [("n", "7"), ("x", "ééé")],
        ];
        assert_eq!(rows(&written), expected.map(|columns| row(&columns)));
    }
}
