use std::error::Error;
use std::fs;
use std::path::PathBuf;

use depot::{Database, Depot, OpenError, ServerState};

use crate::{code, input};

#[tokio::test]
async fn a_restart_keeps_what_was_stored_and_seeds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("a b?mode=memory.db").into();
    let depot = Depot::open(&database).await.unwrap();
    let project = depot.create_project(input(r#"{"name":"Gamma","owner":"o"}"#)).await.unwrap();
    depot.delete_project(1).await.unwrap();
    depot.delete_part(2).await.unwrap();
    depot.change_state(input(r#"{"state":"opsOnly"}"#)).await.unwrap();
    depot.close().await;

    let depot = Depot::open(&database).await.unwrap();
    assert_eq!(depot.project(project.id).await.unwrap(), project);
    assert_eq!(code(depot.project(1).await.unwrap_err()), Some("PE01-1101"));
    assert_eq!(code(depot.part(2).await.unwrap_err()), Some("2010"));
    assert_eq!(depot.state().await.unwrap(), ServerState::OpsOnly);
}

#[tokio::test]
async fn what_was_stored_is_there_without_a_proper_end() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("depot.db");
    let depot = Depot::open(&database.clone().into()).await.unwrap();
    let project = depot.create_project(input(r#"{"name":"Gamma","owner":"o"}"#)).await.unwrap();

    // What a process that ends now leaves behind.
    let left = folder.path().join("left.db");
    for suffix in ["", "-wal"] {
        fs::copy(format!("{}{suffix}", database.display()), format!("{}{suffix}", left.display())).unwrap();
    }
    let found = Depot::open(&left.clone().into()).await.unwrap();
    assert_eq!(found.project(project.id).await.unwrap(), project);
}

#[tokio::test]
async fn a_database_in_memory_is_each_depots_own() {
    let (one, two) =
        (Depot::open(&Database::Memory).await.unwrap(), Depot::open(&PathBuf::from(":memory:").into()).await.unwrap());
    one.delete_project(1).await.unwrap();
    assert!(two.project(1).await.is_ok());
}

#[tokio::test]
async fn what_is_no_database_is_one_error() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.db");
    fs::write(&text, "This is no database, but long enough to be the header of one. ".repeat(20)).unwrap();
    let short = folder.path().join("short.db");
    fs::write(&short, "not one").unwrap();
    let cases = [
        (text, "file is not a database"),
        (short.clone(), "file is not a database"),
        (folder.path().to_owned(), "unable to open database file"),
        (folder.path().join("no/such/folder.db"), "unable to open database file"),
    ];
    for (path, expected) in cases {
        let error = Depot::open(&path.clone().into()).await.unwrap_err();
        assert!(matches!(error, OpenError::Open { .. }), "{error:?}");
        assert_eq!(error.to_string(), format!("cannot open the database {}", path.display()));
        assert!(error.source().unwrap().to_string().ends_with(expected), "{error:?}");
    }
    assert_eq!(fs::read(short).unwrap(), b"not one");
}

#[tokio::test]
async fn a_database_of_another_service_is_one_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("depot.db");
    Depot::open(&path.clone().into()).await.unwrap().close().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'from the future', true, x'00', 0)";
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query(newer).execute(&pool).await.unwrap();
    pool.close().await;

    let error = Depot::open(&path.clone().into()).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate { .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn depots_that_start_at_once_on_a_fresh_file_make_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let database: Database = folder.path().join("depot.db").into();
    let opening: Vec<_> = (0..4)
        .map(|_| {
            let database = database.clone();
            tokio::spawn(async move { Depot::open(&database).await })
        })
        .collect();
    for (depot, id) in opening.into_iter().zip(3..) {
        let depot = depot.await.unwrap().unwrap();
        let project = depot.create_project(input(&format!(r#"{{"name":"n{id}","owner":"o"}}"#))).await.unwrap();
        assert_eq!(project.id, id);
    }
}

/// What is acknowledged can be found: nothing is, once the file that people know is another one.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_gone_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("depot.db");
    let depot = Depot::open(&database.clone().into()).await.unwrap();
    let new = || input(r#"{"name":"Gamma","owner":"o"}"#);

    fs::rename(&database, folder.path().join("moved.db")).unwrap();
    assert_eq!(code(depot.create_project(new()).await.unwrap_err()), Some("PE01-9001"));
    assert_eq!(code(depot.project(1).await.unwrap_err()), Some("PE01-9001"));
    assert!(!database.exists());

    fs::write(&database, "").unwrap();
    assert_eq!(code(depot.create_project(new()).await.unwrap_err()), Some("PE01-9001"));
    assert_eq!(code(depot.project(1).await.unwrap_err()), Some("PE01-9001"));

    fs::rename(folder.path().join("moved.db"), &database).unwrap();
    assert!(depot.create_project(new()).await.is_ok());
}

/// Each order takes one and is either there or not, wherever in its way it was cut off.
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_cut_off_leave_the_depot_sound() {
    let folder = tempfile::tempdir().unwrap();
    for database in [Database::Memory, folder.path().join("depot.db").into()] {
        let depot = Depot::open(&database).await.unwrap();
        let given = r#"{"id":1,"concurrency":1,"name":"n","serial":"F-10A","quantity":1000}"#;
        depot.change_part(1, input(given)).await.unwrap();
        let order = r#"{"name":"n","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","parts":[{"partId":1,"quantity":1}]}"#;
        for patience in 0..300 {
            let ordering = tokio::spawn({
                let depot = depot.clone();
                async move { depot.create_work_order(input(order)).await.map(|_| ()) }
            });
            for _ in 0..patience {
                tokio::task::yield_now().await;
            }
            ordering.abort();
        }
        depot.create_work_order(input(order)).await.unwrap();
        let part = depot.part(1).await.unwrap();
        assert_eq!(part.quantity + (part.concurrency - 2), 1000, "{part:?}");
    }
}
