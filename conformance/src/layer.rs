//! The tests of a layer: what every adapter promises beyond what a client of the depot can see.
//!
//! The tests describe services as [`App`]s. An adapter's `tests/layer.rs` implements [`Framework`], which builds the app with
//! its framework and sends it a [`Call`], and instantiates the tests:
//!
//! ```ignore
//! struct Axum;
//!
//! impl Framework for Axum {
//!     fn respond(app: &App, call: &Call) -> Received {
//!         let response = block_on(router(app).oneshot(request(call)));
//!         // …
//!     }
//! }
//!
//! conformance::layer_tests!(Axum);
//! conformance::extractor_tests!(Axum);
//! ```

mod app;
mod call;
#[doc(hidden)]
pub mod connections;
mod derived;
#[doc(hidden)]
pub mod errors;
#[doc(hidden)]
pub mod extractors;
#[doc(hidden)]
pub mod headers;
#[doc(hidden)]
pub mod heads;
#[doc(hidden)]
pub mod jsonp;
#[doc(hidden)]
pub mod log;
#[doc(hidden)]
pub mod mounts;
#[doc(hidden)]
pub mod observed;
#[doc(hidden)]
pub mod panics;
mod reply;
#[doc(hidden)]
pub mod suppression;
#[doc(hidden)]
pub mod unenveloped;

pub use app::{App, BODY_LIMIT, Flat, Framework, Handler, MakeError, Order, Page, Part, Route, Shape, State};
pub use call::{Call, End, Received, body_of};
pub use connections::Serve;
pub use derived::derived_responses;
pub use reply::{Piece, Pieces, Reply};

/// Declares a test for each function of the modules that are listed.
#[doc(hidden)]
#[macro_export]
macro_rules! __each_test {
    ($Framework:ty: $($module:ident { $($test:ident)+ })+) => { $($(
        #[test]
        fn $test() {
            $crate::layer::$module::$test::<$Framework>();
        }
    )+)+ };
}

/// Declares the tests of a layer for a [`Framework`](crate::layer::Framework).
#[macro_export]
macro_rules! layer_tests {
    ($Framework:ty) => {
        $crate::__each_test! { $Framework:
            mounts {
                every_mount_answers_what_is_not_found_in_it_from_its_own_book
                a_method_that_a_route_does_not_serve_is_answered_from_the_book_of_its_mount
                an_error_has_the_code_of_the_innermost_book
                an_error_with_a_code_keeps_the_envelope_of_its_own_book
                an_outer_layer_suppresses_what_an_inner_one_does_not
            }
            unenveloped {
                an_empty_response_is_put_into_the_envelope_by_its_status
                an_empty_response_is_put_into_the_envelope_whatever_its_content_type_says
                a_text_is_the_description_of_a_4xx
                a_description_is_cut_between_two_characters
                a_text_of_a_5xx_is_dropped
                json_is_the_handlers_own_and_passes_through
                a_response_that_is_not_an_error_passes_through
                a_body_that_fails_or_panics_while_it_is_read_is_answered
            }
            headers {
                the_headers_of_inner_layers_survive_the_envelope
                the_headers_of_the_old_body_go
                the_length_of_the_whole_stays_on_a_416
                an_error_brings_its_own_headers
                a_401_has_a_challenge
            }
            errors {
                an_error_without_a_code_takes_the_one_of_the_layer
                an_error_without_a_code_keeps_its_headers
                an_error_without_a_code_is_of_the_http_book_where_there_is_no_layer
                an_internal_error_says_nothing_but_its_id
                an_error_with_a_code_keeps_its_description_and_loses_its_cause
                a_response_that_cannot_be_serialised_is_private
            }
            observed {
                every_response_with_a_code_has_it_in_a_header_if_the_service_says_so
                an_outer_layer_says_the_code_of_an_inner_one
                an_observer_is_called_once_for_every_response
                an_observer_that_panics_costs_nothing
            }
            panics { a_panic_is_answered_by_the_innermost_book_around_it }
            suppression {
                a_suppressed_response_is_the_same_body_with_status_200
                suppression_is_asked_for_by_name_and_value
                a_redirect_is_suppressed_when_a_code_made_it
                a_service_sets_what_suppression_means_to_it
                a_response_that_is_not_final_is_left_alone
                a_suppressed_204_or_205_is_empty_and_has_no_content_type
            }
            heads {
                a_head_is_answered_as_a_get_without_the_body
                a_head_does_not_read_the_body
            }
            log {
                what_is_private_is_logged_once_under_the_id_of_the_response
                what_is_logged_and_the_response_have_the_trace_of_the_request_if_the_service_says_so
                what_is_not_private_is_not_logged
            }
            jsonp {
                jsonp_wraps_every_body
                jsonp_answers_a_short_body_that_panics_or_fails
                jsonp_says_to_a_head_what_it_says_to_a_get
                jsonp_leaves_alone_what_cannot_be_wrapped
                jsonp_refuses_what_is_not_a_function
                jsonp_is_always_a_200
                jsonp_does_not_wait_for_the_end_of_a_stream
                jsonp_of_a_stream_that_fails_fails
                jsonp_is_each_layers_own
                jsonp_of_a_panic_can_be_asked_of_every_book_around_it
            }
        }
    };
}

/// Declares the tests of the extractors for a [`Framework`](crate::layer::Framework).
#[macro_export]
macro_rules! extractor_tests {
    ($Framework:ty) => {
        $crate::__each_test! { $Framework:
            extractors {
                a_parameter_is_refused_by_its_name
                a_body_is_refused_in_the_envelope
                every_fault_of_a_body_is_in_one_response
                every_wrong_parameter_is_named_in_one_response
                every_fault_of_a_form_is_in_one_response
                a_body_over_the_limit_is_refused
                a_request_that_no_route_serves_is_not_a_wrong_parameter
            }
            observed { an_observer_is_told_the_template_of_the_route }
        }
    };
}

/// Declares the tests of a server for a [`Serve`](crate::layer::Serve).
#[macro_export]
macro_rules! connection_tests {
    ($Serve:ty) => {
        $crate::__each_test! { $Serve:
            connections {
                a_panic_is_answered_and_does_not_cost_the_connection
                a_head_on_a_connection_has_the_length_of_its_get_and_no_body
                a_body_that_panics_midway_ends_the_connection_and_not_the_server
                a_request_body_over_the_limit_is_answered_and_never_hangs
                a_request_without_a_path_is_a_4xx_of_the_book_and_logs_nothing
                the_framing_of_a_proxied_response_is_not_that_of_the_envelope
                an_error_keeps_its_book_and_its_body_whatever_middleware_does
            }
        }
    };
}

/// Declares the tests of an adapter's error type: how large it is, and where it can go.
#[macro_export]
macro_rules! promise_tests {
    ($adapter:ident) => {
        fn crosses_threads<T: Send + Sync + Unpin + 'static>() {}

        #[test]
        fn an_error_is_as_small_as_that_of_the_core_and_crosses_threads() {
            assert_eq!(size_of::<$adapter::Error>(), size_of::<::errorbook::Error>());
            assert_eq!(size_of::<$adapter::Result<()>>(), 3 * size_of::<usize>());
            crosses_threads::<($adapter::Error, $adapter::ErrorBook)>();
        }
    };
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_test_is_instantiated() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/layer");
        let listed = include_str!("layer.rs");
        let mut tests = 0;
        for folder in [folder.join("jsonp"), folder] {
            let files =
                fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it is read").path());
            for file in files.filter(|file| file.is_file()) {
                let text = fs::read_to_string(&file).expect("the file is text");
                for (_, rest) in text.match_indices("pub fn ").map(|(at, found)| text.split_at(at + found.len())) {
                    let Some((name, _)) =
                        rest.split_once("<F: Framework>()").or_else(|| rest.split_once("<S: Serve>()"))
                    else {
                        continue;
                    };
                    if name.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
                        assert!(
                            listed.lines().any(|line| line.split(' ').any(|word| word == name)),
                            "{name} is not in the list"
                        );
                        tests += 1;
                    }
                }
            }
        }
        assert!(tests >= 40, "only {tests} tests are found");
    }
}
