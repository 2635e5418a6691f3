//! `#[derive(IntoError)]`: the exact bytes and headers of the response, the chain for the log, and `CODES`.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use errorbook::{Code, Constraint, Error, ErrorKind, IntoError, Violation, primaerp, standard};

mod cart {
    errorbook::codes! {
        /// The codes of the cart.
        book "cart" { envelope: errorbook::envelope::PROBLEM }

        /// Less is in stock than was asked for.
        OUT_OF_STOCK = "CART-1001", 409, "Not enough in stock" {
            parameters: { part: integer, move: string, weight: number, is_final: boolean },
            headers: ["location", "retry-after"],
        };

        /// The request breaks a rule.
        RULES_BROKEN = "CART-1002", 422, "Rules broken";

        /// The stock keeper failed.
        NO_KEEPER = "CART-1003", 503, "No stock keeper" { parameters: { shelf: string } };
    }
}

/// A domain error with all attributes of a variant.
#[derive(Debug, thiserror::Error, IntoError)]
#[expect(clippy::large_enum_variant, reason = "its variants differ on purpose")]
enum ProjectError {
    #[error("no project {0}")]
    #[code(primaerp::OBJECT_NOT_FOUND)]
    NoProject(i64),

    #[error("version {given} is stale, the project is at {current}")]
    #[code(primaerp::VERSION_STALE)]
    Stale { given: i64, current: i64 },

    #[error(transparent)]
    #[code(primaerp::UNHANDLED_ERROR)]
    Storage(#[from] sqlx09::Error),

    #[error("secret: the key is hunter2")]
    #[code(primaerp::OBJECT_EXISTS, private)]
    Guarded(#[source] io::Error),

    #[error("the backup runs until 4:00")]
    #[code(primaerp::UNHANDLED_ERROR, public)]
    Backup(#[source] io::Error),

    #[error(transparent)]
    #[code(transparent)]
    Stock(#[from] StockError),

    #[error("replaced")]
    #[code(primaerp::OBJECT_NOT_FOUND)]
    r#Gone,
}

/// Every attribute of a field.
#[derive(Debug, thiserror::Error, IntoError)]
enum StockError {
    #[error("only {1} are left")]
    #[code(cart::OUT_OF_STOCK)]
    Parameters(#[code(parameter = "part")] u8, i64, #[code(parameter = "weight")] Option<f32>),

    #[error("a {move} is missing")]
    #[code(cart::OUT_OF_STOCK)]
    Named {
        #[code(parameter)]
        r#move: Cow<'static, str>,
        #[code(parameter = "is_final")]
        last: Option<bool>,
    },

    #[error("elsewhere")]
    #[code(cart::OUT_OF_STOCK)]
    Elsewhere {
        #[code(location)]
        shop: Option<String>,
        #[code(retry_after)]
        delay: std::option::Option<Duration>,
        #[code(instance)]
        order: Option<&'static str>,
        #[code(target)]
        part: Option<&'static str>,
    },

    #[error("secret: not for the client")]
    #[code(cart::RULES_BROKEN)]
    Rules(#[code(violation)] Violation, #[code(violations)] Vec<Violation>, #[code(violation)] Option<Violation>),

    #[error("two rules")]
    #[code(cart::RULES_BROKEN, public)]
    PublicRules(#[code(violations)] [Violation; 1]),

    #[error("secret: no shelf {shelf}")]
    #[code(cart::NO_KEEPER)]
    Shelf {
        #[code(parameter)]
        shelf: String,
        source: io::Error,
    },
}

/// A text for the client that is not the `Display`.
#[derive(Debug, thiserror::Error, IntoError)]
enum Described<T: fmt::Display> {
    #[error("secret: row {part} of {table}")]
    #[code(standard::NOT_FOUND, description = "no part {part}")]
    Named { part: u32, table: &'static str },

    #[error("secret: {0} {1}")]
    #[code(standard::CONFLICT, description = "{{{1}}} before {0:>3}, {0:?}")]
    Tuple(u32, T),

    #[error("secret: moved")]
    #[code(standard::GONE, description = "a {move} is gone")]
    Role {
        #[code(location)]
        r#move: &'static str,
    },

    #[error("secret: job {0}")]
    #[code(standard::SERVICE_UNAVAILABLE, description = "closed at night")]
    Plain(u64),

    #[error("secret: key {0}")]
    #[code(standard::CONFLICT, private, description = "{0} is taken")]
    Guarded(T),

    #[error("secret: rules")]
    #[code(standard::UNPROCESSABLE_CONTENT, description = "rules are broken: {0:?}")]
    Rules(#[code(violations)] Vec<Violation>),
}

/// Nothing but codes.
#[derive(IntoError)]
enum Silent {
    #[code(standard::NOT_FOUND)]
    Public,
    #[code(standard::INTERNAL_SERVER_ERROR)]
    Private,
    #[code(standard::CONFLICT, private)]
    Guarded,
}

/// A text, but no `std::error::Error`.
#[derive(IntoError)]
enum Spoken {
    #[code(standard::NOT_FOUND)]
    Public,
    #[code(standard::BAD_GATEWAY)]
    Private,
}

impl fmt::Display for Spoken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Spoken::Public => "spoken",
            Spoken::Private => "secret: spoken",
        })
    }
}

#[derive(Debug, thiserror::Error, IntoError)]
#[error("no part {0}")]
#[code(standard::NOT_FOUND)]
struct NoPart(u32);

#[derive(IntoError)]
#[code(standard::GONE)]
struct Gone;

#[derive(IntoError)]
#[code(transparent)]
struct Wrapper {
    inner: Code,
}

/// Generic in what is handed on, in what a field holds, and in what is only displayed.
#[derive(Debug, thiserror::Error, IntoError)]
enum Generic<'a, T, P, const N: usize>
where
    P: fmt::Debug,
{
    #[error("no {0}")]
    #[code(standard::NOT_FOUND)]
    Shown(&'a str, [u8; N]),
    #[error("only {part:?} are left")]
    #[code(cart::OUT_OF_STOCK)]
    Parameter {
        #[code(parameter)]
        part: Option<P>,
        #[code(location)]
        location: &'a str,
    },
    #[error("other")]
    #[code(transparent)]
    Other(T),
}

/// A private cause of a type with parameters.
#[derive(Debug, thiserror::Error, IntoError)]
#[error("secret: {0}")]
#[code(standard::INTERNAL_SERVER_ERROR)]
struct Failed<T>(T);

#[derive(Debug, thiserror::Error, IntoError)]
enum Never {}

fn secret() -> io::Error {
    io::Error::other("secret: disk 3 is full")
}

fn rule(field: &'static str) -> Violation {
    Violation::new(field, Constraint::Unique)
}

/// The body, the headers beyond those of every response, and the causes, outermost first.
fn parts(error: impl IntoError) -> (String, Vec<(&'static str, String)>, Vec<String>) {
    let error = error.into_error();
    let mut chain = Vec::new();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push(cause.to_string());
        source = cause.source();
    }
    let response = error.to_response();
    assert_eq!(response.header("x-error-id").is_some(), !chain.is_empty(), "a cause that is logged has an id");
    let body = String::from_utf8_lossy(response.body()).into_owned();
    assert!(!format!("{error} {error:?} {response:?} {body}").contains("secret"), "private: {error:?} {body}");
    let named = ["location", "retry-after"];
    let headers = response.headers().inspect(|(_, value)| assert!(!value.contains("secret"), "{value}"));
    let headers = headers.filter(|(name, _)| named.contains(name)).map(|(name, value)| (name, value.to_owned()));
    let headers = headers.collect();
    (body, headers, chain)
}

#[test]
fn a_value_is_converted_into_its_code_with_the_details_of_its_attributes() {
    const OUT: &str = r#"{"type":"about:blank","title":"Not enough in stock","status":409,"#;
    const RULES: &str = r#"{"type":"about:blank","title":"Rules broken","status":422,"#;
    let elsewhere = |given: bool| StockError::Elsewhere {
        shop: given.then(|| "https://eu.example/a b".to_owned()),
        delay: given.then_some(Duration::from_millis(1_500)),
        order: given.then_some("/orders/7"),
        part: given.then_some("parts[0]"),
    };
    let of_code = |code: Code| String::from_utf8(code.body().to_vec()).unwrap();
    type Case = (
        (String, Vec<(&'static str, String)>, Vec<String>),
        String,
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
    );
    let cases: Vec<Case> = vec![
        (
            parts(ProjectError::NoProject(7)),
            r#"{"status":404,"code":"PE01-1101","message":"Object not found","description":"no project 7","constraintViolations":[]}"#.into(),
            &[],
            &[],
        ),
        (
            parts(ProjectError::Stale { given: 2, current: 3 }),
            r#"{"status":409,"code":"PE01-1107","message":"Version stale","description":"version 2 is stale, the project is at 3","constraintViolations":[]}"#.into(),
            &[],
            &[],
        ),
        (parts(ProjectError::from(sqlx09::Error::Io(secret()))), of_code(primaerp::UNHANDLED_ERROR), &[], &["error communicating with database: secret: disk 3 is full", "secret: disk 3 is full"]),
        (
            parts(ProjectError::Guarded(secret())),
            of_code(primaerp::OBJECT_EXISTS),
            &[],
            &["secret: the key is hunter2", "secret: disk 3 is full"],
        ),
        (
            parts(ProjectError::Backup(secret())),
            of_code(primaerp::UNHANDLED_ERROR).replace(r#""description":null"#, r#""description":"the backup runs until 4:00""#),
            &[],
            &[],
        ),
        (
            parts(ProjectError::from(StockError::Parameters(7, 3, Some(1.5)))),
            format!(r#"{OUT}"detail":"only 3 are left","code":"CART-1001","part":7,"weight":1.5}}"#),
            &[],
            &[],
        ),
        (
            parts(StockError::Parameters(7, 3, None)),
            format!(r#"{OUT}"detail":"only 3 are left","code":"CART-1001","part":7}}"#),
            &[],
            &[],
        ),
        (
            parts(StockError::Named { r#move: "bolt".into(), last: Some(true) }),
            format!(r#"{OUT}"detail":"a bolt is missing","code":"CART-1001","move":"bolt","is_final":true}}"#),
            &[],
            &[],
        ),
        (
            parts(elsewhere(true)),
            format!(r##"{OUT}"detail":"elsewhere","instance":"/orders/7","code":"CART-1001","errors":[{{"detail":"elsewhere","pointer":"#/parts/0","code":"invalid"}}]}}"##),
            &[("location", "https://eu.example/a%20b"), ("retry-after", "2")],
            &[],
        ),
        (parts(elsewhere(false)), format!(r#"{OUT}"detail":"elsewhere","code":"CART-1001"}}"#), &[], &[]),
        (
            parts(StockError::Rules(rule("a"), vec![rule("b"), rule("c")], None)),
            format!(r##"{RULES}"code":"CART-1002","errors":[{{"detail":"is taken","pointer":"#/a","code":"unique"}},{{"detail":"is taken","pointer":"#/b","code":"unique"}},{{"detail":"is taken","pointer":"#/c","code":"unique"}}]}}"##),
            &[],
            &[],
        ),
        (
            parts(StockError::PublicRules([rule("a")])),
            format!(r##"{RULES}"detail":"two rules","code":"CART-1002","errors":[{{"detail":"is taken","pointer":"#/a","code":"unique"}}]}}"##),
            &[],
            &[],
        ),
        (
            parts(StockError::Shelf { shelf: "C7".into(), source: secret() }),
            r#"{"type":"about:blank","title":"No stock keeper","status":503,"code":"CART-1003","shelf":"C7"}"#.into(),
            &[],
            &["secret: no shelf C7", "secret: disk 3 is full"],
        ),
        (
            parts(ProjectError::r#Gone),
            of_code(primaerp::OBJECT_NOT_FOUND).replace(r#""description":null"#, r#""description":"replaced""#),
            &[],
            &[],
        ),
        (parts(Silent::Public), of_code(standard::NOT_FOUND), &[], &[]),
        (parts(Silent::Private), of_code(standard::INTERNAL_SERVER_ERROR), &[], &[]),
        (parts(Silent::Guarded), of_code(standard::CONFLICT), &[], &[]),
        (
            parts(Spoken::Public),
            r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"spoken","code":"not_found"}"#.into(),
            &[],
            &[],
        ),
        (parts(Spoken::Private), of_code(standard::BAD_GATEWAY), &[], &["secret: spoken"]),
        (
            parts(NoPart(7)),
            r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no part 7","code":"not_found"}"#.into(),
            &[],
            &[],
        ),
        (parts(Gone), of_code(standard::GONE), &[], &[]),
        (parts(Wrapper { inner: standard::CONFLICT }), of_code(standard::CONFLICT), &[], &[]),
        (parts(Failed("x")), of_code(standard::INTERNAL_SERVER_ERROR), &[], &["secret: x"]),
    ];
    for ((body, headers, chain), expected_body, expected_headers, expected_chain) in cases {
        assert_eq!(body, expected_body);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(headers, expected_headers, "{body}");
        assert_eq!(chain, expected_chain, "{body}");
    }
}

#[test]
fn a_variant_can_have_a_public_text_besides_its_display() {
    let cases: [(Described<&str>, &str, &[&str]); 6] = [
        (Described::Named { part: 7, table: "secret" }, "no part 7", &[]),
        (Described::Tuple(7, "bolt"), "{bolt} before   7, 7", &[]),
        (Described::Role { r#move: "bolt" }, "a bolt is gone", &[]),
        (Described::Plain(7), "closed at night", &["secret: job 7"]),
        (Described::Guarded("bolt"), "bolt is taken", &["secret: key bolt"]),
        (Described::Rules(vec![]), "rules are broken: []", &[]),
    ];
    for (error, description, expected_chain) in cases {
        let (body, _, chain) = parts(error);
        assert!(body.contains(&format!(r#""detail":"{description}""#)), "{body}");
        assert_eq!(chain, expected_chain, "{body}");
    }
}

/// The error of a storage, which names its constraints.
#[derive(Debug, IntoError)]
enum StorageError {
    #[code(transparent)]
    #[code(constraint = "parts_serial_key", field = "serial")]
    #[code(constraint = "parts_owner_fkey", field = "owner")]
    #[code(field = "from", constraint = "parts_period_excl")]
    #[code(constraint = "parts_period_excl", field = "to")]
    Failed(Error),
}

#[test]
fn a_broken_constraint_names_the_fields_that_the_type_gives_it() {
    const TAKEN: &str = r#"{"type":"about:blank","title":"Conflict","status":409,"code":"conflict""#;
    const INVALID: &str =
        r#"{"type":"about:blank","title":"Unprocessable Content","status":422,"code":"unprocessable_content""#;
    let cases = [
        (ErrorKind::NotUnique, Some("parts_serial_key"), TAKEN, &[("taken", "serial")][..]),
        (ErrorKind::NotUnique, Some("parts_period_excl"), TAKEN, &[("taken", "from"), ("taken", "to")]),
        (ErrorKind::Referenced, Some("parts_owner_fkey"), TAKEN, &[("not valid", "owner")]),
        (ErrorKind::RuleBroken, Some("parts_owner_fkey"), INVALID, &[("not valid", "owner")]),
        (ErrorKind::NotUnique, Some("parts_pkey"), TAKEN, &[]),
        (ErrorKind::NotUnique, None, TAKEN, &[]),
    ];
    for (kind, constraint, head, violations) in cases {
        let error = Error::from(kind).with_cause("secret");
        let error = constraint.into_iter().fold(error, Error::with_broken_constraint);
        let (body, _, chain) = parts(StorageError::Failed(error));
        let violations = violations.iter().map(|(rule, field)| {
            let code = if *rule == "taken" { "unique" } else { "invalid" };
            format!(r##"{{"detail":"is {rule}","pointer":"#/{field}","code":"{code}"}}"##)
        });
        let errors = violations.collect::<Vec<_>>().join(",");
        let errors = if errors.is_empty() { errors } else { format!(r#","errors":[{errors}]"#) };
        assert_eq!(body, format!("{head}{errors}}}"), "{constraint:?}");
        assert_eq!(chain, ["secret"]);
    }
}

#[test]
fn a_generic_type_requires_only_the_bounds_that_it_needs() {
    let part = "part".to_owned();
    let cases: [(Generic<'_, Gone, i64, 2>, &str, Option<&str>); 3] = [
        (
            Generic::Shown(&part, [1, 2]),
            r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no part","code":"not_found"}"#,
            None,
        ),
        (
            Generic::Parameter { part: Some(7), location: &part },
            r#"{"type":"about:blank","title":"Not enough in stock","status":409,"detail":"only Some(7) are left","code":"CART-1001","part":7}"#,
            Some("part"),
        ),
        (Generic::Other(Gone), r#"{"type":"about:blank","title":"Gone","status":410,"code":"gone"}"#, None),
    ];
    for (error, body, location) in cases {
        let response = error.into_error().to_response();
        assert_eq!(String::from_utf8_lossy(response.body()), body);
        assert_eq!(response.header("location"), location);
    }
}

#[test]
fn a_type_lists_its_codes_in_the_order_of_its_variants() {
    fn codes<T: IntoError>() -> (Vec<&'static str>, bool) {
        (T::CODES.iter().map(Code::id).collect(), T::CODES.is_complete())
    }
    let project = ["PE01-1101", "PE01-1107", "PE01-9001", "PE01-1102", "CART-1001", "CART-1002", "CART-1003"];
    let cases = [
        (codes::<ProjectError>(), project.as_slice(), true),
        (codes::<Silent>(), &["not_found", "internal_server_error", "conflict"], true),
        (codes::<NoPart>(), &["not_found"], true),
        (codes::<Wrapper>(), &[], false),
        (codes::<Never>(), &[], true),
        (codes::<Generic<'_, Gone, u8, 0>>(), &["not_found", "CART-1001", "gone"], true),
        (codes::<Generic<'_, Error, u8, 0>>(), &["not_found", "CART-1001"], false),
        (codes::<Error>(), &[], false),
    ];
    for ((codes, is_complete), expected, expected_complete) in cases {
        assert_eq!(codes, expected);
        assert_eq!(is_complete, expected_complete, "{codes:?}");
    }
}

/// Features only add: no feature implements a foreign trait for a type that derives nothing but `IntoError`.
#[cfg(feature = "utoipa5")]
mod openapi {
    use std::collections::BTreeMap;

    use errorbook::integration::utoipa5::IntoResponses;
    use errorbook::{Code, IntoError, standard};
    use utoipa5::openapi::{RefOr, Response};

    #[derive(Debug, thiserror::Error, IntoError)]
    #[error("not found")]
    #[code(standard::NOT_FOUND)]
    struct Own;

    impl utoipa5::IntoResponses for Own {
        fn responses() -> BTreeMap<String, RefOr<Response>> {
            BTreeMap::from([("default".to_owned(), RefOr::T(Response::new("own")))])
        }
    }

    #[derive(Debug, thiserror::Error, IntoError, IntoResponses)]
    enum Derived<T> {
        #[error("taken")]
        #[code(standard::CONFLICT)]
        Taken,
        #[error(transparent)]
        #[code(transparent)]
        Other(T),
    }

    #[test]
    fn a_type_implements_the_responses_of_openapi_itself_or_derives_them() {
        fn statuses<T: utoipa5::IntoResponses>() -> Vec<String> {
            T::responses().into_keys().collect()
        }
        assert_eq!(statuses::<Own>(), ["default"]);
        assert_eq!(statuses::<Derived<Own>>(), ["404", "409"]);
        let codes = [Derived::Taken, Derived::Other(Own)].map(|error| error.into_error().code());
        assert_eq!(codes, [standard::CONFLICT, standard::NOT_FOUND].map(Some::<Code>));
    }
}
