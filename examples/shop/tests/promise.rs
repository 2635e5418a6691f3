//! The OpenAPI document declares each response.

use axum::{body::Body, http::Request};
use errorbook_catalog::{Recorder, assert_documented};
use tower::ServiceExt as _;

#[tokio::test]
async fn each_response_is_documented() {
    let recorder = Recorder::new();
    let app = shop::app(shop::policy().observer(recorder.observer()));
    for (part, status) in [(7, 200), (70, 404), (9, 500)] {
        let request = Request::post("/orders").header("content-type", "application/json");
        let request = request.body(Body::from(format!(r#"{{"part":{part},"quantity":1}}"#))).unwrap();
        let response = app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), status, "part {part}");
    }
    assert_documented(&shop::document(), &recorder.recording());
}
