//! A HEAD gets the response of the GET, without the body.

use errorbook::{Error, Policy, primaerp, standard};

use super::app::{App, Framework, Handler};
use super::reply::{Piece, Reply};

fn routes() -> App {
    let moved = || Error::from(primaerp::TENANT_MOVED).with_location("/plain");
    App::new(Policy::new(&primaerp::BOOK))
        .get("/plain", Reply::text("plain"))
        .get("/empty", Reply::empty(200))
        .get("/json", Reply::json("[1]").header("etag", "\"a\""))
        .get("/none", Reply::empty(204))
        .get("/fresh", Reply::empty(304).header("etag", "\"a\""))
        .get("/found", Reply::empty(302).header("location", "/plain"))
        .get("/moved", Handler::fails(moved))
        .get("/missing", Reply::text("the words").status(404))
        .get("/coded", Handler::fails(|| primaerp::OBJECT_NOT_FOUND.into()))
        .get("/own", Reply::json("[1]").status(409))
        .get("/stream", Reply::text("").streamed(["first".into(), "second".into()]))
        .post("/post", Reply::text("posted"))
}

/// The targets, each with true if the length of the GET's body is known before it is read.
const TARGETS: [(&str, bool); 17] = [
    ("/plain", true),
    ("/empty", true),
    ("/json", true),
    ("/none", false),
    ("/fresh", false),
    ("/found", true),
    ("/moved", true),
    ("/missing", true),
    ("/coded", true),
    ("/own", true),
    ("/stream", false),
    ("/post", true),
    ("/nowhere", true),
    ("/none?suppress_response_code=1", true),
    ("/coded?suppress_response_code=1", true),
    ("/json?suppress_response_code=1", true),
    ("/stream?suppress_response_code=1", false),
];

pub fn a_head_gets_the_response_of_a_get_without_the_body<F: Framework>() {
    let in_two = App::new(Policy::new(&standard::BOOK)).mount("/in", routes());
    for (app, base) in [(routes(), ""), (in_two, "/in")] {
        for (target, is_known) in TARGETS {
            let target = format!("{base}{target}");
            let (get, head) = (app.ask::<F>(&*target), app.send::<F>("HEAD", &*target));
            head.assert_eq(get.status, "", &target);
            assert_eq!(head.headers_but_length(), get.headers_but_length(), "{target}");
            let length = get.body.len().to_string();
            let stated = head.header("content-length");
            match stated {
                None => assert!(!is_known || !F::STATES_LENGTH_TO_HEAD, "{target}: {head:?}"),
                // axum's router states the length 0 for a body that it has removed.
                Some(stated) if get.status == 304 => assert_eq!(stated, "0", "{target}"),
                Some(stated) => assert_eq!((is_known, stated), (true, &*length), "{target}"),
            }
        }
    }
}

pub fn a_head_does_not_read_the_body<F: Framework>() {
    let app = App::new(Policy::new(&standard::BOOK)).get("/", Reply::text("").streamed([Piece::Panics]));
    let head = app.send::<F>("HEAD", "/");
    head.assert_eq(200, "", "a streamed body");
    assert_eq!(head.header("content-length"), None);
}
