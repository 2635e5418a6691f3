//! The tests of a layer: the promises of an adapter that a client of the depot cannot see.
//!
//! The tests describe services as [`App`]s. An adapter's `tests/layer.rs` implements [`Framework`], which builds an app with
//! its framework and sends a [`Call`] to it, and declares the tests:
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

/// Declares a test for each listed function.
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
                an_unknown_path_gets_a_404_of_the_book_of_its_mount
                an_unsupported_method_gets_an_error_of_the_book_of_its_mount
                an_error_gets_its_code_from_the_innermost_book
                an_error_with_a_code_keeps_the_envelope_of_its_own_book
                an_outer_layer_suppresses_responses_that_an_inner_layer_does_not
            }
            unenveloped {
                an_empty_error_response_gets_the_envelope_for_its_status
                an_empty_error_response_gets_the_envelope_for_every_content_type
                a_text_body_of_a_4xx_becomes_the_description
                a_long_description_is_cut_between_two_characters
                a_text_body_of_a_5xx_is_dropped
                a_json_error_body_of_a_handler_does_not_change
                a_response_that_is_not_an_error_does_not_change
                an_error_body_that_fails_or_panics_is_replaced_by_an_envelope
            }
            headers {
                the_envelope_keeps_the_headers_of_inner_layers
                the_envelope_removes_the_headers_of_the_old_body
                a_416_keeps_its_content_range
                an_error_keeps_its_own_headers
                a_401_has_a_www_authenticate_header
            }
            errors {
                an_error_without_a_code_gets_a_code_of_the_layer
                an_error_without_a_code_keeps_its_headers
                without_a_layer_an_error_without_a_code_gets_a_code_of_the_http_book
                an_internal_error_shows_only_its_id
                an_error_with_a_code_shows_its_description_and_hides_its_cause
                a_response_that_cannot_be_serialised_becomes_a_private_error
            }
            observed {
                the_code_is_in_a_header_if_the_service_turns_it_on
                an_outer_layer_sends_the_code_of_an_inner_layer
                an_observer_is_called_once_for_every_response
                a_panic_of_an_observer_does_not_change_the_response
            }
            panics { a_panic_gets_an_error_of_the_innermost_book_around_it }
            suppression {
                a_suppressed_response_has_the_same_body_and_status_200
                suppression_needs_the_right_name_and_value
                a_redirect_is_suppressed_if_it_was_made_from_a_code
                a_service_can_configure_suppression
                a_101_a_206_and_a_304_are_not_suppressed
                a_suppressed_204_or_205_is_empty_and_has_no_content_type
            }
            heads {
                a_head_gets_the_response_of_a_get_without_the_body
                a_head_does_not_read_the_body
            }
            log {
                a_private_error_is_logged_once_under_the_id_of_its_response
                the_log_and_the_response_have_the_trace_of_the_request_if_the_service_turns_it_on
                an_error_that_is_not_private_is_not_logged
            }
            jsonp {
                jsonp_wraps_json_and_empty_bodies
                jsonp_sends_an_error_for_a_short_body_that_panics_or_fails
                jsonp_sends_the_same_headers_for_a_head_as_for_a_get
                jsonp_does_not_change_a_response_that_it_cannot_wrap
                jsonp_rejects_a_callback_that_is_not_a_function_name
                a_jsonp_response_always_has_status_200
                jsonp_does_not_wait_for_the_end_of_a_stream
                a_jsonp_stream_fails_if_its_body_fails
                each_layer_has_its_own_setting_of_jsonp
                a_panic_becomes_a_script_in_every_layer_around_it
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
                a_wrong_parameter_is_rejected_with_its_name
                a_wrong_body_is_rejected_in_the_envelope
                all_validation_errors_of_a_body_are_in_one_response
                all_wrong_parameters_are_in_one_response
                all_validation_errors_of_a_form_are_in_one_response
                a_body_over_the_limit_is_rejected
                an_unknown_path_is_not_a_wrong_parameter
            }
            observed { an_observer_gets_the_template_of_the_route }
        }
    };
}

/// Declares the tests of a server for a [`Serve`](crate::layer::Serve).
#[macro_export]
macro_rules! connection_tests {
    ($Serve:ty) => {
        $crate::__each_test! { $Serve:
            connections {
                a_panic_gets_a_response_and_the_connection_stays_open
                a_head_on_a_connection_has_the_length_of_its_get_and_no_body
                a_body_that_panics_midway_ends_its_connection_and_not_the_server
                a_request_body_over_the_limit_gets_a_response_and_never_hangs
                a_request_without_a_path_gets_a_4xx_of_the_book_and_is_not_logged
                the_envelope_removes_the_framing_headers_of_a_proxied_response
                middleware_does_not_change_the_book_and_the_body_of_an_error
            }
        }
    };
}

/// Declares the tests of an adapter's error type: its size, and that it crosses threads.
#[macro_export]
macro_rules! promise_tests {
    ($adapter:ident) => {
        fn crosses_threads<T: Send + Sync + Unpin + 'static>() {}

        #[test]
        fn an_error_is_as_small_as_the_error_of_the_core_and_crosses_threads() {
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
    fn every_test_function_is_listed() {
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
