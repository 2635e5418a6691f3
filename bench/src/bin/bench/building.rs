//! What it costs to build: the core from nothing beside a peer, and a book of 2,400 codes.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use bench::large::SOURCE;

use crate::Result;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const PEER: &str = "problem_details = { version = \"0.11\", features = [\"axum\"] }";

/// What was measured.
pub(crate) struct Building {
    pub(crate) core: Built,
    pub(crate) peer: Built,
    pub(crate) large_book: LargeBook,
}

/// What a book of 2,400 codes adds to a check.
#[derive(Clone, Copy)]
pub(crate) struct LargeBook {
    /// If only the dependencies have been checked before.
    pub(crate) first: Spent,
    /// If one row has changed since.
    pub(crate) changed: Spent,
}

/// The time that a command takes.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Spent {
    /// Of all processors, which a busy machine changes little.
    pub(crate) processor: Duration,
    pub(crate) wall: Duration,
}

impl Spent {
    /// Runs commands.
    pub(crate) fn by<T>(commands: impl FnOnce() -> Result<T>) -> Result<(T, Spent)> {
        let (start, before) = (Instant::now(), processor()?);
        let said = commands()?;
        Ok((said, Spent { processor: processor()?.saturating_sub(before), wall: start.elapsed() }))
    }

    fn beyond(self, other: Spent) -> Spent {
        Spent { processor: self.processor.saturating_sub(other.processor), wall: self.wall.saturating_sub(other.wall) }
    }
}

/// The processor time of all processes that this one has started and seen end.
fn processor() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // After the name, which may have spaces in it: the children's are fields 16 and 17, in hundredths of a second.
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(13).take(2);
    let hundredths = fields.map(str::parse::<u64>).sum::<std::result::Result<u64, _>>()?;
    Ok(Duration::from_millis(hundredths * 10))
}

/// A build from nothing.
#[derive(Clone, Copy)]
pub(crate) struct Built {
    pub(crate) time: Duration,
    pub(crate) crates: usize,
}

/// Builds all of it, each twice, in turns: the faster one counts.
pub(crate) fn measure() -> Result<Building> {
    eprintln!("building from nothing");
    let core = path("errorbook", "core");
    let turn = || -> Result<_> { Ok((from_nothing(&core)?, from_nothing(PEER)?, large_book_once()?)) };
    let (first, second) = (turn()?, turn()?);
    let faster = |one: Built, other: Built| if one.time < other.time { one } else { other };
    Ok(Building {
        core: faster(first.0, second.0),
        peer: faster(first.1, second.1),
        large_book: faster_book(first.2, second.2),
    })
}

/// Checks the book of 2,400 codes three times: the fastest one counts.
pub(crate) fn large_book() -> Result<LargeBook> {
    eprintln!("checking a book of 2,400 codes");
    Ok(faster_book(faster_book(large_book_once()?, large_book_once()?), large_book_once()?))
}

fn faster_book(one: LargeBook, other: LargeBook) -> LargeBook {
    let faster = |one: Spent, other: Spent| if one < other { one } else { other };
    LargeBook { first: faster(one.first, other.first), changed: faster(one.changed, other.changed) }
}

fn from_nothing(dependency: &str) -> Result<Built> {
    let directory = package(dependency, "lib.rs", "")?;
    cargo(directory.path(), "fetch")?;
    let start = Instant::now();
    let said = cargo(directory.path(), "build")?;
    let time = start.elapsed();
    // All but the package that depends on it.
    Ok(Built { time, crates: said.lines().filter(|line| line.trim().starts_with("Compiling")).count() - 1 })
}

fn large_book_once() -> Result<LargeBook> {
    let directory = package(&path("errorbook", "core"), "lib.rs", "")?;
    let check = |source: &str| {
        fs::write(directory.path().join("lib.rs"), source)?;
        Ok::<_, Box<dyn std::error::Error>>(Spent::by(|| cargo(directory.path(), "check"))?.1)
    };
    check("")?;
    let nothing = check("pub use errorbook::primaerp;")?;
    let (first, changed) = (check(SOURCE)?, check(&SOURCE.replacen("Something of kind 7 ", "Anything of kind 7 ", 1))?);
    Ok(LargeBook { first: first.beyond(nothing), changed: changed.beyond(nothing) })
}

/// The dependency on a package of this workspace.
pub(crate) fn path(package: &str, folder: &str) -> String {
    format!("{package} = {{ path = \"{ROOT}/{folder}\" }}")
}

/// A package with this file as its only target.
pub(crate) fn package(dependencies: &str, file: &str, source: &str) -> Result<tempfile::TempDir> {
    let directory = tempfile::tempdir()?;
    let target = if file == "main.rs" { "[[bin]]\nname = \"built\"" } else { "[lib]" };
    let manifest = format!(
        "[workspace]\n[package]\nname = \"built\"\nversion = \"0.0.0\"\nedition = \"2024\"\n{target}\npath = \"{file}\"\n[dependencies]\n{dependencies}\n"
    );
    fs::write(directory.path().join("Cargo.toml"), manifest)?;
    fs::write(directory.path().join(file), source)?;
    // The same versions as here.
    fs::copy(Path::new(ROOT).join("Cargo.lock"), directory.path().join("Cargo.lock"))?;
    Ok(directory)
}

/// What cargo says of its work, in a target directory of the package's own.
pub(crate) fn cargo(directory: &Path, command: &str) -> Result<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo)
        .arg(command)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        // As it is for those who change nothing.
        .env_remove("CARGO_INCREMENTAL")
        .output()?;
    let said = String::from_utf8(ran.stderr)?;
    if ran.status.success() { Ok(said) } else { Err(said.into()) }
}
