//! The depot as a person sees it, in a real browser: the tests are in `tests`, the pictures are made by the program.
//!
//! [`Browser`] is a headless Chromium, driven over WebDriver by Debian's `chromedriver`, with [a page on another
//! origin](Browser::elsewhere) for it to stand on. [`Browser::for_test`] says what happens where none is installed.

mod browser;
mod command;
mod elsewhere;
mod programs;
mod view;

pub use browser::{Browser, BrowserError};
pub use conformance::{SERVERS, each_server, program};
pub use view::View;
