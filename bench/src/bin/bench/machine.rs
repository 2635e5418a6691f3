//! The machine on which the figures were measured.

use std::process::Command;
use std::{env, fs, thread};

use crate::Result;

/// Returns the version of the compiler.
pub(crate) fn rustc() -> Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Ok(String::from_utf8(Command::new(rustc).arg("--version").output()?.stdout)?.trim().to_owned())
}

/// Returns the processor and the number of its cores.
pub(crate) fn processor() -> Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = thread::available_parallelism()?;
    Ok(format!("{}, {cores} cores", model.map_or("unknown", |(_, model)| model)))
}

/// Returns the operating system.
pub(crate) fn system() -> Result<String> {
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let release = fs::read_to_string("/etc/os-release")?;
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or("unknown");
    Ok(format!("{}, Linux {}", name.trim_matches('"'), kernel.trim()))
}

/// Returns the current date.
pub(crate) fn date() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}
