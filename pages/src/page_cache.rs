//! [`PageCache`]: the rendered formats of a page.

use std::sync::OnceLock;

use errorbook::Error;

use crate::format::Format;
use crate::page::Page;

/// The rendered formats of a page. Each format is rendered at its first request.
#[derive(Clone, Default)]
pub(crate) struct PageCache {
    html: OnceLock<Page>,
    json: OnceLock<Page>,
    markdown: OnceLock<Page>,
}

impl PageCache {
    pub(crate) fn get_or_render(
        &self,
        format: Format,
        render: impl FnOnce() -> Result<Page, Error>,
    ) -> Result<Page, Error> {
        let cached = match format {
            Format::Html => &self.html,
            Format::Json => &self.json,
            Format::Markdown => &self.markdown,
        };
        match cached.get() {
            Some(page) => Ok(page.clone()),
            None => {
                let page = render()?;
                Ok(cached.get_or_init(|| page).clone())
            }
        }
    }
}
