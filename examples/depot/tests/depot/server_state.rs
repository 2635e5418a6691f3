use depot::{Depot, ServerState, StateChange};

use errorbook::IntoError as _;

use crate::{body, fresh, has_wrong_shape, input, invalid};

#[tokio::test]
async fn the_state_closes_only_the_api() {
    let depot = fresh().await;
    assert_eq!(depot.state().await.unwrap(), ServerState::Open);
    let closed =
        ["/ayanova/api", "/ayanova/api/", "/ayanova/api/v8/part/1", "/ayanova/api/v8/server-state/", "/ayanova/api/x"];
    let open = ["/ayanova/api/v8/server-state", "/ayanova/raise/2010", "/ayanova", "/primaerp/v1/me", "/health", "/"];
    let states = [("closed", Some("2000")), ("opsOnly", Some("2001")), ("migrate", Some("2006")), ("open", None)];
    for (state, refusal) in states {
        let given = format!(r#"{{"state":"{state}"}}"#);
        let changed = depot.change_state(input(&given)).await.unwrap();
        assert_eq!(serde_json::to_string(&changed).unwrap(), given);
        for path in closed {
            let refused = depot.admit(path).await.err().and_then(|error| error.into_error().code());
            assert_eq!(refused.map(|code| code.id()), refusal, "{state} {path}");
        }
        for path in open {
            assert!(depot.admit(path).await.is_ok(), "{state} {path}");
        }
    }
}

#[tokio::test]
async fn an_invalid_state_changes_nothing() {
    let depot = fresh().await;
    let cases = [
        ("{}", r#"{"target":"state","error":"2205"}"#),
        (r#"{"state":null}"#, r#"{"target":"state","error":"2201"}"#),
        (r#"{"state":"shut"}"#, r#"{"target":"state","error":"2203"}"#),
        (r#"{"state":""}"#, r#"{"target":"state","error":"2203"}"#),
    ];
    for (given, expected) in cases {
        assert_eq!(body(depot.change_state(input(given)).await.unwrap_err()), invalid(expected), "{given}");
    }
    assert_eq!(depot.state().await.unwrap(), ServerState::Open);
    assert!(has_wrong_shape::<StateChange>(r#"{"state":1}"#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_the_last_state() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("depot.db").into();
    let depot = Depot::open(&database).await.unwrap();
    let changes: Vec<_> = ["closed", "opsOnly", "migrate", "open"]
        .into_iter()
        .cycle()
        .take(40)
        .map(|state| {
            let depot = depot.clone();
            tokio::spawn(async move { depot.change_state(input(&format!(r#"{{"state":"{state}"}}"#))).await })
        })
        .collect();
    for change in changes {
        change.await.unwrap().unwrap();
    }
    let last = depot.state().await.unwrap();
    depot.close().await;
    assert_eq!(Depot::open(&database).await.unwrap().state().await.unwrap(), last);
}
