//! [`pages_type!`]: declares the pages type of an adapter.

/// Declares the pages type of an adapter: a newtype of [`Pages`](crate::Pages) with `new` and `service`.
///
/// Each adapter needs its own type, so that it can implement the traits of its framework for the type.
///
/// ```
/// errorbook_pages::pages_type! {
///     /// The routes that serve books as web pages.
///     pub struct Pages;
/// }
///
/// let pages = Pages::new("/errors", &[&errorbook::primaerp::BOOK]);
/// assert_eq!(pages.0.path(), "/errors");
/// ```
#[macro_export]
macro_rules! pages_type {
    ($(#[$attribute:meta])* pub struct $Pages:ident;) => {
        $(#[$attribute])*
        #[derive(Debug, Clone)]
        pub struct $Pages($crate::Pages);

        impl $Pages {
            /// Creates the pages of `books` at `path`, such as `/errors`.
            ///
            /// # Panics
            /// See [`errorbook_pages::Pages::new`]($crate::Pages::new).
            pub fn new(path: &'static str, books: &[&'static ::errorbook::Book]) -> $Pages {
                $Pages($crate::Pages::new(path, books))
            }

            /// Sets the name of the service: see [`errorbook_pages::Pages::service`]($crate::Pages::service).
            #[must_use]
            pub fn service(self, name: impl ::core::convert::Into<::std::string::String>) -> $Pages {
                $Pages(self.0.service(name))
            }
        }
    };
}
