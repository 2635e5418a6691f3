//! The extractors accept the same requests as axum's own, and name the fault if axum refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::{get, post};
use axum::{Router, extract};
use errorbook::ayanova;
use errorbook_axum::{ErrorBook, Form, Json, Path, Query};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

async fn send(app: &Router, request: Request<Body>) -> (u16, String) {
    let response = app.clone().layer(ErrorBook::new(&ayanova::BOOK)).oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    (status, String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap())
}

async fn ask(app: &Router, target: &str) -> (u16, String) {
    send(app, Request::get(target).body(Body::empty()).unwrap()).await
}

const INTERNAL: &str = r#"{"error":{"code":"2002","message":"Internal error"}}"#;

/// The developer has made the mistake, so the response does not blame the request.
#[tokio::test]
async fn a_handler_with_the_wrong_number_of_parameters_is_an_internal_error() {
    let part = |handler| Router::new().nest("/tenants/{tenant}", Router::new().route("/parts/{id}", handler));
    let target = "/tenants/7/parts/42";
    for (handlers, app) in [
        ("one of two", part(get(async |Path(id): Path<u64>| id.to_string()))),
        ("one of two, twice", part(get(async |Path(_): Path<u64>, Path(id): Path<u64>| id.to_string()))),
        ("three of two", part(get(async |Path((_, _, id)): Path<(u64, u64, u64)>| id.to_string()))),
        ("one of none", Router::new().route("/tenants/7/parts/42", get(async |Path(id): Path<u64>| id.to_string()))),
    ] {
        let (status, body) = ask(&app, target).await;
        assert_eq!((status, body.as_str()), (503, INTERNAL), "{handlers}");
    }
    let both = part(get(async |Path((tenant, id)): Path<(u64, u64)>| format!("{tenant} {id}")));
    assert_eq!(ask(&both, target).await, (200, "7 42".to_owned()));
    let wrong = r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 18446744073709551615","target":"id"}}"#;
    assert_eq!(ask(&both, "/tenants/7/parts/x").await, (400, wrong.to_owned()));
}

#[derive(Debug, Serialize, Deserialize)]
struct Ids {
    tenant: String,
    id: Option<u64>,
}

/// Reads each value twice: with axum's extractor, and with ours.
#[tokio::test]
async fn a_path_is_read_as_axum_reads_it() {
    macro_rules! same {
        ($T:ty) => {
            get(async |Path(ours): Path<$T>, extract::Path(axums): extract::Path<$T>| {
                assert_eq!(format!("{ours:?}"), format!("{axums:?}"));
                format!("{ours:?}")
            })
        };
    }
    let routes = [
        same!(Vec<(String, String)>),
        same!(std::collections::BTreeMap<String, String>),
        same!((String, u64)),
        same!(Ids),
    ];
    for route in routes {
        let app = Router::new().route("/{tenant}/{id}", route);
        for target in ["/a/1", "/a%20b/1", "/%C3%A9%2Fx/1", "/+/1"] {
            assert_eq!(ask(&app, target).await.0, 200, "{target}");
        }
    }
}

#[tokio::test]
async fn an_option_is_none_where_axum_makes_it_none() {
    async fn path(id: Option<Path<u64>>) -> String {
        format!("{:?}", id.map(Path::into_inner))
    }
    async fn body(body: Option<Json<Vec<u8>>>) -> String {
        format!("{:?}", body.as_deref())
    }
    let app = Router::new().route("/parts", get(path)).route("/parts/{id}", get(path)).route("/", post(body));
    assert_eq!(ask(&app, "/parts").await, (200, "None".to_owned()));
    assert_eq!(ask(&app, "/parts/7").await, (200, "Some(7)".to_owned()));
    assert_eq!(ask(&app, "/parts/x").await.0, 400);
    let post = |content_type: Option<&str>, body: &'static str| {
        let request = Request::post("/");
        let request = content_type.into_iter().fold(request, |request, value| request.header("content-type", value));
        request.body(Body::from(body)).unwrap()
    };
    assert_eq!(send(&app, post(None, "")).await, (200, "None".to_owned()));
    assert_eq!(send(&app, post(Some("application/json"), "[1]")).await, (200, "Some([1])".to_owned()));
    assert_eq!(send(&app, post(Some("application/json"), "[")).await.0, 400);
    assert_eq!(send(&app, post(Some("text/plain"), "[1]")).await.0, 400);
}

/// With `flatten` serde reads a query in a way that fits no number. axum refuses it, and the wrong parameter is unknown.
#[tokio::test]
async fn a_query_error_names_the_wrong_parameter_if_it_is_known() {
    #[derive(Deserialize)]
    struct Search {
        text: String,
        top: Option<u8>,
        #[serde(flatten)]
        _rest: Option<Nothing>,
    }
    #[derive(Deserialize)]
    struct Flat {
        text: String,
        #[serde(flatten)]
        page: Page,
    }
    #[derive(Deserialize)]
    struct Page {
        top: u32,
    }
    #[derive(Deserialize)]
    struct Nothing {}
    let app = Router::new()
        .route("/search", get(async |Query(search): Query<Search>| format!("{} {:?}", search.text, search.top)))
        .route("/flat", get(async |Query(flat): Query<Flat>| format!("{} {}", flat.text, flat.page.top)));
    assert_eq!(ask(&app, "/search?text=%FF").await, (200, "\u{fffd} None".to_owned()));
    let nameless = r#"{"error":{"code":"2203","message":"Invalid value"}}"#;
    assert_eq!(ask(&app, "/flat?utm_source=mail&text=fuse&top=10").await, (400, nameless.to_owned()));
}

#[tokio::test]
async fn a_form_is_read_from_the_query_of_a_get_as_axum_reads_it() {
    let app = Router::new().route("/", get(async |Form(ids): Form<Ids>| format!("{ids:?}")));
    assert_eq!(ask(&app, "/?tenant=a&id=1").await.0, 200);
    let (status, body) = ask(&app, "/?tenant=a&id=x").await;
    let wrong = r#"{"error":{"code":"2200","details":[{"message":"expected a whole number from 0 to 18446744073709551615","target":"id","error":"2203"}],"message":"Validation error"}}"#;
    assert_eq!((status, body.as_str()), (400, wrong));
}

/// Over a connection: the handler asks for one of two parameters, and must not receive the wrong one.
#[tokio::test]
async fn a_handler_never_gets_the_parameter_of_another_router() {
    let parts = Router::new().route("/parts/{id}", get(async |Path(id): Path<u64>| id.to_string()));
    let app = Router::new().nest("/tenants/{tenant}", parts).layer(ErrorBook::new(&ayanova::BOOK));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut connection = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    tokio::spawn(async { axum::serve(listener, app).await });
    let get = b"GET /tenants/7/parts/42 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    connection.write_all(get).await.unwrap();
    let mut received = String::new();
    connection.read_to_string(&mut received).await.unwrap();
    assert!(received.starts_with("HTTP/1.1 503 ") && received.ends_with(INTERNAL), "{received}");
}
