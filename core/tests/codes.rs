//! `codes!`: a book that says all there is to say, and one that says no more than it has to.

use std::time::Duration;

use errorbook::{
    Book, Code, ErrorKind, Parameter, ParameterKind, Retry, Status, StatusMapping, ayanova, coded, primaerp, standard,
};

mod shop {
    use errorbook::envelope::{Envelope, Report};

    /// An envelope of the shop's own: `["SHOP-1001","Sold out"]`.
    #[derive(Debug)]
    struct Pair;

    impl Envelope for Pair {
        fn content_type(&self) -> &'static str {
            "application/vnd.shop+json"
        }

        fn write(&self, report: &Report<'_>, body: &mut Vec<u8>) {
            let _ = serde_json::to_writer(body, &(report.code, report.description.unwrap_or(report.message)));
        }
    }

    static PAIR: Pair = Pair;
    const MESSAGES: &[(u16, &str)] = &[(418, "Short and stout")];

    errorbook::codes! {
        /// The codes of the shop.
        #[doc(alias = "shop")]
        book "shop" {
            statuses: { 404: NO_SUCH_PAGE, 410: NO_SUCH_PAGE, pass_through: MESSAGES },
            range: 2000..=2003,
            error_kinds: { route_not_found: NO_SUCH_PAGE, internal: OLD },
            envelope: PAIR,
            pattern: "200#",
            type_base: "https://shop.example/errors/",
        }

        /// No page has this address.
        NO_SUCH_PAGE = "2000", 404, "No such page";

        /// All of it is sold.
        ///
        /// Of a part as of a whole.
        ///
        /// # What to do
        /// Wait for more.
        SOLD_OUT = "2001", 0x199, "Sold {} \"out\"" {
            parameters: { part: integer, name: string, weight: number, fragile: boolean },
            headers: ["retry-after", "x-shop"],
            retry: after 2h,
            since: "1.2",
        };

        /// An index, named as what the macro could need itself.
        INDEX = "2002", 500, "Index" { retry: at_once, headers: [], parameters: {} };

        #[doc = concat!("It was ", "used before.")]
        OLD = "2003", 500, "Old" { since: "0.9", deprecated: INDEX, retry: never, headers: ["x-shop"], parameters: { a: number } };

        /// Why it went.
        retired "SHOP-1";
        retired "2009";
    }
}

mod bare {
    errorbook::codes! {
        book "bare" { envelope: errorbook::envelope::PROBLEM }
        /// Anything.
        ANY = "anything at all", 400, "Anything";
    }
}

#[allow(deprecated, reason = "the warning about `4xx` is meant for others")]
mod numbered {
    use std::ops::RangeInclusive;

    const NUMBERS: RangeInclusive<u16> = 7..=8;

    errorbook::codes! {
        book "numbered" {
            envelope: errorbook::envelope::AYANOVA,
            range: NUMBERS,
            statuses: { 5xx: FAILED, 4xx: REFUSED },
        }
        /// It failed.
        FAILED = "7", 500, "Failed";
        /// It is refused.
        REFUSED = "8", 400, "Refused";
    }
}

fn bare_status(book: &Book, status: u16) -> StatusMapping {
    book.for_status(Status::__checked(status))
}

mod store {
    errorbook::codes! {
        /// A store that says its word for some situations, and for some statuses.
        book "store" {
            envelope: errorbook::envelope::PROBLEM,
            error_kinds: { route_not_found: NO_PAGE, internal: FAILED },
            statuses: { 405: WRONG_METHOD, 422: WRONG },
        }

        /// No page has this address.
        NO_PAGE = "no_page", 404, "No page";
        /// The page is for looking at.
        WRONG_METHOD = "wrong_method", 405, "Wrong method";
        /// The request is wrong.
        WRONG = "wrong", 422, "Wrong";
        /// The store has failed.
        FAILED = "failed", 500, "Failed";
    }
}

#[allow(deprecated, reason = "the warning about `4xx` is meant for others")]
mod kiosk {
    errorbook::codes! {
        /// A kiosk that knows two words.
        book "kiosk" { envelope: errorbook::envelope::PROBLEM, statuses: { 4xx: YOU, 5xx: WE } }

        /// It is the client.
        YOU = "you", 400, "You";
        /// It is the server.
        WE = "we", 500, "We";
    }
}

mod counter {
    errorbook::codes! {
        /// A counter that says its word for one status.
        book "counter" { envelope: errorbook::envelope::PRIMAERP, statuses: { 404: NO_PAGE, pass_through } }

        /// No page has this address.
        NO_PAGE = "no_page", 404, "No page";
    }
}

#[test]
fn an_unlisted_status_stays_unchanged() {
    for (status, in_store) in [
        (405, store::WRONG_METHOD),
        (413, standard::CONTENT_TOO_LARGE),
        (415, standard::UNSUPPORTED_MEDIA_TYPE),
        (429, standard::TOO_MANY_REQUESTS),
        (503, standard::SERVICE_UNAVAILABLE),
    ] {
        assert_eq!(in_store.status().as_u16(), status);
        assert_eq!(bare_status(&store::BOOK, status), StatusMapping::Coded(in_store));
        let message = standard::BOOK.codes().find(|code| code.status().as_u16() == status).unwrap().message();
        assert_eq!(bare_status(&counter::BOOK, status), StatusMapping::PassThrough { code: None, message });
    }
    assert_eq!(bare_status(&counter::BOOK, 404), StatusMapping::Coded(counter::NO_PAGE));
}

/// One framework raises a situation where another sends a bare status.
#[test]
fn an_error_kind_and_its_status_have_the_same_code() {
    let cases = [
        (ErrorKind::RouteNotFound, 404, store::NO_PAGE, kiosk::YOU),
        (ErrorKind::MethodNotAllowed, 405, store::WRONG_METHOD, kiosk::YOU),
        (ErrorKind::BodyTooLarge, 413, standard::CONTENT_TOO_LARGE, kiosk::YOU),
        (ErrorKind::UnsupportedMediaType, 415, standard::UNSUPPORTED_MEDIA_TYPE, kiosk::YOU),
        (ErrorKind::InvalidBody, 422, store::WRONG, kiosk::YOU),
        (ErrorKind::Internal, 500, store::FAILED, kiosk::WE),
    ];
    for (situation, status, of_store, of_kiosk) in cases {
        let status = Status::new(status).unwrap();
        for (book, code) in [(&store::BOOK, of_store), (&kiosk::BOOK, of_kiosk)] {
            assert_eq!(book.code_for(situation), code, "{situation:?}");
            assert_eq!(book.for_status(status), StatusMapping::Coded(code), "{status}");
        }
    }
}

#[test]
fn a_book_has_its_rows_in_their_order_and_finds_each() {
    let ids: Vec<&str> = shop::BOOK.codes().map(Code::id).collect();
    assert_eq!(ids, ["2000", "2001", "2002", "2003"]);
    for code in shop::BOOK.codes() {
        assert_eq!(shop::BOOK.find(code.id()), Some(code));
        assert_eq!(code.book().name(), "shop");
    }
    for absent in ["", "200", "20011", "SHOP-1", "2009", "not_found"] {
        assert_eq!(shop::BOOK.find(absent), None, "{absent:?}");
    }
    assert_eq!(shop::BOOK.retired(), ["SHOP-1", "2009"]);
    assert_eq!(shop::BOOK.type_base(), Some("https://shop.example/errors/"));
}

#[test]
fn a_code_has_the_attributes_of_its_row() {
    let code = shop::SOLD_OUT;
    assert_eq!((code.id(), code.status().as_u16(), code.message()), ("2001", 409, "Sold {} \"out\""));
    assert_eq!(code.meaning(), "All of it is sold.\n\n Of a part as of a whole.");
    assert_eq!(code.advice(), Some("Wait for more."));
    let parameters: Vec<(&str, ParameterKind)> =
        code.parameters().iter().map(|parameter: &Parameter| (parameter.name(), parameter.kind())).collect();
    let expected = [
        ("part", ParameterKind::Integer),
        ("name", ParameterKind::String),
        ("weight", ParameterKind::Number),
        ("fragile", ParameterKind::Boolean),
    ];
    assert_eq!(parameters, expected);
    assert_eq!(code.headers(), ["retry-after", "x-shop"]);
    assert_eq!(code.retry(), Some(Retry::After(Duration::from_secs(7_200))));
    assert_eq!(code.since(), Some("1.2"));
    assert_eq!(code.replacement(), None);
    assert_eq!(shop::INDEX.retry(), Some(Retry::AtOnce));
}

#[test]
#[expect(deprecated, reason = "the row is deprecated, and that is what is seen")]
fn a_deprecated_row_names_the_one_to_use() {
    assert_eq!(shop::OLD.replacement(), Some(shop::INDEX));
    assert_eq!(shop::OLD.meaning(), "It was used before.");
    assert_eq!(shop::OLD.retry(), Some(Retry::Never));
    assert_eq!(shop::BOOK.code_for(ErrorKind::Internal), shop::OLD);
}

#[test]
fn a_row_without_an_attribute_has_none() {
    let code = bare::ANY;
    assert_eq!((code.advice(), code.retry(), code.since(), code.replacement()), (None, None, None, None));
    assert!(code.parameters().is_empty() && code.headers().is_empty());
}

#[test]
fn a_book_without_a_setting_uses_the_http_book() {
    assert_eq!(bare::BOOK.type_base(), None);
    assert!(bare::BOOK.retired().is_empty());
    assert_eq!(bare::BOOK.code_for(ErrorKind::RouteNotFound), standard::NOT_FOUND);
    assert_eq!(bare_status(&bare::BOOK, 404), StatusMapping::Coded(standard::NOT_FOUND));
    assert_eq!(shop::BOOK.code_for(ErrorKind::RouteNotFound), shop::NO_SUCH_PAGE);
    assert_eq!(shop::BOOK.code_for(ErrorKind::Unavailable), standard::SERVICE_UNAVAILABLE);
}

#[test]
fn a_status_without_a_code_gets_the_listed_code_or_the_common_treatment() {
    assert_eq!(bare_status(&shop::BOOK, 404), StatusMapping::Coded(shop::NO_SUCH_PAGE));
    assert_eq!(bare_status(&shop::BOOK, 410), StatusMapping::Coded(shop::NO_SUCH_PAGE));
    let kept = |status| match bare_status(&shop::BOOK, status) {
        StatusMapping::PassThrough { code: None, message } => message,
        other => panic!("{status} is {other:?}"),
    };
    assert_eq!((kept(418), kept(409)), ("Short and stout", "Conflict"));
    assert_eq!(bare_status(&numbered::BOOK, 404), StatusMapping::Coded(numbered::REFUSED));
    assert_eq!(bare_status(&numbered::BOOK, 503), StatusMapping::Coded(numbered::FAILED));
}

#[test]
fn a_service_can_write_its_own_envelope() {
    assert_eq!(shop::SOLD_OUT.body(), br#"["2001","Sold {} \"out\""]"#);
    let response = coded!(shop::SOLD_OUT, { part: 7, fragile: true }, "no {} of it", 3).to_response();
    assert_eq!(response.body(), br#"["2001","no 3 of it"]"#);
    assert_eq!(response.header("content-type"), Some("application/vnd.shop+json"));
    assert_eq!(response.status().as_u16(), 409);
}

#[test]
fn an_error_carries_the_parameters_of_its_row() {
    let name = "Fuse";
    let error = coded!(shop::SOLD_OUT, { part: 7_u8, name, weight: 1.5, fragile: false });
    let names: Vec<&str> = error.parameters().iter().map(|(name, _)| *name).collect();
    assert_eq!((names.as_slice(), error.description()), (["part", "name", "weight", "fragile"].as_slice(), None));
}

#[test]
fn a_book_can_be_declared_in_a_function() {
    errorbook::codes! {
        book "here" { envelope: errorbook::envelope::PROBLEM }
        /// Here alone.
        HERE = "here", 400, "Here";
    }
    assert_eq!(BOOK.find("here"), Some(HERE));
}

#[test]
fn the_books_of_the_crate_have_retry_advice_and_headers() {
    let after = |seconds| Some(Retry::After(Duration::from_secs(seconds)));
    let cases = [
        (standard::BAD_REQUEST, Some(Retry::Never)),
        (standard::NOT_FOUND, None),
        (standard::REQUEST_TIMEOUT, Some(Retry::AtOnce)),
        (standard::TOO_MANY_REQUESTS, after(1)),
        (standard::BAD_GATEWAY, None),
        (primaerp::LIMIT_EXCEEDED, after(1)),
        (primaerp::VALIDATION_ERROR, Some(Retry::Never)),
        (primaerp::OBJECT_NOT_FOUND, None),
        (ayanova::API_CLOSED, after(60)),
        (ayanova::FIELD_REQUIRED, Some(Retry::Never)),
        (ayanova::INTERNAL_ERROR, None),
    ];
    for (code, retry) in cases {
        assert_eq!(code.retry(), retry, "{code:?}");
    }
    assert_eq!(standard::METHOD_NOT_ALLOWED.headers(), ["allow"]);
    assert_eq!(primaerp::TENANT_MOVED.headers(), ["location"]);
    assert_eq!(ayanova::RANGE, 2000..=2999);
}
