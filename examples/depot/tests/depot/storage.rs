use std::error::Error;
use std::fs;
use std::path::PathBuf;

use depot::{Database, Depot, OpenError, ServerState};

use crate::{code, input};

#[tokio::test]
async fn a_restart_keeps_the_data_and_adds_none() {
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
async fn data_is_kept_after_an_improper_end() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("depot.db");
    let depot = Depot::open(&database.clone().into()).await.unwrap();
    let project = depot.create_project(input(r#"{"name":"Gamma","owner":"o"}"#)).await.unwrap();

    // The files that a killed process leaves.
    let left = folder.path().join("left.db");
    for suffix in ["", "-wal"] {
        fs::copy(format!("{}{suffix}", database.display()), format!("{}{suffix}", left.display())).unwrap();
    }
    let found = Depot::open(&left.clone().into()).await.unwrap();
    assert_eq!(found.project(project.id).await.unwrap(), project);
}

#[tokio::test]
async fn each_depot_has_its_own_database_in_memory() {
    let (one, two) =
        (Depot::open(&Database::Memory).await.unwrap(), Depot::open(&PathBuf::from(":memory:").into()).await.unwrap());
    one.delete_project(1).await.unwrap();
    assert!(two.project(1).await.is_ok());
}

#[tokio::test]
async fn a_file_that_is_not_a_database_is_one_error() {
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
async fn depots_that_start_together_create_the_file_once() {
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

/// If the file was moved or replaced, no write is acknowledged, because nobody would find it.
#[cfg(unix)]
#[tokio::test]
async fn a_missing_file_fails_every_request() {
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

/// Each order takes one piece. It is stored completely or not at all, wherever it was cut off.
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_cut_off_leave_consistent_data() {
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
