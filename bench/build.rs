//! Generates a book of 2,400 codes, which is the size of the largest known catalogue. `Book::find` is measured with it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut rows = String::new();
    for number in 0..2_400 {
        // Writing to a string cannot fail.
        let _ = writeln!(
            rows,
            "    /// Something of kind {number} is wrong.\n    CODE_{number} = \"LARGE-{}\", {}, \"Something of kind {number} is wrong\";",
            1_000 + number * 3,
            400 + number % 30,
        );
    }
    let book = format!(
        "errorbook::codes! {{\n    /// A book of 2,400 codes.\n    \
         book \"large\" {{ envelope: errorbook::envelope::PROBLEM, pattern: \"LARGE-####\" }}\n{rows}}}\n"
    );
    let out =
        env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| io::Error::other("cargo does not set OUT_DIR"))?;
    println!("cargo::rerun-if-changed=build.rs");
    fs::write(out.join("large.rs"), book)
}
