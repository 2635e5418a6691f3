//! Tests the depot with a real PostgreSQL: several depots that share it, and concurrent requests.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::OnceLock;
use std::thread;

use conformance::Postgres;
use depot::{Database, Depot, ServerState};
use errorbook::IntoError;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

const ORDER: &str =
    r#"{"name":"n","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","parts":[{"partId":1,"quantity":2}]}"#;

/// Creates an empty database on the server that these tests share. Returns `None` if PostgreSQL is not installed.
fn database() -> Option<Database> {
    static POSTGRES: OnceLock<Option<Postgres>> = OnceLock::new();
    // In a new thread, because it has its own runtime.
    let address = thread::scope(|scope| {
        let postgres = || Some(POSTGRES.get_or_init(Postgres::for_test).as_ref()?.database().unwrap());
        scope.spawn(postgres).join().unwrap()
    });
    Some(Database::parse(address?).unwrap())
}

/// Opens this number of depots on one database.
async fn depots<const N: usize>(database: &Database) -> [Depot; N] {
    let opening: [JoinHandle<_>; N] = std::array::from_fn(|_| {
        let database = database.clone();
        tokio::spawn(async move { Depot::open(&database).await })
    });
    let mut depots = Vec::new();
    for depot in opening {
        depots.push(depot.await.unwrap().unwrap());
    }
    depots.try_into().unwrap()
}

fn input<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn code(error: impl IntoError) -> &'static str {
    error.into_error().code().map_or("none", |code| code.id())
}

#[tokio::test(flavor = "multi_thread")]
async fn depots_that_start_together_create_the_tables_once() {
    let Some(database) = database() else { return };
    let depots = depots::<8>(&database).await;
    for (depot, id) in depots.iter().zip(3..) {
        let project = depot.create_project(input(&format!(r#"{{"name":"n{id}","owner":"o"}}"#))).await.unwrap();
        assert_eq!(project.id, id);
    }
    assert_eq!(depots[0].project(1).await.unwrap().name, "Alpha");
    assert_eq!(depots[7].part(2).await.unwrap().serial.as_deref(), Some("R-1"));
}

#[tokio::test]
async fn all_depots_share_the_state_at_once() {
    let Some(database) = database() else { return };
    let [one, other] = depots(&database).await;
    for state in ["closed", "migrate", "open"] {
        one.change_state(input(&format!(r#"{{"state":"{state}"}}"#))).await.unwrap();
        assert_eq!(other.state().await.unwrap().name(), state);
        let refused = other.admit("/ayanova/api/v8/part/1").await.is_err();
        assert_eq!(refused, other.state().await.unwrap() != ServerState::Open);
    }
}

#[tokio::test]
async fn every_text_is_returned_as_it_was_sent() {
    let Some(database) = database() else { return };
    let [depot] = depots(&database).await;
    for text in ["\0", "a\0b", "A\0c", r"a\0b", r"\", "\\\\\0", "Žula", "😀"] {
        let quoted = serde_json::to_string(text).unwrap();
        let project = input(&format!(r#"{{"name":{quoted},"owner":{quoted}}}"#));
        let project = depot.create_project(project).await.unwrap();
        assert_eq!((project.name.as_str(), project.owner.as_str()), (text, text));
        assert_eq!(depot.project(project.id).await.unwrap(), project);
        let part = depot.create_part(input(&format!(r#"{{"name":{quoted},"serial":{quoted},"quantity":1}}"#)));
        let part = part.await.unwrap();
        assert_eq!(depot.part(part.id).await.unwrap().serial.as_deref(), Some(text));
    }
    for taken in ["A\\u0000B", r"A\\0b", "žula"] {
        let refused = depot.create_project(input(&format!(r#"{{"name":"{taken}","owner":"o"}}"#))).await;
        // Only ASCII letters are compared without their case.
        assert_eq!(refused.err().map(code), (taken != "žula").then_some("PE01-1102"), "{taken}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_concurrent_requests_for_the_same_thing_succeeds() {
    let Some(database) = database() else { return };
    let depots = depots::<2>(&database).await;
    for round in 0..10 {
        let tries: Vec<_> = (0..8)
            .map(|number: usize| {
                let depot = depots[number % 2].clone();
                tokio::spawn(async move {
                    let name = if number.is_multiple_of(3) { "Same" } else { "sAME" };
                    let project = depot.create_project(input(&format!(r#"{{"name":"{name} {round}","owner":"o"}}"#)));
                    let project = project.await.map(|_| ()).map_err(code);
                    let part = input(&format!(r#"{{"name":"n","serial":"same {round}","quantity":1}}"#));
                    let part = depot.create_part(part).await.map(|_| ()).map_err(code);
                    let change = format!(r#"{{"version":{},"name":"Alpha","owner":"{number}"}}"#, round + 1);
                    let change = depot.change_project(1, input(&change)).await.map(|_| ()).map_err(code);
                    [project, part, change]
                })
            })
            .collect();
        let mut got = [0; 3];
        for tried in tries {
            for ((result, refusal), got) in
                tried.await.unwrap().into_iter().zip(["PE01-1102", "2200", "PE01-1107"]).zip(&mut got)
            {
                match result {
                    Ok(()) => *got += 1,
                    Err(code) => assert_eq!(code, refusal),
                }
            }
        }
        assert_eq!(got, [1, 1, 1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_never_goes_below_zero() {
    let Some(database) = database() else { return };
    let depots = depots::<2>(&database).await;
    let orders: Vec<_> = (0..40)
        .map(|number| {
            let depot = depots[number % 2].clone();
            tokio::spawn(async move { depot.create_work_order(input(ORDER)).await })
        })
        .collect();
    let mut taken = 0;
    for order in orders {
        match order.await.unwrap() {
            Ok(_) => taken += 2,
            Err(error) => assert_eq!(code(error), "2040"),
        }
    }
    assert_eq!(taken, 24);
    assert_eq!(depots[0].part(1).await.unwrap().quantity, 1);
}

/// The first request decides, and the other gets the reason for its error. No order takes from a deleted part, and no two
/// requests wait for each other.
#[tokio::test(flavor = "multi_thread")]
async fn orders_and_deletions_of_the_same_parts_exclude_each_other() {
    let Some(database) = database() else { return };
    let [one, other] = depots(&database).await;
    for round in 0..40 {
        let mut ids = Vec::new();
        for _ in 0..2 {
            ids.push(one.create_part(input(r#"{"name":"n","quantity":100}"#)).await.unwrap().id);
        }
        let order = |parts: [i64; 2]| {
            let depot = if round % 2 == 0 { one.clone() } else { other.clone() };
            let parts = parts.map(|id| format!(r#"{{"partId":{id},"quantity":1}}"#)).join(",");
            let order = ORDER.replace(r#"{"partId":1,"quantity":2}"#, &parts);
            tokio::spawn(async move { depot.create_work_order(input(&order)).await.map(|_| ()).map_err(code) })
        };
        let (first, second) = (ids[0], ids[1]);
        let orders = [order([first, second]), order([second, first]), order([first, second])];
        let deletion = other.delete_part(first).await.map_err(code);
        for order in orders {
            let order = order.await.unwrap();
            match deletion {
                Ok(()) => assert_eq!(order, Err("2200"), "{round}"),
                // The deletion came between the orders, or after them.
                Err(refusal) => assert_eq!((order, refusal), (Ok(()), "2200"), "{round}"),
            }
        }
    }
}

/// Each order takes two pieces. It is stored completely or not at all, wherever it was cut off.
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_cut_off_leave_consistent_data() {
    let Some(database) = database() else { return };
    let [depot] = depots(&database).await;
    let given = r#"{"id":1,"concurrency":1,"name":"n","serial":"F-10A","quantity":1000}"#;
    depot.change_part(1, input(given)).await.unwrap();
    for patience in 0..200 {
        let ordering = tokio::spawn({
            let depot = depot.clone();
            async move { depot.create_work_order(input(ORDER)).await.map(|_| ()) }
        });
        for _ in 0..patience * 5 {
            tokio::task::yield_now().await;
        }
        ordering.abort();
    }
    depot.create_work_order(input(ORDER)).await.unwrap();
    let part = depot.part(1).await.unwrap();
    assert_eq!(part.quantity + 2 * (part.concurrency - 2), 1000, "{part:?}");
    depot.close().await;
}

#[tokio::test]
async fn a_missing_database_is_one_error() {
    let Some(database) = database() else { return };
    let Database::Postgres(options) = &database else { panic!("{database}") };
    let absent = Database::Postgres(Box::new(options.as_ref().clone().database("absent")));
    let error = Depot::open(&absent).await.unwrap_err();
    assert_eq!(error.to_string(), format!("cannot open the database {absent}"));
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.contains(r#"database "absent" does not exist"#), "{cause}");
}
