//! The cost of building: a clean build of the core next to a peer, and the time that a book of 2,400 codes adds to a check.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::Result;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const ERRORBOOK: &str = concat!("errorbook = { path = \"", env!("CARGO_MANIFEST_DIR"), "/../core\" }");
const PEER: &str = "problem_details = { version = \"0.11\", features = [\"axum\"] }";

/// The measured builds.
pub(crate) struct Building {
    pub(crate) core: Built,
    pub(crate) peer: Built,
    /// The time that a book of 2,400 codes adds to a check.
    pub(crate) large_book: Duration,
}

/// A clean build.
#[derive(Clone, Copy)]
pub(crate) struct Built {
    pub(crate) time: Duration,
    pub(crate) crates: usize,
}

/// Builds everything twice, in turns. The faster build counts.
pub(crate) fn measure() -> Result<Building> {
    eprintln!("building from an empty folder");
    let turn = || -> Result<_> { Ok((from_nothing(ERRORBOOK)?, from_nothing(PEER)?, large_book()?)) };
    let (first, second) = (turn()?, turn()?);
    let faster = |one: Built, other: Built| if one.time < other.time { one } else { other };
    Ok(Building { core: faster(first.0, second.0), peer: faster(first.1, second.1), large_book: first.2.min(second.2) })
}

fn from_nothing(dependency: &str) -> Result<Built> {
    let directory = package(dependency, "")?;
    cargo(directory.path(), "fetch")?;
    let start = Instant::now();
    let output = cargo(directory.path(), "build")?;
    let time = start.elapsed();
    // Subtracts the package itself, so that only its dependencies count.
    Ok(Built { time, crates: output.lines().filter(|line| line.trim().starts_with("Compiling")).count() - 1 })
}

fn large_book() -> Result<Duration> {
    let check = |source: &str| {
        let directory = package(ERRORBOOK, "")?;
        cargo(directory.path(), "check")?;
        fs::write(directory.path().join("lib.rs"), source)?;
        let start = Instant::now();
        cargo(directory.path(), "check")?;
        Ok::<_, Box<dyn std::error::Error>>(start.elapsed())
    };
    Ok(check(bench::large::SOURCE)?.saturating_sub(check("pub use errorbook::primaerp;")?))
}

fn package(dependency: &str, source: &str) -> Result<tempfile::TempDir> {
    let directory = tempfile::tempdir()?;
    let manifest = format!(
        "[workspace]\n[package]\nname = \"built\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[dependencies]\n{dependency}\n"
    );
    fs::write(directory.path().join("Cargo.toml"), manifest)?;
    fs::write(directory.path().join("lib.rs"), source)?;
    // The lock file selects the same versions.
    fs::copy(Path::new(ROOT).join("Cargo.lock"), directory.path().join("Cargo.lock"))?;
    Ok(directory)
}

/// Runs cargo in the package with its own target folder, and returns its messages.
fn cargo(directory: &Path, command: &str) -> Result<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo)
        .arg(command)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        .output()?;
    let output = String::from_utf8(ran.stderr)?;
    if ran.status.success() { Ok(output) } else { Err(output.into()) }
}
