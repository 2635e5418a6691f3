//! What a stranger can send, and what has to hold of it whatever it is: a check per target, each with an oracle of its own.
//!
//! | target | input | what holds |
//! |---|---|---|
//! | [`query`] | a method, a space and a query | suppression and the callback are those of an oracle that decodes the slow way |
//! | [`callback`] | a name, a line feed, and JSON with a NUL at each cut | the name is one by an automaton of the grammar; the script is the same however its JSON is cut, and says the same |
//! | [`reader`] | status, headers and body as text | it is an error when the rules of `errorbook::client` say so, is read twice alike, and nothing of it is answered |
//! | [`round_trip`] | bytes that choose an error and what is said of it | what was rendered is read back, in every form |
//!
//! A check panics where something does not hold. The inputs that are kept are in `corpus/`, and `README.md` says how the
//! targets are run.

#![forbid(unsafe_code)]

pub mod callback;
mod grammar;
pub mod query;
pub mod reader;
pub mod round_trip;
