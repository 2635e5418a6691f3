//! Books of error codes as web pages, for any framework.

mod entry;
mod etag;
mod example;
mod filter;
mod format;
mod header;
mod html;
mod index;
mod json;
mod markdown;
mod message;
mod page;
mod page_cache;
mod pages;
mod prose;

pub use page::Page;
pub use pages::Pages;
