use depot::error::ChangeProjectError;
use depot::{NewProject, PageQuery, Project, ProjectChange};
use errorbook::{IntoError as _, primaerp};

use crate::{body, code, fresh, has_wrong_shape, input, letters};

const NOT_NULL: &str = "NotNull(may not be null)";
const NOT_BLANK: &str = "NotBlank(may not be blank)";
const SIZE: &str = "Size(size must be between 1 and 80)";
const MIN: &str = "Min(must be greater than or equal to 0)";

/// Returns the body of a validation error with these fields and their broken rules.
fn violations(list: &[(&str, &str)]) -> String {
    let description: Vec<_> = list.iter().map(|(field, wrong)| format!("Project.{field} - {wrong}")).collect();
    let items: Vec<_> = list
        .iter()
        .map(|(field, wrong)| {
            let (constraint, message) = wrong.trim_end_matches(')').split_once('(').unwrap();
            format!(
                r#"{{"entityPath":"","entityType":"depot.Project","field":"{field}","constraint":"{constraint}","message":"{message}"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"status":412,"code":"PE01-1104","message":"Validation error","description":"{}","constraintViolations":[{}]}}"#,
        description.join("; "),
        items.join(",")
    )
}

fn change(body: &str) -> ProjectChange {
    input(body)
}

#[tokio::test]
async fn a_fresh_depot_has_two_projects() {
    let projects = fresh().await.projects(PageQuery::default().check().unwrap()).await.unwrap();
    assert_eq!(
        serde_json::to_string(&projects).unwrap(),
        r#"[{"id":1,"version":1,"name":"Alpha","owner":"jana","budgetHours":120},{"id":2,"version":1,"name":"Beta","owner":"karel","budgetHours":null}]"#
    );
}

#[tokio::test]
async fn all_broken_rules_of_a_new_project_are_reported_in_order() {
    let depot = fresh().await;
    let (longest, too_long) = (letters(80), letters(81));
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("{}", &[("name", NOT_NULL), ("owner", NOT_NULL)]),
        (r#"{"name":null,"owner":null,"budgetHours":null}"#, &[("name", NOT_NULL), ("owner", NOT_NULL)]),
        (
            r#"{"budgetHours":-1,"owner":" ","name":""}"#,
            &[("name", NOT_BLANK), ("owner", NOT_BLANK), ("budgetHours", MIN)],
        ),
        (&format!(r#"{{"name":{too_long},"owner":"o"}}"#), &[("name", SIZE)]),
        (&format!(r#"{{"name":"{}","owner":"o"}}"#, " ".repeat(200)), &[("name", NOT_BLANK)]),
        (r#"{"name":"n","owner":"o","budgetHours":-9223372036854775808}"#, &[("budgetHours", MIN)]),
    ];
    for (given, expected) in cases {
        let error = depot.create_project(input(given)).await.unwrap_err();
        assert_eq!(body(error), violations(expected), "{given}");
    }

    let kept = [
        &format!(r#"{{"name":{longest},"owner":"o"}}"#),
        r#"{"name":"n0","owner":"o","budgetHours":0}"#,
        r#"{"name":"n1","owner":"o","budgetHours":9223372036854775807,"id":"ignored","version":null}"#,
    ];
    for given in kept {
        assert!(depot.create_project(input(given)).await.is_ok(), "{given}");
    }
}

#[test]
fn a_project_with_a_wrong_type_is_rejected_by_the_extractor() {
    for body in [
        r#"{"name":1}"#,
        r#"{"owner":["o"]}"#,
        r#"{"budgetHours":1.0}"#,
        r#"{"budgetHours":"1"}"#,
        r#"{"budgetHours":9223372036854775808}"#,
        r#"{"name":"a","name":"b"}"#,
        "null",
        "1",
    ] {
        assert!(has_wrong_shape::<NewProject>(body) && has_wrong_shape::<ProjectChange>(body), "{body}");
    }
    assert!(has_wrong_shape::<ProjectChange>(r#"{"version":"1"}"#));
}

#[tokio::test]
async fn a_new_project_is_found_at_its_location() {
    let depot = fresh().await;
    let new: NewProject = input(r#"{"name":"Gamma","owner":"eva","budgetHours":7}"#);
    let project = depot.create_project(new).await.unwrap();
    assert_eq!(project.location(), "/primaerp/v1/projects/3");
    assert_eq!(
        serde_json::to_string(&project).unwrap(),
        r#"{"id":3,"version":1,"name":"Gamma","owner":"eva","budgetHours":7}"#
    );
    assert_eq!(depot.project(3).await.unwrap(), project);
}

#[tokio::test]
async fn a_name_is_taken_in_every_ascii_letter_case() {
    let depot = fresh().await;
    let cases = [
        ("Alpha", true),
        ("ALPHA", true),
        ("alphA", true),
        ("Alpha ", false),
        ("Älpha", false),
        ("älpha", false),
        ("a\\u0000b", false),
        ("a\\u0000c", false),
        ("A\\u0000B", true),
    ];
    for (name, taken) in cases {
        let new = input(&format!(r#"{{"name":"{name}","owner":"o"}}"#));
        let refused = depot.create_project(new).await.err().and_then(code);
        assert_eq!(refused, taken.then_some("PE01-1102"), "{name}");
    }
}

#[tokio::test]
async fn a_change_is_checked_in_the_order_of_the_contract() {
    let depot = fresh().await;
    let cases = [
        // Rules are checked before existence, version and uniqueness. Of those three, the version is checked first.
        (99, r#"{"name":"Beta","owner":""}"#, "PE01-1104"),
        (99, r#"{"version":null,"name":"Beta","owner":"o"}"#, "PE01-1104"),
        (99, r#"{"version":7,"name":"Beta","owner":"o"}"#, "PE01-1101"),
        (1, r#"{"version":7,"name":"Beta","owner":"o"}"#, "PE01-1107"),
        (1, r#"{"version":0,"name":"n","owner":"o"}"#, "PE01-1107"),
        (1, r#"{"version":1,"name":"bETA","owner":"o"}"#, "PE01-1102"),
        (-1, r#"{"version":1,"name":"n","owner":"o"}"#, "PE01-1101"),
    ];
    for (id, given, expected) in cases {
        let error = depot.change_project(id, change(given)).await.unwrap_err();
        assert_eq!(code(error), Some(expected), "{id} {given}");
    }
    let error = depot.change_project(1, change(r#"{"budgetHours":-1}"#)).await.unwrap_err();
    assert_eq!(
        body(error),
        violations(&[("version", NOT_NULL), ("name", NOT_NULL), ("owner", NOT_NULL), ("budgetHours", MIN)])
    );
}

#[tokio::test]
async fn a_change_increments_the_version_and_replaces_all_values() {
    let depot = fresh().await;
    // A project may keep its own name in another letter case.
    let given = r#"{"version":1,"name":"ALPHA","owner":"eva"}"#;
    let expected = Project { id: 1, version: 2, name: "ALPHA".to_owned(), owner: "eva".to_owned(), budget_hours: None };
    assert_eq!(depot.change_project(1, change(given)).await.unwrap(), expected);
    assert_eq!(depot.project(1).await.unwrap(), expected);
    assert_eq!(code(depot.change_project(1, change(given)).await.unwrap_err()), Some("PE01-1107"));
}

#[tokio::test]
async fn a_deleted_project_does_not_come_back() {
    let depot = fresh().await;
    let new = || input(r#"{"name":"Gamma","owner":"o"}"#);
    let id = depot.create_project(new()).await.unwrap().id;
    depot.delete_project(id).await.unwrap();
    assert_eq!(code(depot.delete_project(id).await.unwrap_err()), Some("PE01-1101"));
    assert_eq!(code(depot.project(id).await.unwrap_err()), Some("PE01-1101"));
    assert!(depot.create_project(new()).await.unwrap().id > id);
}

#[tokio::test]
async fn pages_are_ordered_by_id_and_have_limits() {
    let depot = fresh().await;
    let query = |skip, top| PageQuery { skip, top };
    let cases = [
        (query(None, None), vec![1, 2]),
        (query(Some(0), Some(1)), vec![1]),
        (query(Some(1), Some(1000)), vec![2]),
        (query(Some(2), None), vec![]),
        (query(Some(i64::MAX), None), vec![]),
    ];
    for (given, expected) in cases {
        let page = depot.projects(given.check().unwrap()).await.unwrap();
        assert_eq!(page.iter().map(|project| project.id).collect::<Vec<_>>(), expected, "{given:?}");
    }

    let wrong = [
        (query(Some(-1), None), "skip: must be at least 0"),
        (query(Some(-1), Some(0)), "skip: must be at least 0"),
        (query(None, Some(0)), "top: must be between 1 and 1000"),
        (query(None, Some(1001)), "top: must be between 1 and 1000"),
        (query(None, Some(i64::MIN)), "top: must be between 1 and 1000"),
    ];
    for (given, expected) in wrong {
        let error = given.check().unwrap_err();
        assert_eq!(
            std::str::from_utf8(error.into_error().to_response_in(&primaerp::BOOK).body()).unwrap(),
            format!(
                r#"{{"status":400,"code":"PE01-1105","message":"Wrong parameters","description":"{expected}","constraintViolations":[]}}"#
            )
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_concurrent_changes_of_a_version_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    for database in [depot::Database::Memory, folder.path().join("depot.db").into()] {
        let depot = depot::Depot::open(&database).await.unwrap();
        let writers: Vec<_> = (0..20)
            .map(|writer| {
                let depot = depot.clone();
                let change = change(&format!(r#"{{"version":1,"name":"n{writer}","owner":"o"}}"#));
                tokio::spawn(async move { depot.change_project(1, change).await })
            })
            .collect();
        let mut stored = Vec::new();
        for writer in writers {
            match writer.await.unwrap() {
                Ok(project) => stored.push(project),
                Err(error) => assert!(matches!(error, ChangeProjectError::Stale { given: 1, current: 2 }), "{error}"),
            }
        }
        assert_eq!(stored, [depot.project(1).await.unwrap()]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_new_projects_with_the_same_name_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let depot = depot::Depot::open(&folder.path().join("depot.db").into()).await.unwrap();
    let writers: Vec<_> = (0..20)
        .map(|_| {
            let depot = depot.clone();
            tokio::spawn(async move { depot.create_project(input(r#"{"name":"Gamma","owner":"o"}"#)).await })
        })
        .collect();
    let mut stored = 0;
    for writer in writers {
        match writer.await.unwrap() {
            Ok(_) => stored += 1,
            Err(error) => assert_eq!(code(error), Some("PE01-1102")),
        }
    }
    assert_eq!(stored, 1);
}
