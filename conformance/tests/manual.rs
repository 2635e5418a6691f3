//! What the manual refers to exists: pages, their sections, files, and the tests that prove its sentences.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A link of a page: the words that are linked, and where it leads.
struct Link<'a> {
    words: &'a str,
    target: &'a str,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the pages in the root and in `docs`, by their paths from the root.
fn pages() -> BTreeMap<String, String> {
    let names = |folder: &str| -> Vec<String> {
        let entries = std::fs::read_dir(root().join(folder)).unwrap();
        entries.map(|entry| format!("{folder}{}", entry.unwrap().file_name().to_str().unwrap())).collect()
    };
    let paths = [names(""), names("docs/")].concat().into_iter().filter(|path| path.ends_with(".md"));
    paths.map(|path| (path.clone(), read(&root().join(path)))).collect()
}

/// All but the blocks of code.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    page.split("\n```").step_by(2)
}

fn links(page: &str) -> impl Iterator<Item = Link<'_>> {
    prose(page).flat_map(|text| {
        text.match_indices("](").filter_map(|(at, _)| {
            let (before, after) = text.split_at(at);
            let (_, words) = before.rsplit_once('[')?;
            let (target, _) = after.strip_prefix("](")?.split_once(')')?;
            Some(Link { words, target })
        })
    })
}

/// What a heading is called in a link to it.
fn anchors(page: &str) -> Vec<String> {
    let headings = prose(page).flat_map(str::lines).filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| -> String {
        let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_')).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_section_that_exist() {
    for (path, page) in pages() {
        for Link { target, .. } in links(&page).filter(|link| !link.target.starts_with("https://")) {
            let (file, section) =
                target.split_once('#').map_or((target, None), |(file, section)| (file, Some(section)));
            let file =
                if file.is_empty() { root().join(&path) } else { root().join(&path).parent().unwrap().join(file) };
            assert!(file.exists(), "{path} links {target}, which is not there");
            if let Some(section) = section {
                let known = anchors(&read(&file));
                assert!(
                    known.iter().any(|anchor| anchor == section),
                    "{path} links {target}, which has only {known:?}"
                );
            }
        }
    }
}

#[test]
fn the_contents_of_the_book_list_each_page_once() {
    let pages = pages();
    let summary = &pages["docs/SUMMARY.md"];
    let mut listed: Vec<_> = links(summary).map(|link| format!("docs/{}", link.target)).collect();
    listed.sort();
    let written = pages.keys().filter(|path| path.starts_with("docs/") && *path != "docs/SUMMARY.md");
    assert_eq!(listed, written.cloned().collect::<Vec<_>>());
}

#[test]
fn every_test_that_is_named_exists() {
    let mut named = 0;
    for (path, page) in pages() {
        for Link { words, target } in links(&page).filter(|link| link.target.ends_with(".rs")) {
            let Some(name) = words.strip_prefix('`').and_then(|name| name.strip_suffix('`')) else { continue };
            if target.contains("/tests/") || target.contains("conformance/src/layer/") {
                let file = read(&root().join(&path).parent().unwrap().join(target));
                let is_there = ["(", "<"].iter().any(|next| file.contains(&format!("fn {name}{next}")));
                assert!(is_there, "{path} names {name}, which is not in {target}");
                named += 1;
            }
        }
    }
    assert!(named > 40, "only {named} tests are named");
}

#[test]
fn every_test_of_the_order_of_layers_is_named() {
    let page = read(&root().join("docs/layers.md"));
    for adapter in ["axum", "actix", "rocket", "warp"] {
        let target = format!("../adapter-{adapter}/tests/composition.rs");
        let named: Vec<_> = links(&page).filter(|link| link.target == target).map(|link| link.words).collect();
        let file = read(&root().join("docs").join(&target));
        let tests = file.split("test").filter_map(|rest| rest.split_once("]\n")).filter_map(|(attribute, rest)| {
            let name = rest.trim_start_matches("async ").strip_prefix("fn ")?.split('(').next()?;
            (attribute.is_empty() || attribute.starts_with('(')).then_some(name)
        });
        let tests: Vec<_> = tests.collect();
        assert!(tests.len() >= 7, "only {tests:?} are found in {target}");
        for name in tests {
            assert!(named.contains(&format!("`{name}`").as_str()), "{name} of {target} is not on the page");
        }
    }
}
