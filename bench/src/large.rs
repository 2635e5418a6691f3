//! A book of 2,400 codes.

include!(concat!(env!("OUT_DIR"), "/large.rs"));

/// Identifiers from all parts of the book, and some that are not in it.
pub const WANTED: [&str; 8] =
    ["LARGE-1000", "LARGE-8197", "LARGE-4600", "LARGE-2503", "LARGE-6001", "LARGE-1001", "LARGE-9999", "PE01-1101"];

/// The source of the book, to measure how long it compiles.
pub const SOURCE: &str = include_str!(concat!(env!("OUT_DIR"), "/large.rs"));
