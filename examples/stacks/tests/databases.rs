//! The refusal of a real database has the same kind with every crate.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::error::Error as _;
use std::net::TcpListener;
use std::thread;

use conformance::{MariaDb, Postgres, Stop};
use errorbook::{Error, ErrorKind, IntoError};
use stacks::driver::{Driver, MARIADB, POSTGRES, Stack};

const TABLES: [&str; 4] = [
    "CREATE TABLE owners (id BIGINT PRIMARY KEY)",
    "CREATE TABLE parts (id BIGINT PRIMARY KEY, serial VARCHAR(20) NOT NULL UNIQUE, owner BIGINT NOT NULL, \
     quantity BIGINT NOT NULL CHECK (quantity >= 0), FOREIGN KEY (owner) REFERENCES owners (id))",
    "INSERT INTO owners VALUES (1)",
    "INSERT INTO parts VALUES (1, 'secret', 1, 1), (2, 'other', 1, 1)",
];

/// A statement, the kind of its refusal, and the constraint that PostgreSQL names.
const REFUSED: [(&str, ErrorKind, Option<&str>); 8] = [
    ("INSERT INTO parts VALUES (3, 'secret', 1, 1)", ErrorKind::NotUnique, Some("parts_serial_key")),
    ("INSERT INTO parts VALUES (1, 'third', 1, 1)", ErrorKind::NotUnique, Some("parts_pkey")),
    ("UPDATE parts SET serial = 'secret' WHERE id = 2", ErrorKind::NotUnique, Some("parts_serial_key")),
    ("INSERT INTO parts VALUES (3, 'third', 9, 1)", ErrorKind::Referenced, Some("parts_owner_fkey")),
    ("DELETE FROM owners WHERE id = 1", ErrorKind::Referenced, Some("parts_owner_fkey")),
    ("INSERT INTO parts VALUES (3, NULL, 1, 1)", ErrorKind::RuleBroken, None),
    ("UPDATE parts SET quantity = -1 WHERE id = 1", ErrorKind::RuleBroken, Some("parts_quantity_check")),
    ("SELECT secret FROM nowhere", ErrorKind::Internal, None),
];

/// The error of a service that stores a part. It names the field of the request for each constraint.
#[derive(Debug, IntoError)]
enum WritePartError {
    #[code(transparent)]
    #[code(constraint = "parts_serial_key", field = "serialNumber")]
    #[code(constraint = "parts_quantity_check", field = "quantity")]
    Storage(Error),
}

/// Returns the violations in the response of that service.
fn violations(constraint: Option<&str>) -> &'static str {
    match constraint {
        Some("parts_serial_key") => r##","errors":[{"detail":"is taken","pointer":"#/serialNumber","code":"unique"}]"##,
        Some("parts_quantity_check") => {
            r##","errors":[{"detail":"is not valid","pointer":"#/quantity","code":"invalid"}]"##
        }
        _ => "",
    }
}

/// Compares two kinds by their responses, because an error does not show its kind.
fn assert_kind(error: &Error, expected: ErrorKind, what: &str) {
    let (response, expected) = (error.to_response(), Error::from(expected).to_response());
    assert_eq!(String::from_utf8_lossy(response.body()), String::from_utf8_lossy(expected.body()), "{what}: {error:?}");
    assert!(response.header("x-error-id").is_some(), "{what}: the cause is for the log");
}

fn refusals(stack: Stack, address: &str, names_constraints: bool) {
    let mut driver = (stack.open)(address).unwrap();
    for (statement, expected, constraint) in REFUSED {
        let (what, constraint) = (format!("{}: {statement}", stack.name), constraint.filter(|_| names_constraints));
        let error = driver(statement).unwrap_err();
        assert_kind(&error, expected, &what);
        assert_eq!(error.broken_constraint(), constraint, "{what}");
        let plain = String::from_utf8(error.to_response().body().to_vec()).unwrap();
        let response = WritePartError::Storage(error).into_error().to_response();
        let named = plain.replace("\"}", &format!("\"{}}}", violations(constraint)));
        assert_eq!(String::from_utf8_lossy(response.body()), named, "{what}");
    }
    driver("UPDATE parts SET quantity = 1 WHERE id = 1").unwrap();
}

/// Makes two transactions wait for each other. The database ends one of them.
fn deadlock(stack: Stack, address: &str) {
    let begin = |id| {
        let mut driver = (stack.open)(address).unwrap();
        driver("BEGIN").unwrap();
        driver(&format!("UPDATE parts SET quantity = 2 WHERE id = {id}")).unwrap();
        driver
    };
    let (first, second) = (begin(1), begin(2));
    let cross = |mut driver: Driver, id| {
        thread::spawn(move || {
            let done = driver(&format!("UPDATE parts SET quantity = 3 WHERE id = {id}"));
            driver("ROLLBACK").unwrap();
            done
        })
    };
    let ended = [cross(first, 2), cross(second, 1)].map(|crossing| crossing.join().unwrap());
    let refused: Vec<_> = ended.into_iter().filter_map(Result::err).collect();
    assert_eq!(refused.len(), 1, "{}", stack.name);
    let expected = if stack.knows_locks { ErrorKind::Unavailable } else { ErrorKind::Internal };
    assert_kind(&refused[0], expected, &format!("{}: a deadlock", stack.name));
}

fn prepare(stack: Stack, address: &str) {
    let mut driver = (stack.open)(address).unwrap_or_else(|error| panic!("{address}: {:?}", error.source()));
    for statement in TABLES {
        driver(statement).unwrap();
    }
}

#[test]
fn each_violation_and_a_deadlock_in_mariadb_have_their_kind() {
    let Some(mariadb) = MariaDb::for_test() else { return };
    let address = mariadb.database();
    prepare(MARIADB[0], &address);
    for stack in MARIADB {
        refusals(stack, &address, false);
        deadlock(stack, &address);
    }
}

#[test]
fn each_violation_and_a_deadlock_in_postgresql_have_their_kind() {
    let Some(postgres) = Postgres::for_test() else { return };
    let address = postgres.database().unwrap();
    prepare(POSTGRES[0], &address);
    for stack in POSTGRES {
        refusals(stack, &address, true);
        deadlock(stack, &address);
    }
}

#[test]
fn a_transaction_that_cannot_be_serialised_is_to_be_tried_again() {
    let Some(postgres) = Postgres::for_test() else { return };
    let address = postgres.database().unwrap();
    prepare(POSTGRES[0], &address);
    for stack in POSTGRES {
        let [mut first, mut second] = [(); 2].map(|()| (stack.open)(&address).unwrap());
        for driver in [&mut first, &mut second] {
            driver("BEGIN ISOLATION LEVEL REPEATABLE READ").unwrap();
            driver("SELECT * FROM parts").unwrap();
        }
        first("UPDATE parts SET quantity = quantity + 1 WHERE id = 1").unwrap();
        first("COMMIT").unwrap();
        let refused = second("UPDATE parts SET quantity = quantity + 1 WHERE id = 1").unwrap_err();
        assert_kind(&refused, ErrorKind::Unavailable, stack.name);
        // A crate that does not pass on the code of a lock does not pass on the code of a deadlock either.
        second("ROLLBACK").unwrap();
        if stack.knows_locks {
            first("BEGIN").unwrap();
            first("LOCK TABLE parts").unwrap();
            second("SET lock_timeout = 1").unwrap();
            let refused = second("SELECT * FROM parts").unwrap_err();
            assert_kind(&refused, ErrorKind::Unavailable, stack.name);
            first("ROLLBACK").unwrap();
        }
    }
}

#[test]
fn a_database_that_is_not_there_is_unavailable() {
    let address = format!("postgres://nobody@{}/none", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    for stack in POSTGRES.into_iter().filter(|stack| !stack.name.starts_with("bb8")) {
        let Err(refused) = (stack.open)(&address) else { panic!("{}: nobody listens", stack.name) };
        assert_kind(&refused, ErrorKind::Unavailable, stack.name);
    }
    let Some(mut postgres) = Postgres::for_test() else { return };
    let address = postgres.database().unwrap();
    for stack in POSTGRES {
        let mut driver = (stack.open)(&address).unwrap();
        postgres.stop(Stop::Fast).unwrap();
        let refused = driver("SELECT 1").unwrap_err();
        // diesel does not pass on the code of a server that stops. It only reports that the connection is gone.
        if stack.knows_locks {
            assert_kind(&refused, ErrorKind::Unavailable, stack.name);
        }
        postgres.resume().unwrap();
    }
}
