//! A case as a file contains it, and as the runner sends and checks it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::client::Request;
use crate::each::{self, Each, Filler, Row, UnknownColumn};
use crate::pattern::{Pattern, PatternError};

/// A request and the expected response.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) request: Request,
    pub(crate) status: u16,
    /// Header names in lower case, each with its only value.
    pub(crate) expect: Vec<(String, String)>,
    /// Header names in lower case.
    pub(crate) absent: Vec<String>,
    pub(crate) body: Expected,
    /// True if the response is an error. A redirect can be an error too.
    pub(crate) error: bool,
    /// True if the request is sent again with suppression.
    pub(crate) suppressed: bool,
    /// True if the request is sent again as HEAD.
    pub(crate) head: bool,
}

/// The expected body.
#[derive(Clone, Debug)]
pub(crate) enum Expected {
    Exact(String),
    Like(Pattern),
    Start(String),
}

impl Case {
    /// Returns true if the case states something about this header. Then the general rules do not apply to it.
    pub(crate) fn names(&self, header: &str) -> bool {
        self.expect.iter().map(|(name, _)| name).chain(&self.absent).any(|name| name == header)
    }
}

/// Reads the cases of a file. A case with rows becomes one case for each row.
pub(crate) fn read(file: &str) -> Result<Vec<Case>, CaseError> {
    let file: File = toml::from_str(file)?;
    let mut cases = Vec::new();
    let mut names = BTreeSet::new();
    let no_columns = Row::new();
    // A column that no case uses is a mistake in the file. This holds for tables and for a case's own rows.
    let mut unused: BTreeMap<&str, BTreeSet<&String>> =
        file.tables.iter().map(|(table, rows)| (table.as_str(), columns(rows))).collect();
    for written in &file.cases {
        let slip = |slip| CaseError::Slip(written.name.clone(), slip);
        let (source, written_rows): (&str, &[Row]) = match &written.each {
            None => (&written.name, std::slice::from_ref(&no_columns)),
            Some(Each::Rows(rows)) => (&written.name, rows),
            Some(Each::Table(table)) => {
                (table, file.tables.get(table).ok_or_else(|| slip(Slip::NoTable(table.clone())))?)
            }
        };
        let rows = each::rows(written_rows);
        if rows.is_empty() {
            return Err(slip(Slip::NoRow));
        }
        for (index, row) in rows.iter().enumerate() {
            let (mut case, used) = written.case(row).map_err(slip)?;
            // Cases whose name does not depend on the row get numbers.
            if case.name == written.name && rows.len() > 1 {
                case.name = format!("{} ({})", case.name, index + 1);
            }
            if !names.insert(case.name.clone()) {
                return Err(CaseError::Twice(case.name));
            }
            cases.push(case);
            let unused = unused.entry(source).or_insert_with(|| columns(written_rows));
            unused.retain(|column| !used.contains(*column));
        }
    }
    let unused = unused.iter().find_map(|(source, columns)| Some((source, columns.first()?)));
    match unused {
        _ if cases.is_empty() => Err(CaseError::Empty),
        Some((source, column)) => Err(CaseError::Unused((*source).to_owned(), (*column).clone())),
        None => Ok(cases),
    }
}

fn columns(rows: &[Row]) -> BTreeSet<&String> {
    rows.iter().flat_map(Row::keys).collect()
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum CaseError {
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    #[error("the file has no cases")]
    Empty,
    #[error("`{0}` has a column `{1}` that no case uses")]
    Unused(String, String),
    #[error("two cases are named `{0}`")]
    Twice(String),
    #[error("the case `{0}`: {1}")]
    Slip(String, Slip),
}

/// A mistake in a written case.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Slip {
    #[error("there is no table `{0}`")]
    NoTable(String),
    #[error("it has no rows")]
    NoRow,
    #[error(transparent)]
    Column(#[from] UnknownColumn),
    #[error(transparent)]
    Pattern(#[from] PatternError),
    #[error("`send` must be a method and a target, not `{0}`")]
    Send(String),
    #[error("`{0}` must be a name, a colon and a value")]
    Header(String),
    #[error("`{0}` is not a status")]
    Status(String),
    #[error("`hex` must be pairs of hexadecimal digits")]
    Hex,
    #[error("`body` and `hex` cannot be combined")]
    TwoBodies,
    #[error("only one of `response`, `like` and `start` is allowed")]
    TwoResponses,
    #[error("write a HEAD as `head = true` on its GET")]
    Head,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    tables: BTreeMap<String, Vec<Row>>,
    #[serde(default, rename = "case")]
    cases: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    each: Option<Each>,
    send: String,
    #[serde(default)]
    headers: Vec<String>,
    content_type: Option<String>,
    body: Option<String>,
    hex: Option<String>,
    pad_to: Option<usize>,
    #[serde(default)]
    chunked: bool,
    status: Status,
    #[serde(default)]
    expect: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    response: Option<String>,
    like: Option<String>,
    start: Option<String>,
    error: Option<bool>,
    suppressed: Option<bool>,
    #[serde(default)]
    head: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Status {
    Number(u16),
    Text(String),
}

impl Written {
    /// Returns the case for a row, and the columns of the row that the case uses.
    fn case(&self, row: &BTreeMap<String, String>) -> Result<(Case, BTreeSet<String>), Slip> {
        let mut filler = Filler::new(row);
        let request = self.request(&mut filler)?;
        let status = match &self.status {
            Status::Number(number) => *number,
            Status::Text(text) => {
                let text = filler.fill(text)?;
                text.parse().map_err(|_| Slip::Status(text))?
            }
        };
        let body = match (&self.response, &self.like, &self.start) {
            (None, Some(like), None) => Expected::Like(Pattern::parse(&filler.fill(like)?)?),
            (None, None, Some(start)) => Expected::Start(filler.fill(start)?),
            (response, None, None) => Expected::Exact(filler.fill(response.as_deref().unwrap_or_default())?),
            _ => return Err(Slip::TwoResponses),
        };
        let error = self.error.unwrap_or(status >= 400);
        if request.method == "HEAD" || self.head && request.method != "GET" {
            return Err(Slip::Head);
        }
        let case = Case {
            name: filler.fill(&self.name)?,
            request,
            status,
            expect: split(filler.fill_all(&self.expect)?)?,
            absent: filler.fill_all(&self.absent)?.iter().map(|name| name.to_ascii_lowercase()).collect(),
            body,
            error,
            suppressed: self.suppressed.unwrap_or(error),
            head: self.head,
        };
        Ok((case, filler.used()))
    }

    fn request(&self, filler: &mut Filler<'_>) -> Result<Request, Slip> {
        let send = filler.fill(&self.send)?;
        let (method, target) = send.split_once(' ').ok_or_else(|| Slip::Send(send.clone()))?;
        let mut headers = split(filler.fill_all(&self.headers)?)?;
        let mut body = match (&self.body, &self.hex) {
            (Some(_), Some(_)) => return Err(Slip::TwoBodies),
            (None, Some(hex)) => bytes(&filler.fill(hex)?).ok_or(Slip::Hex)?,
            (body, None) => filler.fill(body.as_deref().unwrap_or_default())?.into_bytes(),
        };
        body.resize(self.pad_to.unwrap_or_default().max(body.len()), b' ');
        let content_type = match &self.content_type {
            Some(content_type) => filler.fill(content_type)?,
            None if self.body.is_some() || self.hex.is_some() => "application/json".to_owned(),
            None => String::new(),
        };
        if !content_type.is_empty() {
            headers.push(("content-type".to_owned(), content_type));
        }
        Ok(Request { method: method.to_owned(), target: target.to_owned(), headers, body, chunked: self.chunked })
    }
}

fn split(headers: Vec<String>) -> Result<Vec<(String, String)>, Slip> {
    let split = |header: String| match header.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
        None => Err(Slip::Header(header)),
    };
    headers.into_iter().map(split).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().filter(|character| *character != ' ').map(|digit| Some(digit.to_digit(16)? as u8)).collect();
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(high << 4 | low),
        _ => None,
    };
    digits?.chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(case: &str) -> Case {
        read(case).unwrap().remove(0)
    }

    #[test]
    fn a_case_is_read_with_its_request_and_its_response() {
        let case = one(r#"
            [[case]]
            name = "a body"
            send = "POST /x?y"
            headers = ["Authorization: Bearer demo"]
            body = '{}'
            pad_to = 4
            status = 404
            expect = ["Allow: *"]
        "#);
        assert_eq!((case.request.method.as_str(), case.request.target.as_str()), ("POST", "/x?y"));
        let headers = [("authorization", "Bearer demo"), ("content-type", "application/json")];
        assert_eq!(case.request.headers, headers.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(case.request.body, b"{}  ");
        assert_eq!((case.status, case.error, case.suppressed), (404, true, true));
        assert!(case.names("allow") && !case.names("etag"));
        assert!(matches!(case.body, Expected::Exact(body) if body.is_empty()));
    }

    #[test]
    fn a_body_can_be_hexadecimal_and_have_no_content_type() {
        let case = one(r#"case = [{ name = "", send = "POST /", hex = "22 fF", content_type = "", status = 200 }]"#);
        assert_eq!(case.request.body, [0x22, 0xff]);
        assert_eq!(case.request.headers, []);
        assert!(!case.suppressed);
    }

    #[test]
    fn each_row_of_a_table_makes_a_case() {
        let cases = read(r#"
            tables.statuses = [{ n = "404..=405" }]
            case = [{ name = "is kept", each = "statuses", send = "GET /status/{n}", status = "{n}", response = '{"n":{n}}' }]
        "#)
        .unwrap();
        let seen: Vec<_> =
            cases.iter().map(|case| (case.name.as_str(), case.status, case.request.target.as_str())).collect();
        assert_eq!(seen, [("is kept (1)", 404, "/status/404"), ("is kept (2)", 405, "/status/405")]);
        assert!(matches!(&cases[1].body, Expected::Exact(body) if body == r#"{"n":405}"#));
    }

    #[test]
    fn mistakes_in_a_file_are_errors() {
        for (file, message) in [
            ("", "the file has no cases"),
            (
                "tables.a = [{ n = 1 }]\ncase = [{ name = 'a', send = 'GET /', status = 1 }]",
                "`a` has a column `n` that no case uses",
            ),
            ("case = [{ name = 'a', each = 'a', send = 'GET /', status = 1 }]", "the case `a`: there is no table `a`"),
            ("case = [{ name = 'a', each = [], send = 'GET /', status = 1 }]", "the case `a`: it has no rows"),
            (
                "case = [{ name = 'a', send = 'GET', status = 1 }]",
                "the case `a`: `send` must be a method and a target, not `GET`",
            ),
            (
                "case = [{ name = 'a', send = 'HEAD /', status = 1 }]",
                "the case `a`: write a HEAD as `head = true` on its GET",
            ),
            (
                "case = [{ name = 'a', send = 'GET /{n}', status = 1 }]",
                "the case `a`: `{n}` is not a column of the row",
            ),
            (
                "case = [{ name = 'a', send = 'GET /', status = 1, response = '', start = '' }]",
                "the case `a`: only one of `response`, `like` and `start` is allowed",
            ),
            ("case = [{ name = 'a', send = 'GET /', status = 'x' }]", "the case `a`: `x` is not a status"),
            (
                "case = [{ name = 'a', send = 'GET /', status = 1, hex = 'f' }]",
                "the case `a`: `hex` must be pairs of hexadecimal digits",
            ),
            (
                "case = [{ name = 'a', send = 'GET /', status = 1, expect = ['x'] }]",
                "the case `a`: `x` must be a name, a colon and a value",
            ),
            (
                "case = [{ name = 'a', send = 'GET /', status = 1 }, { name = 'a', send = 'GET /', status = 1 }]",
                "two cases are named `a`",
            ),
        ] {
            assert_eq!(read(file).unwrap_err().to_string(), message);
        }
        let unknown = read("case = [{ name = 'a', send = 'GET /', status = 1, reponse = '' }]").unwrap_err();
        assert!(unknown.to_string().contains("unknown field `reponse`"), "{unknown}");
    }
}
