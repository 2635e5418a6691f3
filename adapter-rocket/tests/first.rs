//! The first response of a process. It needs a process of its own, so this file has one test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use errorbook::{Policy, primaerp};
use errorbook_rocket::{ErrorBook, Result};
use rocket::local::blocking::Client;
use rocket::{get, routes};

#[get("/")]
fn fails() -> Result<()> {
    Err(primaerp::OBJECT_NOT_FOUND.into())
}

#[test]
fn the_first_response_is_observed_with_its_code() {
    let policy = Policy::new(&primaerp::BOOK).error_code_header();
    let rocket = rocket::build().attach(ErrorBook::from(policy).mount("/", routes![fails]));
    let client = Client::untracked(rocket).unwrap();
    assert_eq!(client.get("/").dispatch().headers().get_one("x-error-code"), Some("PE01-1101"));
}
