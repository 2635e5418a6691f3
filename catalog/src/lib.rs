pub mod lock;
pub mod prose;
mod catalog; mod catalog_code; mod catalog_error; mod compare; mod file; mod visible;
//EXP
pub use catalog::{Catalog, CatalogEnvelope};
pub use catalog_code::{CatalogCode, CatalogParameter};
pub use catalog_error::CatalogError;
pub use compare::change::Change;
pub use compare::difference::{Difference, Severity};
pub use compare::report::Report;
