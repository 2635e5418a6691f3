//! Books of error codes as web pages, for any framework.
//!
//! A developer of a client searches for the code in a response and finds its meaning, what to do about it, and an example.
//! Programs read the same as JSON or Markdown. A service mounts [`Pages`] in one line, with the feature `pages` of its
//! framework's adapter. If the `type_base` of a problem's book is the address of the pages, each problem's `type` is a link
//! to its page.
//!
//! ```
//! mod cart {
//!     errorbook::codes! {
//!         /// The codes of the cart.
//!         book "cart" {
//!             envelope: errorbook::envelope::PROBLEM,
//!             type_base: "https://cart.example/errors/",
//!         }
//!
//!         /// The cart holds nothing that could be ordered.
//!         ///
//!         /// # What to do
//!         /// Put something into the cart first.
//!         EMPTY = "CART-1001", 409, "The cart is empty";
//!     }
//! }
//! use errorbook_pages::Pages;
//!
//! let pages = Pages::new("/errors", &[&cart::BOOK]);
//! let accept = |name: &'static str| (name == "accept").then_some(b"application/json".as_slice());
//! let page = pages.get(Some("CART-1001"), None, accept)?;
//! assert_eq!(page.status().as_u16(), 200);
//! assert_eq!(page.header("content-type"), Some("application/json"));
//! assert_eq!(
//!     std::str::from_utf8(page.body())?,
//!     r#"{"book":"cart","code":"CART-1001","status":409,"message":"The cart is empty","meaning":"The cart holds nothing that could be ordered.","advice":"Put something into the cart first.","parameters":[],"headers":[],"retry":null,"retry_after":null,"since":null,"replacement":null,"link":"CART-1001","example":{"type":"https://cart.example/errors/CART-1001","title":"The cart is empty","status":409,"code":"CART-1001"},"related":[]}"#,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Addresses
//! | address | page | query |
//! |---|---|---|
//! | [`Pages::path`], such as `/errors` | every code of the books | `?q=` keeps the codes that contain each of its words, `?status=4xx` those of a class of statuses; other parameters are ignored |
//! | `/errors/CART-1001` | one code: its meaning, the advice, an example, also with suppression if the book promises it, related codes | is ignored |
//!
//! An identifier is percent-encoded in its address where necessary. Links are relative, so that the pages work below any
//! prefix and behind any proxy.
//!
//! [`site`] makes the same pages as files, for a web server without any program.
//!
//! # Formats
//! `accept` chooses HTML, JSON or Markdown. HTML is the default. In HTML the author's Markdown is rendered, and raw HTML in
//! it is shown as text. In JSON and Markdown it is the Markdown that the author wrote.
//!
//! In the JSON of the list, [`Catalog::from_json`](errorbook_model::Catalog::from_json) reads each of the `books`, so that a program can compare a
//! running service with a file.
//!
//! # Headers
//! Each page has an `etag` and answers `if-none-match` with a 304. The HTML needs nothing from outside of the page, and its
//! `content-security-policy` allows nothing else: it allows the page's own script and style by their hashes, and no frame
//! around the page.
//!
//! # Adapters
//! An adapter routes `GET` and `HEAD` of the two addresses to [`Pages::get`] and sends the [`Page`]. Its `Head` implements
//! [`ResponseHead`](errorbook::adapter::ResponseHead) for the framework's response:
//!
//! ```
//! # use std::borrow::Cow;
//! # use errorbook::{Error, Status, adapter::ResponseHead, primaerp};
//! # use errorbook_pages::Pages;
//! # #[derive(Default)]
//! # struct Response { status: u16, headers: Vec<(&'static str, String)>, body: bytes::Bytes }
//! # struct Head<'a>(&'a mut Response);
//! # impl ResponseHead for Head<'_> {
//! #     fn status(&self) -> u16 { self.0.status }
//! #     fn set_status(&mut self, status: Status) { self.0.status = status.as_u16(); }
//! #     fn header(&self, _: &'static str) -> Option<&[u8]> { None }
//! #     fn append_header(&mut self, name: &'static str, value: Cow<'static, str>) {
//! #         self.0.headers.push((name, value.into_owned()));
//! #     }
//! #     fn remove_header(&mut self, _: &'static str) {}
//! # }
//! # struct Request { query: Option<String>, headers: Vec<(String, Vec<u8>)> }
//! fn respond(pages: &Pages, code: Option<&str>, request: &Request) -> Result<Response, Error> {
//!     let headers = |name| request.headers.iter().filter(move |(given, _)| given == name).map(|(_, value)| &value[..]);
//!     let page = pages.get(code, request.query.as_deref(), headers)?;
//!     let mut response = Response::default();
//!     response.body = page.write_to(&mut Head(&mut response));
//!     Ok(response)
//! }
//! # let request = Request { query: None, headers: vec![("accept".to_owned(), b"text/markdown".to_vec())] };
//! # let response = respond(&Pages::new("/errors", &[&primaerp::BOOK]), None, &request)?;
//! # assert!(response.status == 200 && response.headers.len() == 6 && response.body.starts_with(b"# Error codes\n"));
//! # Ok::<(), Error>(())
//! ```
//!
//! A framework that strips the body of the response to a `HEAD` does so here, too; below an adapter's layer the layer does.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod entry;
mod etag;
mod filter;
mod format;
mod header;
mod html;
mod index;
mod json;
mod links;
mod markdown;
mod page;
mod page_cache;
mod pages;
mod pages_error;
mod pages_type;
mod prose;
mod site;

pub use page::Page;
pub use pages::Pages;
pub use pages_error::PagesError;
pub use site::site;

/// Runs the README's code with the tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
