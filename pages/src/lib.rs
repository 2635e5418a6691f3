//! Books of error codes as web pages, for any framework.
//!
//! A client developer looks up the code from a response. The code's page explains the error, says what to do about it, and
//! shows an example. Programs read the same page as JSON or Markdown.
//!
//! A service mounts [`Pages`] in one line, with the feature `pages` of its framework's adapter. If the book's `type_base` is
//! the address of the pages, the `type` of each problem is a link to the page of its code.
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
//! | [`Pages::path`], such as `/errors` | all codes of the books | `?q=` selects the codes that contain all its words. `?status=4xx` selects the codes of a status class |
//! | `/errors/CART-1001` | one code: its meaning, the advice, its retry rule, parameters, headers, first version, owner and operations as far as they are known, an example, and related codes | |
//!
//! `?format=` works on both pages. Other query parameters are ignored. If the book promises suppression, the example also
//! shows the suppressed response.
//!
//! An identifier is percent-encoded in its address where necessary. All links are relative, so the pages work below any
//! prefix and behind any proxy.
//!
//! [`site`] writes the same pages as static files.
//!
//! # Formats
//! The header `accept` selects HTML, JSON or Markdown, and HTML is the default. `?format=html`, `?format=json` or
//! `?format=markdown` takes precedence over `accept`, so that a link can lead to a format.
//!
//! Meaning and advice are Markdown. The HTML page renders them, and shows raw HTML in them as text. The other formats contain
//! the Markdown as it was written.
//!
//! The JSON of the list contains each book as a catalog, which [`Catalog::from_json`](errorbook_model::Catalog::from_json)
//! reads. A program can compare the books of a running service with a file.
//!
//! # Headers
//! Each page has an `etag`. The response to a request with a matching `if-none-match` is a 304.
//!
//! The HTML loads nothing from other addresses. Its `content-security-policy` allows only the page's own script and style, by
//! their hashes, and blocks frames around the page.
//!
//! # Adapters
//! An adapter routes `GET` and `HEAD` requests for the two addresses to [`Pages::get`], and sends the [`Page`]. In this
//! example `Head` implements [`ResponseHead`](errorbook::adapter::ResponseHead) for the framework's response:
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
//! # assert!(response.status == 200 && response.headers.len() == 6 && response.body.starts_with(b"# Error codes of primaerp\n"));
//! # Ok::<(), Error>(())
//! ```
//!
//! The framework or the adapter's layer strips the body of the response to a `HEAD` request.

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
mod query;
mod site;

pub use page::Page;
pub use pages::Pages;
pub use pages_error::PagesError;
pub use site::site;

/// Compiles and runs the code of the README as doctests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
