//! Checks the table of `SECURITY.md`: the tests that it names for each threat must exist.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

/// Returns the links of a cell: the name of a test and its file.
fn tests(cell: &str) -> Vec<(&str, &str)> {
    let links = cell.split("[`").skip(1);
    let link = |link: &'_ str| -> Option<(usize, usize)> { Some((link.find("`](")?, link.find(')')?)) };
    links.map(|text| link(text).map(|(name, end)| (&text[..name], &text[name + 3..end])).unwrap()).collect()
}

/// Returns true if the function is a test: it has the attribute, or it is inside `proptest!`. A test of `conformance::layer`
/// has no attribute, because each adapter declares it.
fn is_test(file: &str, name: &str) -> bool {
    let is_shared = |bound: &str| file.contains(&format!("pub fn {name}<{bound}>()"));
    if is_shared("F: Framework") || is_shared("S: Serve") {
        return true;
    }
    let Some((before, _)) = file.split_once(&format!("fn {name}(")) else { return false };
    let attributes = before.trim_end().trim_end_matches("async").trim_end();
    let start = attributes.rfind("\n\n").unwrap_or(0);
    attributes[start..].lines().any(|line| line.trim().trim_end_matches(']').ends_with("test"))
}

#[test]
fn every_row_of_the_threats_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let is_row = |line: &&str| line.starts_with("| ") && !line.ends_with("| shown by |");
    let mut rows = 0;
    for row in page.lines().filter(is_row) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [_, _, shown_by] = cells[..] else { panic!("a row has three cells: {row}") };
        let tests = tests(shown_by);
        assert!(!tests.is_empty(), "the row names no test: {row}");
        for (name, path) in tests {
            let file = std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert!(is_test(&file, name), "{name} is not a test in {path}");
        }
        rows += 1;
    }
    assert!(rows >= 25, "only {rows} rows are read");
}

#[test]
fn a_function_without_the_attribute_is_not_a_test() {
    let file = "fn a() {}\n\n#[test]\nfn b() {}\n\n#[tokio::test]\nasync fn c() {}\n\n#[test]\n#[should_panic]\nfn d() {}\n\n\
                pub fn e<F: Framework>() {}\n\npub fn f() {}\n";
    let tests = ["a", "b", "c", "d", "e", "f", "g"].map(|name| is_test(file, name));
    assert_eq!(tests, [false, true, true, true, true, false, false]);
}
