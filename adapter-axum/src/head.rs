//! The head of axum's responses, as the core reads and writes it.

errorbook::__http_response!(axum::response::Response);
