//! The extractors accept the same requests as actix-web's own, and name the fault if actix-web refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{self, FormConfig, JsonConfig, ServiceConfig};
use actix_web::{App, HttpResponse, error};
use errorbook::ayanova;
use errorbook_actix::{ErrorBook, Form, Json, Path};
use serde::Deserialize;

async fn send(routes: fn(&mut ServiceConfig), request: TestRequest) -> (u16, String) {
    let app = init_service(App::new().configure(routes).wrap(ErrorBook::new(&ayanova::BOOK))).await;
    let response = call_service(&app, request.to_request()).await;
    (response.status().as_u16(), String::from_utf8(read_body(response).await.to_vec()).unwrap())
}

const INTERNAL: &str = r#"{"error":{"code":"2002","message":"Internal error"}}"#;

/// The developer has made the mistake, so the response does not blame the request.
#[actix_web::test]
async fn a_handler_with_the_wrong_number_of_parameters_is_an_internal_error() {
    fn routes(config: &mut ServiceConfig) {
        let one = web::get().to(async |Path(id): Path<u64>| id.to_string());
        let twice = web::get().to(async |Path(_): Path<u64>, Path(id): Path<u64>| id.to_string());
        let three = web::get().to(async |Path((_, _, id)): Path<(u64, u64, u64)>| id.to_string());
        let two = web::get().to(async |Path((tenant, id)): Path<(u64, u64)>| format!("{tenant} {id}"));
        config
            .service(web::scope("/one/{tenant}").route("/parts/{id}", one))
            .service(web::scope("/twice/{tenant}").route("/parts/{id}", twice))
            .service(web::scope("/three/{tenant}").route("/parts/{id}", three))
            .service(web::scope("/two/{tenant}").route("/parts/{id}", two));
    }
    for handler in ["one", "twice", "three"] {
        let (status, body) = send(routes, TestRequest::with_uri(&format!("/{handler}/7/parts/42"))).await;
        assert_eq!((status, body.as_str()), (503, INTERNAL), "{handler}");
    }
    assert_eq!(send(routes, TestRequest::with_uri("/two/7/parts/42")).await, (200, "7 42".to_owned()));
    let wrong = r#"{"error":{"code":"2203","message":"id: expected a whole number from 0 to 18446744073709551615","target":"id"}}"#;
    assert_eq!(send(routes, TestRequest::with_uri("/two/7/parts/x")).await, (400, wrong.to_owned()));
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only printed")]
struct Ids {
    tenant: String,
    id: u64,
}

/// Reads each value twice: with actix-web's extractor, and with ours.
#[actix_web::test]
async fn a_path_is_read_as_actix_web_reads_it() {
    fn routes(config: &mut ServiceConfig) {
        macro_rules! same {
            ($T:ty) => {
                web::get().to(async |Path(ours): Path<$T>, actixs: web::Path<$T>| {
                    assert_eq!(format!("{ours:?}"), format!("{:?}", actixs.into_inner()));
                    format!("{ours:?}")
                })
            };
        }
        config
            .route("/struct/{tenant}/{id}", same!(Ids))
            .route("/two/{tenant}/{id}", same!((String, u64)))
            .route("/two-of-three/{tenant}/{id}/{more}", same!((String, u64)));
    }
    for target in ["/struct/a/1", "/two/a%20b/1", "/two/%C3%A9%2Fx/1", "/two/%FF/1", "/two-of-three/a/1/x"] {
        assert_eq!(send(routes, TestRequest::with_uri(target)).await.0, 200, "{target}");
    }
}

#[derive(Deserialize)]
struct Part {
    quantity: u8,
}

/// The limits and the errors come from the service's settings of actix-web's own extractors.
#[actix_web::test]
async fn the_settings_of_actix_web_apply() {
    fn routes(config: &mut ServiceConfig) {
        config
            .app_data(JsonConfig::default().limit(20))
            .app_data(FormConfig::default().limit(14).error_handler(|refused, _| {
                error::InternalError::from_response(refused, HttpResponse::ImATeapot().finish()).into()
            }))
            .route("/json", web::post().to(async |Json(part): Json<Part>| part.quantity.to_string()))
            .route("/form", web::post().to(async |Form(part): Form<Part>| part.quantity.to_string()));
    }
    let json = |body: &'static str| {
        TestRequest::post().uri("/json").insert_header(("content-type", "application/json")).set_payload(body)
    };
    let form = |body: &'static str| {
        let form = ("content-type", "application/x-www-form-urlencoded");
        TestRequest::post().uri("/form").insert_header(form).set_payload(body)
    };
    assert_eq!(send(routes, json(r#"{"quantity":1}"#)).await, (200, "1".to_owned()));
    let (status, body) = send(routes, json(r#"{"quantity":        1}"#)).await;
    assert_eq!((status, body.contains("the body is too large")), (400, true), "{body}");
    assert_eq!(send(routes, form("quantity=1")).await, (200, "1".to_owned()));
    // The service's own error is a status without a code.
    let (status, body) = send(routes, form("quantity=1&a=bcd")).await;
    assert_eq!((status, body.contains(r#""code":"2030""#)), (400, true), "{body}");
}
