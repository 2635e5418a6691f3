//! Input from outside, and the properties that hold for any of it: a check for each target, with an oracle of its own.
//!
//! | target | input | property |
//! |---|---|---|
//! | [`query`] | a method, a space and a query | the response has the form that an oracle expects, which decodes byte by byte |
//! | [`callback`] | a name, a line feed, and JSON with a NUL at each cut | the name is valid if an automaton of the grammar says so; the script is the same however its JSON is cut, and means the same |
//! | [`faults`] | a body, which is a form and a query as well | it is accepted if serde accepts it; else it is read at most 33 times more, at most 32 different faults are listed, and the memory and the response are bounded by the body |
//! | [`reader`] | status, headers and body as text | it is an error if the rules of `errorbook_client` say so; it reads the same twice; nothing of it is passed on |
//! | [`round_trip`] | bytes that choose an error and its details | a rendered error reads back, in every form |
//!
//! A check panics if the property does not hold. The kept inputs are in `corpus/`. `README.md` says how to run the targets.

#![forbid(unsafe_code)]

pub mod callback;
pub mod faults;
mod grammar;
pub mod query;
pub mod reader;
pub mod round_trip;
