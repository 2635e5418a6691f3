//! The cost of building: a clean build of the core next to a peer, and a book of 2,400 codes.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use bench::large::SOURCE;

use crate::Result;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const PEER: &str = "problem_details = { version = \"0.11\", features = [\"axum\"] }";

/// The measured builds.
pub(crate) struct Building {
    pub(crate) core: Built,
    pub(crate) peer: Built,
    pub(crate) large_book: LargeBook,
}

/// The time that a book of 2,400 codes adds to a check.
#[derive(Clone, Copy)]
pub(crate) struct LargeBook {
    /// The first check. Only the dependencies were checked before.
    pub(crate) first: Spent,
    /// The check after a change of one row.
    pub(crate) changed: Spent,
}

/// The time that a command takes.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Spent {
    /// The time on all processors. A busy machine changes it little.
    pub(crate) processor: Duration,
    pub(crate) wall: Duration,
}

impl Spent {
    /// Runs commands and measures their time.
    pub(crate) fn by<T>(commands: impl FnOnce() -> Result<T>) -> Result<(T, Spent)> {
        let (start, before) = (Instant::now(), processor()?);
        let said = commands()?;
        Ok((said, Spent { processor: processor()?.saturating_sub(before), wall: start.elapsed() }))
    }

    fn beyond(self, other: Spent) -> Spent {
        Spent { processor: self.processor.saturating_sub(other.processor), wall: self.wall.saturating_sub(other.wall) }
    }
}

/// Returns the processor time of all child processes that have ended.
fn processor() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The times of the children are fields 16 and 17, in hundredths of a second. The name before them may contain spaces.
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(13).take(2);
    let hundredths = fields.map(str::parse::<u64>).sum::<std::result::Result<u64, _>>()?;
    Ok(Duration::from_millis(hundredths * 10))
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

/// Checks the book of 2,400 codes three times. The fastest check counts.
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
    let output = cargo(directory.path(), "build")?;
    let time = start.elapsed();
    // Subtracts the package itself, so that only its dependencies count.
    Ok(Built { time, crates: output.lines().filter(|line| line.trim().starts_with("Compiling")).count() - 1 })
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

/// Returns the dependency on a package of this workspace.
pub(crate) fn path(package: &str, folder: &str) -> String {
    format!("{package} = {{ path = \"{ROOT}/{folder}\" }}")
}

/// Creates a package with this file as its only target.
///
/// Cargo builds packages of a registry without incremental compilation. Here it builds our packages in the same way: otherwise
/// they would add 1.3 s too much to a service.
pub(crate) fn package(dependencies: &str, file: &str, source: &str) -> Result<tempfile::TempDir> {
    let directory = tempfile::tempdir()?;
    let target = if file == "main.rs" { "[[bin]]\nname = \"built\"" } else { "[lib]" };
    let manifest = format!(
        "[workspace]\n[package]\nname = \"built\"\nversion = \"0.0.0\"\nedition = \"2024\"\n{target}\npath = \"{file}\"\n[dependencies]\n{dependencies}\n[profile.dev.package.\"*\"]\nincremental = false\n"
    );
    fs::write(directory.path().join("Cargo.toml"), manifest)?;
    fs::write(directory.path().join(file), source)?;
    // The lock file selects the same versions.
    fs::copy(Path::new(ROOT).join("Cargo.lock"), directory.path().join("Cargo.lock"))?;
    Ok(directory)
}

/// Runs cargo in the package with its own target folder, and returns its messages.
pub(crate) fn cargo(directory: &Path, command: &str) -> Result<String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo)
        .arg(command)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", directory.join("target"))
        // Uses cargo's default, as most users do.
        .env_remove("CARGO_INCREMENTAL")
        .output()?;
    let output = String::from_utf8(ran.stderr)?;
    if ran.status.success() { Ok(output) } else { Err(output.into()) }
}
