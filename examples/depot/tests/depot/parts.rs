use depot::{Depot, NewPart, Part, PartChange};
use errorbook::IntoError;

use crate::{body, code, fresh, has_wrong_shape, input, invalid, letters};

fn change(body: &str) -> PartChange {
    input(body)
}

#[tokio::test]
async fn a_fresh_depot_has_two_parts() {
    let depot = fresh().await;
    let expected = [
        (1, r#"{"id":1,"concurrency":1,"name":"Fuse 10A","serial":"F-10A","quantity":25}"#),
        (2, r#"{"id":2,"concurrency":1,"name":"Relay","serial":"R-1","quantity":0}"#),
    ];
    for (id, part) in expected {
        assert_eq!(serde_json::to_string(&depot.part(id).await.unwrap()).unwrap(), part);
    }
    assert_eq!(code(depot.part(3).await.unwrap_err()), Some("2010"));
}

#[tokio::test]
async fn all_broken_rules_of_a_new_part_are_reported_in_order() {
    let depot = fresh().await;
    let (longest, too_long) = (letters(255), letters(256));
    let cases = [
        ("{}".to_owned(), r#"{"target":"name","error":"2205"},{"target":"quantity","error":"2205"}"#),
        (
            r#"{"quantity":null,"serial":null,"name":null}"#.to_owned(),
            r#"{"target":"name","error":"2201"},{"target":"quantity","error":"2201"}"#,
        ),
        (
            r#"{"name":" ","serial":"","quantity":-1}"#.to_owned(),
            r#"{"target":"name","error":"2201"},{"target":"serial","error":"2201"},{"target":"quantity","error":"2203"}"#,
        ),
        (
            format!(r#"{{"name":{too_long},"serial":{too_long},"quantity":0}}"#),
            r#"{"message":"255 max","target":"name","error":"2202"},{"message":"255 max","target":"serial","error":"2202"}"#,
        ),
        (r#"{"name":"n","serial":"R-1","quantity":0}"#.to_owned(), r#"{"target":"serial","error":"2206"}"#),
        (
            r#"{"name":"","serial":"F-10A"}"#.to_owned(),
            r#"{"target":"name","error":"2201"},{"target":"serial","error":"2206"},{"target":"quantity","error":"2205"}"#,
        ),
    ];
    for (given, expected) in cases {
        let error = depot.create_part(input(&given)).await.unwrap_err();
        assert_eq!(body(error), invalid(expected), "{given}");
    }

    let kept = [
        r#"{"name":"n","quantity":0}"#.to_owned(),
        r#"{"name":"n","serial":null,"quantity":9223372036854775807}"#.to_owned(),
        r#"{"name":"n","serial":"f-10a","quantity":1,"id":"ignored","concurrency":{}}"#.to_owned(),
        format!(r#"{{"name":{longest},"serial":{longest},"quantity":1}}"#),
    ];
    for given in kept {
        let part = depot.create_part(input(&given)).await.unwrap();
        assert_eq!(part.concurrency, 1);
        assert_eq!(depot.part(part.id).await.unwrap(), part);
    }
}

#[test]
fn a_part_with_a_wrong_type_is_rejected_by_the_extractor() {
    for body in [r#"{"name":1}"#, r#"{"serial":1}"#, r#"{"quantity":"1"}"#, r#"{"quantity":1.0}"#, "null"] {
        assert!(has_wrong_shape::<NewPart>(body) && has_wrong_shape::<PartChange>(body), "{body}");
    }
    assert!(has_wrong_shape::<PartChange>(r#"{"id":"1"}"#));
}

#[tokio::test]
async fn a_change_is_checked_in_the_order_of_the_contract() {
    let depot = fresh().await;
    let cases = [
        (99, r#"{"id":1,"concurrency":7}"#, "2020"),
        (99, r#"{"id":99,"concurrency":7}"#, "2010"),
        (99, "{}", "2010"),
        (1, r#"{"id":1,"concurrency":7,"name":"","serial":"x"}"#, "2005"),
        (1, r#"{"concurrency":7}"#, "2005"),
        (1, r#"{"id":1,"concurrency":1,"name":"","serial":"F-10A","quantity":1}"#, "2200"),
        (1, r#"{"id":1,"concurrency":null}"#, "2200"),
    ];
    for (id, given, expected) in cases {
        assert_eq!(code(depot.change_part(id, change(given)).await.unwrap_err()), Some(expected), "{id} {given}");
    }
}

#[tokio::test]
async fn all_broken_rules_of_a_change_are_reported_in_order() {
    let depot = fresh().await;
    let without = depot.create_part(input(r#"{"name":"n","quantity":1}"#)).await.unwrap();
    let cases = [
        (
            1,
            "{}",
            r#"{"target":"id","error":"2205"},{"target":"concurrency","error":"2205"},{"target":"name","error":"2205"},{"target":"serial","error":"2209"},{"target":"quantity","error":"2205"}"#,
        ),
        (
            1,
            r#"{"id":null,"concurrency":null,"name":null,"serial":null,"quantity":null}"#,
            r#"{"target":"id","error":"2201"},{"target":"concurrency","error":"2201"},{"target":"name","error":"2201"},{"target":"serial","error":"2209"},{"target":"quantity","error":"2201"}"#,
        ),
        // A changed serial breaks only the rule that it is fixed, even if it is also taken or blank.
        (
            1,
            r#"{"id":1,"concurrency":1,"name":"n","serial":"R-1","quantity":0}"#,
            r#"{"target":"serial","error":"2209"}"#,
        ),
        (
            1,
            r#"{"id":1,"concurrency":1,"name":"n","serial":" ","quantity":0}"#,
            r#"{"target":"serial","error":"2209"}"#,
        ),
        (
            1,
            r#"{"id":1,"concurrency":1,"name":"n","serial":"f-10a","quantity":0}"#,
            r#"{"target":"serial","error":"2209"}"#,
        ),
        (
            3,
            r#"{"id":3,"concurrency":1,"name":"n","serial":"new","quantity":0}"#,
            r#"{"target":"serial","error":"2209"}"#,
        ),
        (
            1,
            r#"{"id":1,"concurrency":1,"name":"n","serial":"F-10A","quantity":-1}"#,
            r#"{"target":"quantity","error":"2203"}"#,
        ),
    ];
    assert_eq!(without.id, 3);
    for (id, given, expected) in cases {
        assert_eq!(body(depot.change_part(id, change(given)).await.unwrap_err()), invalid(expected), "{given}");
    }

    for serial in ["", r#""serial":null,"#] {
        let seen = depot.part(3).await.unwrap().concurrency;
        let given = format!(r#"{{"id":3,"concurrency":{seen},{serial}"name":"m","quantity":2}}"#);
        let expected = Part { id: 3, concurrency: seen + 1, name: "m".to_owned(), serial: None, quantity: 2 };
        assert_eq!(depot.change_part(3, change(&given)).await.unwrap(), expected);
        assert_eq!(depot.part(3).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_part_in_use_cannot_be_deleted() {
    let depot = fresh().await;
    assert_eq!(body(depot.delete_part(1).await.unwrap_err()), invalid(r#"{"target":"","error":"2208"}"#));
    assert!(depot.part(1).await.is_ok());
    depot.delete_part(2).await.unwrap();
    assert_eq!(code(depot.part(2).await.unwrap_err()), Some("2010"));
    assert_eq!(code(depot.delete_part(2).await.unwrap_err()), Some("2010"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_concurrent_changes_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let depot = Depot::open(&folder.path().join("depot.db").into()).await.unwrap();
    let given = r#"{"id":1,"concurrency":1,"name":"n","serial":"F-10A","quantity":1}"#;
    let writers: Vec<_> = (0..20)
        .map(|_| {
            let depot = depot.clone();
            tokio::spawn(async move { depot.change_part(1, change(given)).await })
        })
        .collect();
    let mut succeeded = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(part) => succeeded += part.concurrency - 1,
            Err(error) => assert_eq!(code(error), Some("2005")),
        }
    }
    assert_eq!(succeeded, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_new_parts_with_the_same_serial_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let depot = Depot::open(&folder.path().join("depot.db").into()).await.unwrap();
    let writers: Vec<_> = (0..20)
        .map(|_| {
            let depot = depot.clone();
            tokio::spawn(async move { depot.create_part(input(r#"{"name":"n","serial":"s","quantity":1}"#)).await })
        })
        .collect();
    let mut stored = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(_) => stored += 1,
            Err(error) => assert_eq!(body(error.into_error()), invalid(r#"{"target":"serial","error":"2206"}"#)),
        }
    }
    assert_eq!(stored, 1);
}
