//! JSONP with two layers, one inside the other.

use errorbook::{Policy, ayanova, standard};

use super::bodies::bodies;
use super::{WRONG, assert_plain, assert_script};
use crate::layer::app::{App, Framework, Handler};
use crate::layer::call::body_of;

pub fn each_layer_has_its_own_setting_of_jsonp<F: Framework>() {
    let ask = |outer: Option<&'static str>, inner: Option<&'static str>, target: &str| {
        let policy = |policy: Policy, callback: Option<_>| callback.map_or(policy, |callback| policy.jsonp(callback));
        let inner = bodies(policy(Policy::new(&ayanova::BOOK), inner));
        App::new(policy(Policy::new(&standard::BOOK), outer)).mount("/in", inner).ask::<F>(target)
    };
    let (callback, not_found) = (Some("callback"), body_of(ayanova::OBJECT_NOT_FOUND));
    let [_, wrong_inside, wrong_outside] = WRONG;

    let inside = |target: &str| ask(None, callback, target);
    assert_script(&inside("/in/no?callback=show"), 404, &not_found, "inside");
    assert_script(&inside("/in/json?callback=show"), 200, "[1]", "inside");
    assert_plain(&inside("/in/no?callback=1"), 400, wrong_inside, "inside");
    for target in ["/no", "/no?callback=show", "/no?callback=1"] {
        let outside = inside(target);
        assert_plain(&outside, 404, &body_of(standard::NOT_FOUND), target);
        assert_eq!(outside.header("x-content-type-options"), None, "{target}");
    }

    let outside = |target: &str| ask(callback, None, target);
    assert_script(&outside("/no?callback=show"), 404, &body_of(standard::NOT_FOUND), "outside");
    if F::LAYERS_NEST {
        assert_script(&outside("/in/no?callback=show"), 404, &not_found, "outside");
        assert_plain(&outside("/in/no?callback=1"), 400, wrong_outside, "outside");
    } else {
        assert_plain(&outside("/in/no?callback=show"), 404, &not_found, "outside");
        assert_plain(&outside("/in/no?callback=1"), 404, &not_found, "outside");
    }

    let both = |target: &str| ask(callback, callback, target);
    assert_script(&both("/in/no?callback=show"), 404, &not_found, "both");
    assert_script(&both("/in/pieces?callback=show"), 200, "[\"\u{2028}<\u{2029}\",\"€\"]", "both");
    assert_plain(&both("/no?callback=1"), 400, wrong_outside, "both");
    // A mount sends errors of its own book, and not of the book around it.
    assert_plain(&both("/in/no?callback=1"), 400, wrong_inside, "both");
    let suppressed = both("/in/no?callback=1&suppress_response_code=1");
    assert_eq!((suppressed.status, suppressed.header("x-suppressed-status")), (200, Some("400")));
    assert_eq!(suppressed.body, wrong_inside);

    let other = ask(Some("cb"), callback, "/in/no?callback=1&cb=show");
    if F::LAYERS_NEST {
        assert_script(&other, 400, wrong_inside, "other");
    } else {
        assert_plain(&other, 400, wrong_inside, "other");
    }
}

pub fn a_panic_becomes_a_script_in_every_layer_around_it<F: Framework>() {
    let inner = App::new(Policy::new(&ayanova::BOOK).jsonp("inner")).get("/panics", Handler::Panics);
    let app = App::new(Policy::new(&standard::BOOK).jsonp("outer")).mount("/in", inner);
    let json = body_of(ayanova::INTERNAL_ERROR);
    assert_plain(&app.ask::<F>("/in/panics"), 503, &json, "plain");
    assert_script(&app.ask::<F>("/in/panics?inner=show"), 503, &json, "inner");
    if F::LAYERS_NEST {
        assert_script(&app.ask::<F>("/in/panics?outer=show"), 503, &json, "outer");
        assert_script(&app.ask::<F>("/in/panics?inner=show&outer=around"), 503, &json, "both");
    }
}
