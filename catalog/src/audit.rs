//! [`Audit`]: finds codes that the tests do not produce, and codes that the source code does not use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::{Catalog, Recording};

/// The codes of a catalog that are not in a recording, and the codes that no source file contains.
///
/// ```
/// use errorbook_catalog::{Catalog, RecordedResponse, Recording, audit::Audit};
///
/// let catalog = Catalog::from_json(br#"{"name":"shop","codes":[{"code":"S-1","status":404},{"code":"S-2","status":409}]}"#)?;
/// let recording = Recording::from(vec![RecordedResponse::new("GET", "/parts/7", 404).with_code("shop", "S-1")]);
/// let audit = Audit::new(&catalog, &recording);
/// assert_eq!(audit.unobserved, ["S-2"]);
/// assert_eq!(audit.to_string(), "shop: 1 of 2 codes observed\n\nnot observed:\n  S-2\n");
/// # Ok::<(), errorbook_catalog::CatalogError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Audit {
    /// The name of the book.
    pub book: String,
    /// The number of codes.
    pub codes: usize,
    /// The codes that no response of the recording has, in the order of the catalog.
    pub unobserved: Vec<String>,
    /// The codes of the book that are in the recording but not in the catalog, sorted.
    pub unknown: Vec<String>,
    /// The codes that no source file contains, in the order of the catalog. It is `None` until [`Audit::search`] runs.
    pub unnamed: Option<Vec<String>>,
}

impl Audit {
    /// Compares a catalog with a recording. A response without the name of a book counts for every catalog.
    pub fn new(catalog: &Catalog, recording: &Recording) -> Audit {
        let is_of = |book: &Option<String>| book.as_ref().is_none_or(|book| *book == catalog.name);
        let responses = recording.responses.iter().filter(|response| is_of(&response.book));
        let observed: BTreeSet<(&str, bool)> =
            responses.filter_map(|response| Some((response.code.as_deref()?, response.book.is_some()))).collect();
        let is_observed = |code: &str| observed.contains(&(code, true)) || observed.contains(&(code, false));
        let ids: BTreeSet<&str> = catalog.codes.iter().map(|code| code.code.as_str()).collect();
        let unobserved = catalog.codes.iter().map(|code| &code.code).filter(|code| !is_observed(code));
        let unknown = observed.iter().filter(|(code, is_named)| *is_named && !ids.contains(code));
        Audit {
            book: catalog.name.clone(),
            codes: catalog.codes.len(),
            unobserved: unobserved.cloned().collect(),
            unknown: unknown.map(|(code, _)| (*code).to_owned()).collect(),
            unnamed: None,
        }
    }

    /// Searches the files below a folder for the codes.
    ///
    /// A file uses a code if it contains the constant of the code or the identifier in quotes. The row of the code in `codes!`
    /// does not count. Hidden files, links and folders named `target` or `node_modules` are skipped.
    ///
    /// # Errors
    /// Returns an error if a folder cannot be read.
    pub fn search(&mut self, catalog: &Catalog, folder: &Path) -> io::Result<()> {
        let mut texts = Vec::new();
        read_all(folder, &mut texts)?;
        let mut words = BTreeMap::<&str, usize>::new();
        for word in texts.iter().flat_map(|text| text.split(|letter: char| !is_word(letter))) {
            *words.entry(word).or_default() += 1;
        }
        let mut strings = BTreeMap::<&str, usize>::new();
        for string in texts.iter().flat_map(|text| quoted(text)) {
            *strings.entry(string).or_default() += 1;
        }
        let rows: BTreeMap<&str, Vec<&str>> =
            texts.iter().flat_map(|text| rows(text)).fold(BTreeMap::new(), |mut rows, (id, name)| {
                rows.entry(id).or_insert_with(Vec::new).push(name);
                rows
            });
        let is_named = |id: &str| {
            let names = rows.get(id).map(Vec::as_slice).unwrap_or_default();
            // Each row contains the name and the identifier once. Any more occurrences are uses of the code.
            let of_row = |name: &&str| names.iter().filter(|other| other == &name).count();
            let by_name = names.iter().any(|name| words.get(name).copied().unwrap_or_default() > of_row(name));
            by_name || strings.get(id).copied().unwrap_or_default() > names.len()
        };
        let unnamed = catalog.codes.iter().map(|code| &code.code).filter(|code| !is_named(code));
        self.unnamed = Some(unnamed.cloned().collect());
        Ok(())
    }

    /// Returns true if every code was observed, no unknown code was observed, and the source code uses every code if it was searched.
    pub fn is_clean(&self) -> bool {
        self.unobserved.is_empty() && self.unknown.is_empty() && self.unnamed.as_ref().is_none_or(Vec::is_empty)
    }
}

/// Reads the text files below a folder.
fn read_all(folder: &Path, texts: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let name = name.to_string_lossy();
        if name.starts_with('.') || name == "target" || name == "node_modules" {
            continue;
        }
        if kind.is_dir() {
            read_all(&entry.path(), texts)?;
        } else if kind.is_file() {
            // Files that are not text are skipped.
            texts.extend(fs::read(entry.path()).ok().and_then(|bytes| String::from_utf8(bytes).ok()));
        }
    }
    Ok(())
}

const fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Returns the strings in quotation marks. A string is on one line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    ['"', '\'', '`']
        .into_iter()
        .flat_map(move |mark| text.lines().flat_map(move |line| line.split(mark).skip(1).step_by(2)))
}

/// Returns the identifier and the constant of each row of `codes!`: `NAME = "identifier",`.
fn rows(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let (name, rest) = line.trim().split_once('=')?;
        let (id, after) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        let name = name.trim_end();
        let is_name = !name.is_empty() && name.chars().all(is_word);
        (is_name && after.trim_start().starts_with(',')).then_some((id, name))
    })
}

/// Writes a report with several lines.
impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let observed = self.codes - self.unobserved.len();
        let codes = if self.codes == 1 { "code" } else { "codes" };
        writeln!(f, "{}: {observed} of {} {codes} observed", self.book, self.codes)?;
        let sections = [
            ("not observed", self.unobserved.as_slice()),
            ("observed but not in the catalog", self.unknown.as_slice()),
            ("not used in the source code", self.unnamed.as_deref().unwrap_or_default()),
        ];
        for (heading, codes) in sections {
            if !codes.is_empty() {
                writeln!(f, "\n{heading}:")?;
                codes.iter().try_for_each(|code| writeln!(f, "  {code}"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_used_if_a_file_has_its_constant_or_its_identifier_outside_of_the_row() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "src/codes.rs",
            "codes! {\n    USED = \"A\", 404, \"a\";\n    UNUSED = \"B\", 404, \"b\";\n    FOR_THE_PAGE = \"C\", 404, \"c\";\n    USED_TOO = \"D\", 404, \"d\";\n    NUMBER = \"2010\", 404, \"e\";\n}\n",
        );
        write("src/main.rs", "return Err(codes::USED); // USED_TOO_LATE 2010\nlet UNUSED_TOO;");
        write("web/page.ts", "if (code === 'C') {}");
        write("target/out.rs", "UNUSED");
        write(".hidden/out.rs", "UNUSED");
        write("picture.bin", "UNUSED");
        fs::write(folder.path().join("picture.bin"), b"\xFFUNUSED").unwrap();
        let codes = ["A", "B", "C", "D", "2010"].map(|code| serde_json::json!({ "code": code, "status": 404 }));
        let catalog =
            Catalog::from_json(serde_json::json!({ "name": "s", "codes": codes }).to_string().as_bytes()).unwrap();
        let mut audit = Audit::new(&catalog, &Recording::default());
        audit.search(&catalog, folder.path()).unwrap();
        assert_eq!(audit.unnamed.unwrap(), ["B", "D", "2010"]);
        let mut audit = Audit::new(&catalog, &Recording::default());
        assert!(audit.search(&catalog, &folder.path().join("nowhere")).is_err());
    }

    #[test]
    fn a_response_of_another_book_does_not_count() {
        let catalog =
            Catalog::from_json(br#"{"name":"s","codes":[{"code":"A","status":404},{"code":"B","status":404}]}"#)
                .unwrap();
        let lines = r#"{"method":"GET","path":"/","status":404,"book":"other","code":"A"}
            {"method":"GET","path":"/","status":404,"code":"B"}
            {"method":"GET","path":"/","status":404,"book":"s","code":"C"}
            {"method":"GET","path":"/","status":200}"#;
        let audit = Audit::new(&catalog, &Recording::from_json_lines(lines).unwrap());
        assert_eq!((audit.unobserved, audit.unknown), (vec!["A".to_owned()], vec!["C".to_owned()]));
    }
}
