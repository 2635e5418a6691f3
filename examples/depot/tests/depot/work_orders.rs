use depot::error::WorkOrderError;
use depot::{Database, Depot, NewWorkOrder, WorkOrder};

use crate::{body, code, fresh, has_wrong_shape, input, invalid, letters};

async fn order(depot: &Depot, given: &str) -> Result<WorkOrder, WorkOrderError> {
    depot.create_work_order(input(given)).await
}

/// Returns a work order between two times.
fn between(start: &str, end: &str) -> String {
    format!(r#"{{"name":"n","start":{start},"end":{end}}}"#)
}

/// Returns a work order with these parts that keeps all other rules.
fn using(parts: &str) -> String {
    format!(r#"{{"name":"n","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","parts":{parts}}}"#)
}

/// Returns the quantity and the concurrency of both parts.
async fn stock(depot: &Depot) -> [(i64, i64); 2] {
    let (one, two) = (depot.part(1).await.unwrap(), depot.part(2).await.unwrap());
    [(one.quantity, one.concurrency), (two.quantity, two.concurrency)]
}

#[tokio::test]
async fn a_work_order_is_returned_as_sent_and_takes_its_stock() {
    let depot = fresh().await;
    let given = r#"{"parts":[{"partId":1,"quantity":2},{"quantity":3,"partId":1}],"contractedUnits":[7],"end":"2026-01-05T10:00:00.5+01:00","start":"2026-01-05t08:00:00z","name":" n "}"#;
    assert_eq!(
        serde_json::to_string(&order(&depot, given).await.unwrap()).unwrap(),
        r#"{"id":2,"name":" n ","start":"2026-01-05t08:00:00z","end":"2026-01-05T10:00:00.5+01:00","contractedUnits":[7],"parts":[{"partId":1,"quantity":2},{"partId":1,"quantity":3}]}"#
    );
    assert_eq!(stock(&depot).await, [(20, 2), (0, 1)]);

    let empty = order(&depot, &between(r#""2026-01-05T08:00:00Z""#, r#""2026-01-05T09:00:00Z""#)).await.unwrap();
    assert_eq!(
        serde_json::to_string(&empty).unwrap(),
        r#"{"id":3,"name":"n","start":"2026-01-05T08:00:00Z","end":"2026-01-05T09:00:00Z","contractedUnits":[],"parts":[]}"#
    );
    assert_eq!(stock(&depot).await, [(20, 2), (0, 1)]);
}

#[tokio::test]
async fn all_broken_rules_of_an_order_are_reported_in_order() {
    let depot = fresh().await;
    let cases = [
        (
            "{}".to_owned(),
            r#"{"target":"name","error":"2205"},{"target":"start","error":"2205"},{"target":"end","error":"2205"}"#,
        ),
        (
            r#"{"name":null,"start":null,"end":null,"contractedUnits":[],"parts":[]}"#.to_owned(),
            r#"{"target":"name","error":"2201"},{"target":"start","error":"2201"},{"target":"end","error":"2201"}"#,
        ),
        (
            r#"{"parts":[{},{"partId":null,"quantity":null},{"partId":1,"quantity":1},{"partId":9,"quantity":0}],"contractedUnits":[1,1],"end":"x","start":"","name":""}"#
                .to_owned(),
            r#"{"target":"name","error":"2201"},{"target":"start","error":"2203"},{"target":"end","error":"2203"},{"target":"contractedUnits","error":"2212"},{"target":"parts[0].partId","error":"2205"},{"target":"parts[0].quantity","error":"2205"},{"target":"parts[1].partId","error":"2201"},{"target":"parts[1].quantity","error":"2201"},{"target":"parts[3].partId","error":"2210"},{"target":"parts[3].quantity","error":"2203"}"#,
        ),
        (
            format!(
                r#"{{"name":{},"start":"2026-01-05T08:00:00Z","end":"2026-01-05T08:00:00Z","contractedUnits":[1,2,3]}}"#,
                letters(256)
            ),
            r#"{"message":"255 max","target":"name","error":"2202"},{"target":"end","error":"2207"},{"target":"contractedUnits","error":"2212"}"#,
        ),
        // Rules are checked before the stock.
        (
            using(r#"[{"partId":2,"quantity":1},{"partId":-9223372036854775808,"quantity":1}]"#),
            r#"{"target":"parts[1].partId","error":"2210"}"#,
        ),
        (using(r#"[{"partId":1,"quantity":-1}]"#), r#"{"target":"parts[0].quantity","error":"2203"}"#),
    ];
    for (given, expected) in cases {
        assert_eq!(body(order(&depot, &given).await.unwrap_err()), invalid(expected), "{given}");
    }
    assert_eq!(stock(&depot).await, [(25, 1), (0, 1)]);
}

#[tokio::test]
async fn times_are_rfc_3339_and_compared_as_instants() {
    let depot = fresh().await;
    let end = r#""9999-12-31T23:59:59Z""#;
    let readable = [
        "2026-01-05T08:00:00Z",
        "2026-01-05t08:00:00z",
        "2026-01-05 08:00:00Z",
        "2026-01-05T08:00:00.123456789012Z",
        "2026-01-05T08:00:00+23:59",
        "2026-01-05T08:00:00-00:00",
        "2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00+23:59",
        "2016-12-31T23:59:60Z",
    ];
    for start in readable {
        let given = between(&format!("\"{start}\""), end);
        assert_eq!(order(&depot, &given).await.map_err(body).map(|order| order.start), Ok(start.to_owned()));
    }
    let unreadable = [
        " ",
        "now",
        "2026-01-05",
        "2026-01-05T08:00:00",
        "2026-01-05T08:00Z",
        "2026-1-5T08:00:00Z",
        "2026-01-05_08:00:00Z",
        "2026-01-05é08:00:00Z",
        "2026-01-05T08:00:00Z ",
        "2026-01-05T08:00:00.Z",
        "2026-01-05T08:00:00+0100",
        "2026-01-05T08:00:00+24:00",
        "2026-01-05T08:00:00+01:60",
        "2026-01-05T24:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-01-05T08:00:61Z",
        "+2026-01-05T08:00:00Z",
        "12026-01-05T08:00:00Z",
    ];
    for start in unreadable {
        let given = between(&format!("\"{start}\""), end);
        let error = order(&depot, &given).await.expect_err(start);
        assert_eq!(body(error), invalid(r#"{"target":"start","error":"2203"}"#), "{start}");
    }

    let cases = [
        ("2026-01-05T08:00:00Z", "2026-01-05T08:00:00.000000001Z", true),
        ("2026-01-05T08:00:00Z", "2026-01-05T08:00:00Z", false),
        ("2026-01-05T08:00:00Z", "2026-01-05T09:00:00+01:00", false),
        ("2026-01-05T09:00:00+02:00", "2026-01-05T08:00:00Z", true),
        ("2026-01-05T08:00:00Z", "2026-01-05T09:00:00+02:00", false),
        ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59Z", false),
        ("0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00-23:59", true),
    ];
    for (start, end, before) in cases {
        let refused = order(&depot, &between(&format!("\"{start}\""), &format!("\"{end}\""))).await.err().map(body);
        assert_eq!(refused, (!before).then(|| invalid(r#"{"target":"end","error":"2207"}"#)), "{start} {end}");
    }
}

#[test]
fn an_order_with_a_wrong_type_is_rejected_by_the_extractor() {
    for body in [
        r#"{"name":1}"#,
        r#"{"start":1}"#,
        r#"{"contractedUnits":null}"#,
        r#"{"contractedUnits":[null]}"#,
        r#"{"contractedUnits":1}"#,
        r#"{"parts":null}"#,
        r#"{"parts":[null]}"#,
        r#"{"parts":[{"partId":"1"}]}"#,
        r#"{"parts":[{"quantity":1.5}]}"#,
    ] {
        assert!(has_wrong_shape::<NewWorkOrder>(body), "{body}");
    }
}

#[tokio::test]
async fn an_order_takes_all_its_stock_or_none() {
    let depot = fresh().await;
    let most = i64::MAX;
    let cases = [
        r#"[{"partId":1,"quantity":26}]"#,
        r#"[{"partId":1,"quantity":20},{"partId":1,"quantity":6}]"#,
        // There is enough of the first part, but not of the second.
        r#"[{"partId":1,"quantity":1},{"partId":2,"quantity":1}]"#,
        r#"[{"partId":2,"quantity":1},{"partId":1,"quantity":1}]"#,
        &format!(
            r#"[{{"partId":1,"quantity":{most}}},{{"partId":1,"quantity":{most}}},{{"partId":1,"quantity":{most}}}]"#
        ),
    ];
    for parts in cases {
        assert_eq!(code(order(&depot, &using(parts)).await.unwrap_err()), Some("2040"), "{parts}");
        assert_eq!(stock(&depot).await, [(25, 1), (0, 1)], "{parts}");
    }
    order(&depot, &using(r#"[{"partId":1,"quantity":25}]"#)).await.unwrap();
    assert_eq!(stock(&depot).await, [(0, 2), (0, 1)]);
}

#[tokio::test]
async fn an_ordered_part_is_in_use() {
    let depot = fresh().await;
    let part = depot.create_part(input(r#"{"name":"n","quantity":1}"#)).await.unwrap();
    order(&depot, &using(&format!(r#"[{{"partId":{},"quantity":1}}]"#, part.id))).await.unwrap();
    let error = depot.delete_part(part.id).await.unwrap_err();
    assert_eq!(body(error), invalid(r#"{"target":"","error":"2208"}"#));
    // Taking stock changed the part, so a change based on the earlier concurrency is too late.
    let late = format!(r#"{{"id":{},"concurrency":1,"name":"n","quantity":1}}"#, part.id);
    assert_eq!(code(depot.change_part(part.id, input(&late)).await.unwrap_err()), Some("2005"));
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_never_goes_below_zero() {
    let folder = tempfile::tempdir().unwrap();
    for database in [Database::Memory, folder.path().join("depot.db").into()] {
        let depot = Depot::open(&database).await.unwrap();
        let orders: Vec<_> = (0..40)
            .map(|_| {
                let depot = depot.clone();
                tokio::spawn(async move { order(&depot, &using(r#"[{"partId":1,"quantity":2}]"#)).await })
            })
            .collect();
        let mut taken = 0;
        for order in orders {
            match order.await.unwrap() {
                Ok(_) => taken += 2,
                Err(error) => assert_eq!(code(error), Some("2040")),
            }
        }
        assert_eq!(taken, 24);
        assert_eq!(stock(&depot).await, [(1, 13), (0, 1)]);
    }
}

#[tokio::test]
async fn an_order_can_have_thousands_of_parts() {
    let depot = fresh().await;
    let given = r#"{"id":1,"concurrency":1,"name":"n","serial":"F-10A","quantity":5000}"#;
    depot.change_part(1, input(given)).await.unwrap();
    let parts = vec![r#"{"partId":1,"quantity":1}"#; 2500].join(",");
    assert_eq!(order(&depot, &using(&format!("[{parts}]"))).await.unwrap().parts.len(), 2500);
    assert_eq!(depot.part(1).await.unwrap().quantity, 2500);
}
