//! Snapshots as lock files.

use std::fmt::{self, Write};
use std::str::FromStr;
use std::time::Duration;

use super::entry::Entry;
use super::problem::{Problem, SnapshotError};
use super::snapshot::{Place, Snapshot};
use crate::{Retry, Status};

const HEAD: &str = "\
# The published codes of a book, one line each; `errorbook::lock!` compares the book's rows with them in a test.
# Review a change here as a change of the API. It is made by `ERRORBOOK_LOCK=update cargo test`, not by hand.
";

/// The lock file, ending with a line feed.
impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{HEAD}book {}\n\n", Word(&self.name))?;
        for (id, place) in &self.places {
            match place {
                Place::Retired => writeln!(f, "{} retired", Word(id))?,
                Place::Code(entry) => writeln!(f, "{} {entry}", Word(id))?,
            }
        }
        Ok(())
    }
}

/// The line in a lock file, without the identifier: `409 "The cart is empty" since=1.2`.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(message) = &self.message {
            write!(f, " {}", Quoted(message))?;
        }
        for (name, kind) in &self.parameters {
            write!(f, " {}:{}", Word(name), Word(kind))?;
        }
        if let Some(retry) = self.retry {
            write!(f, " retry={}", retry.name())?;
            retry.delay().map_or(Ok(()), |delay| write!(f, ":{}s", delay.as_secs()))?;
        }
        if let Some(since) = &self.since {
            write!(f, " since={}", Word(since))?;
        }
        match &self.replacement {
            Some(replacement) => write!(f, " replacement={}", Word(replacement)),
            None => Ok(()),
        }
    }
}

/// Reads a lock file, whichever line ends it has. Comments and empty lines may stand anywhere, lines in any order.
impl FromStr for Snapshot {
    type Err = SnapshotError;

    fn from_str(text: &str) -> Result<Snapshot, SnapshotError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut snapshot = None;
        let mut count = 0;
        for line in text.lines() {
            count += 1;
            let line = line.trim_ascii();
            if !line.is_empty() && !line.starts_with('#') {
                read_line(&mut snapshot, line).map_err(|problem| SnapshotError::line(count, problem))?;
            }
        }
        snapshot.ok_or_else(|| SnapshotError::line(count + 1, Problem::NoBook))
    }
}

impl Snapshot {
    /// The snapshot in the bytes of a lock file.
    pub(super) fn from_text(bytes: &[u8]) -> Result<Snapshot, SnapshotError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.iter().take(error.valid_up_to());
            SnapshotError::line(1 + before.filter(|byte| **byte == b'\n').count(), Problem::NotUtf8)
        })?;
        text.parse()
    }
}

fn read_line(snapshot: &mut Option<Snapshot>, line: &str) -> Result<(), Problem> {
    if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
        return Err(Problem::MergeConflict);
    }
    let mut line = Line(line);
    let first = line.word()?;
    let Some(snapshot) = snapshot else {
        if first != "book" {
            return Err(Problem::NoBook);
        }
        if !line.space() {
            return Err(Problem::WrongBook);
        }
        *snapshot = Some(Snapshot::new(line.word()?));
        return if line.is_empty() { Ok(()) } else { Err(Problem::WrongBook) };
    };
    let no_status = || Problem::NoStatus(first.clone());
    if !line.space() {
        return Err(no_status());
    }
    let status = line.word()?;
    if status == "retired" {
        return if line.is_empty() { snapshot.insert(first, Place::Retired) } else { Err(Problem::RetiredIsLast) };
    }
    let status: u16 = status.parse().map_err(|_| no_status())?;
    let mut entry = Entry::new(Status::try_from(status)?);
    while !line.is_empty() {
        if !line.space() {
            return Err(Problem::NoSpace(line.0.to_owned()));
        }
        line.attribute(&mut entry)?;
    }
    snapshot.insert(first, Place::Code(entry))
}

/// What is left of a line.
struct Line<'a>(&'a str);

impl Line<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn eat(&mut self, what: char) -> bool {
        self.0.strip_prefix(what).map(|rest| self.0 = rest).is_some()
    }

    /// Skips blanks; whether there were any.
    fn space(&mut self) -> bool {
        let rest = self.0.trim_ascii_start();
        let skipped = rest.len() < self.0.len();
        self.0 = rest;
        skipped
    }

    /// A bare word, or a JSON string.
    fn word(&mut self) -> Result<String, Problem> {
        let no_word = || Problem::NoWord(self.0.to_owned());
        if self.0.starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(self.0).into_iter();
            let word: String = strings.next().and_then(Result::ok).ok_or_else(no_word)?;
            self.0 = self.0.get(strings.byte_offset()..).unwrap_or_default();
            return Ok(word);
        }
        let end = self.0.find(|c| !is_bare(c)).unwrap_or(self.0.len());
        match self.0.split_at_checked(end) {
            Some((word, rest)) if !word.is_empty() => {
                self.0 = rest;
                Ok(word.to_owned())
            }
            _ => Err(no_word()),
        }
    }

    /// One of what stands after the status.
    fn attribute(&mut self, entry: &mut Entry) -> Result<(), Problem> {
        let is_quoted = self.0.starts_with('"');
        let word = self.word()?;
        if self.eat(':') {
            let kind = self.word()?;
            return match entry.parameters.insert(word.clone(), kind) {
                None => Ok(()),
                Some(_) => Err(Problem::ParameterTwice(word)),
            };
        }
        if self.eat('=') && !is_quoted {
            return match word.as_str() {
                "retry" => set(&mut entry.retry, self.retry()?, "retry="),
                "since" => set(&mut entry.since, self.word()?, "since="),
                "replacement" => set(&mut entry.replacement, self.word()?, "replacement="),
                _ => Err(Problem::UnknownWord(word)),
            };
        }
        if is_quoted { set(&mut entry.message, word, "the message") } else { Err(Problem::UnknownWord(word)) }
    }

    fn retry(&mut self) -> Result<Retry, Problem> {
        let word = self.word()?;
        match word.as_str() {
            "never" => Ok(Retry::Never),
            "at_once" => Ok(Retry::AtOnce),
            "after" if self.eat(':') => {
                let delay = self.word()?;
                let seconds = delay.strip_suffix('s').and_then(|seconds| seconds.parse().ok());
                seconds.map(Duration::from_secs).map(Retry::After).ok_or(Problem::WrongRetry(delay))
            }
            _ => Err(Problem::WrongRetry(word)),
        }
    }
}

fn set<T>(attribute: &mut Option<T>, value: T, name: &'static str) -> Result<(), Problem> {
    match attribute.replace(value) {
        None => Ok(()),
        Some(_) => Err(Problem::AttributeTwice(name)),
    }
}

fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// A word as it is if it can be, else as a JSON string.
pub(super) struct Word<'a>(pub(super) &'a str);

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.is_empty() && self.0.chars().all(is_bare) { f.write_str(self.0) } else { Quoted(self.0).fmt(f) }
    }
}

/// A JSON string in which a reviewer sees every character: what is invisible is escaped, too.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if is_visible(c) => f.write_char(c)?,
                c => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(f, "\\u{unit:04x}"))?,
            }
        }
        f.write_char('"')
    }
}

fn is_visible(c: char) -> bool {
    // Behind a letter, because there `escape_debug` leaves accents as they are.
    (' '..='~').contains(&c) || format!("a{c}").escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_not_plain_is_a_string_in_which_nothing_hides() {
        let cases = [
            ("CART-1001", "CART-1001"),
            ("not_found", "not_found"),
            ("", r#""""#),
            ("a b", r#""a b""#),
            ("#1", r##""#1""##),
            ("a:b=c", r#""a:b=c""#),
            ("You've \"it\" \\ here", r#""You've \"it\" \\ here""#),
            ("one\r\n\ttwo\0\u{85}\u{2028}", r#""one\r\n\ttwo\u0000\u0085\u2028""#),
            ("příliš e\u{301} 猫 🐈", "\"příliš e\u{301} 猫 🐈\""),
            ("a\u{202e}b\u{200b}\u{a0}\u{feff}\u{e0001}", r#""a\u202eb\u200b\u00a0\ufeff\udb40\udc01""#),
        ];
        for (word, text) in cases {
            assert_eq!(Word(word).to_string(), text);
            assert_eq!(Line(text).word().unwrap(), word);
        }
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        let cases = [
            ("", "line 1: there is no line `book NAME` before it"),
            ("# nothing\n", "line 2: there is no line `book NAME` before it"),
            ("CART-1 409\n", "line 1: there is no line `book NAME` before it"),
            ("book\n", "line 1: a line `book NAME` is expected, and nothing else in it"),
            ("book cart now\n", "line 1: a line `book NAME` is expected, and nothing else in it"),
            ("book cart\nA", r#"line 2: a status or `retired` is expected after "A""#),
            ("book cart\nA gone", r#"line 2: a status or `retired` is expected after "A""#),
            ("book cart\nA 99", "line 2: 99 is not an HTTP status: it is not within 100..=599"),
            ("book cart\n\"\" 409", "line 2: the identifier is empty"),
            ("book cart\nA retired now", "line 2: `retired` is the last word of its line"),
            ("book cart\nA 409\n\nA 409", r#"line 4: "A" stands twice: keep one of the two"#),
            ("book cart\nA retired\nA 409", r#"line 3: "A" is retired and in use: keep one of the two"#),
            ("book cart\nA 409 p:string p:string", r#"line 2: the parameter "p" stands twice: keep one of the two"#),
            ("book cart\nA 409 \"a\" \"b\"", "line 2: the message stands twice in the line: keep one of the two"),
            ("book cart\nA 409 since=1 since=1", "line 2: since= stands twice in the line: keep one of the two"),
            ("book cart\nA 409 \"open", r#"line 2: a word, or a JSON string in one line, is expected at "\"open""#),
            ("book cart\nA 409\"a\"", r#"line 2: a space is expected before "\"a\"""#),
            (
                "book cart\nA 409 until=2",
                r#"line 2: "until" is unknown: after the status stand a "message", parameter:kind, retry=, since= and replacement="#,
            ),
            (
                "book cart\nA 409 retry=after:1h",
                r#"line 2: "1h" is no retry: it is `never`, `at_once`, or `after:30s` with a whole number of seconds"#,
            ),
            ("book cart\n<<<<<<< ours\nA 409", "line 2: a merge conflict begins or ends here: resolve it"),
        ];
        for (text, message) in cases {
            assert_eq!(text.parse::<Snapshot>().unwrap_err().to_string(), message, "{text:?}");
        }
        assert_eq!(Snapshot::from_text(b"book cart\nA 409\n\xFF").unwrap_err().to_string(), "line 3: it is not UTF-8");
    }

    #[test]
    fn line_ends_comments_and_the_order_of_lines_do_not_matter() {
        let text = "book cart\n\nA 409 \"a\"\nB retired\n";
        for same in [
            "\u{feff}# a comment\r\nbook cart\r\n\r\nA 409 \"a\"\r\nB retired\r\n",
            "book cart\nB retired\n# a comment\nA  409\t\"\\u0061\"  \n",
        ] {
            assert_eq!(same.parse::<Snapshot>().unwrap(), text.parse::<Snapshot>().unwrap(), "{same:?}");
        }
        assert_eq!(text.parse::<Snapshot>().unwrap().to_string(), format!("{HEAD}{text}"));
    }
}
