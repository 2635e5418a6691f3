//! The depot in a real browser. The tests are in `tests`, and the program takes pictures.
//!
//! [`Browser`] is a headless Chromium that Debian's `chromedriver` controls over WebDriver. [`Browser::elsewhere`] is [a page
//! on another origin](Browser::elsewhere). [`Browser::for_test`] documents the case that no browser is installed.

mod browser;
mod command;
mod elsewhere;
mod programs;
mod view;

pub use browser::{Browser, BrowserError};
pub use conformance::{SERVERS, each_server, program};
pub use view::View;
