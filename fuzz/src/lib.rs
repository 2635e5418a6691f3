//! External input, and the properties that hold for every input. Each target has a check with its own simple model.
//!
//! | target | input | property |
//! |---|---|---|
//! | [`query`] | a method, a space and a query | the response has the form that a byte-by-byte model of the query expects |
//! | [`callback`] | a name, a line feed, and JSON with a NUL at each cut | the name is accepted exactly if the grammar allows it; cuts in the JSON do not change the script, and the script has the value of the JSON |
//! | [`faults`] | a body, which is also used as a form and a query | it is accepted exactly if serde accepts it; otherwise it is read again at most 33 times, at most 32 different faults are listed, and the memory and the response are limited by the size of the body |
//! | [`reader`] | status, headers and body as text | it is an error exactly if the rules of `errorbook_client` state so; reading it twice gives the same result; only details that a translation allows are passed on |
//! | [`round_trip`] | bytes that choose an error and its details | a client reads the same error from the response, in every form |
//!
//! A check panics if its property does not hold. `corpus/` has the kept inputs, and `README.md` explains how to run the targets.

#![forbid(unsafe_code)]

pub mod callback;
pub mod faults;
mod grammar;
pub mod query;
pub mod reader;
pub mod round_trip;
