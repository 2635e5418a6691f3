//! Retries: their conditions, their delays and the returned responses. The clock of tokio only advances while a task waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use errorbook::{Book, ayanova};
use http::Extensions;
use tokio::time::Instant;

use super::*;
use crate::version::RetryByBook;
use crate::version::reqwest::{Method, Request};
use crate::version::reqwest_middleware::{self, ClientBuilder, Middleware, Next};

type Headers = &'static [(&'static str, &'static str)];

/// The time of a request, and its body.
type Sent = (Duration, Vec<u8>);

/// A fake service. It sends its responses in turn, repeats the last response, and records the requests.
#[derive(Clone, Default)]
struct Service {
    responses: Arc<Mutex<VecDeque<Canned>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
    start: Option<Instant>,
}

#[derive(Clone)]
struct Canned(u16, Headers, &'static str);

impl Service {
    fn of(responses: impl IntoIterator<Item = Canned>) -> Service {
        let responses = Arc::new(Mutex::new(responses.into_iter().collect()));
        Service { responses, sent: Arc::default(), start: Some(Instant::now()) }
    }

    /// Returns the times of the requests in milliseconds from the start.
    fn times(&self) -> Vec<u128> {
        self.sent.lock().unwrap().iter().map(|(time, _)| time.as_millis()).collect()
    }

    async fn call(&self, retry: RetryByBook, request: Request) -> Response {
        let client = ClientBuilder::new(Client::new()).with(retry).with(self.clone()).build();
        client.execute(request).await.unwrap()
    }
}

#[async_trait]
impl Middleware for Service {
    async fn handle(&self, request: Request, _: &mut Extensions, _: Next<'_>) -> reqwest_middleware::Result<Response> {
        let body = request.body().and_then(Body::as_bytes).unwrap_or_default().to_vec();
        self.sent.lock().unwrap().push((self.start.unwrap().elapsed(), body));
        let mut responses = self.responses.lock().unwrap();
        let Canned(status, headers, body) =
            if responses.len() > 1 { responses.pop_front() } else { responses.front().cloned() }.unwrap();
        let builder = http::Response::builder().status(status).header("content-type", JSON);
        let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
        Ok(Response::from(builder.body(body).unwrap()))
    }
}

fn request(method: Method) -> Request {
    let mut request = Request::new(method, Url::parse("https://api.example/").unwrap());
    *request.body_mut() = Some(Body::from("the same body"));
    request
}

const LATE: &str =
    r#"{"status":412,"code":"PE01-9002","message":"Limit exceeded","description":null,"constraintViolations":[]}"#;
const OK: Canned = Canned(200, &[], "{}");

#[tokio::test(start_paused = true)]
async fn the_book_decides_about_a_retry_and_the_response_sets_the_delay() {
    let (primaerp, ayanova, http): (&'static Book, &'static Book, &'static Book) =
        (&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK);
    let cases: [(&'static Book, Canned, &[u128]); 15] = [
        // The code has a retry rule.
        (primaerp, Canned(412, &[], LATE), &[0, 1_000]),
        (primaerp, Canned(412, &[("retry-after", "7")], LATE), &[0, 7_000]),
        (primaerp, Canned(412, &[("retry-after", "0")], LATE), &[0, 0]),
        // The error has status 200.
        (primaerp, Canned(200, &[("retry-after", "2")], LATE), &[0, 2_000]),
        (http, Canned(408, &[], ""), &[0, 0]),
        (http, Canned(503, &[], ""), &[0, 1_000]),
        // Only the response has a delay.
        (http, Canned(500, &[("retry-after", "3")], ""), &[0, 3_000]),
        (http, Canned(500, &[], r#"{"title":"Internal Server Error","retry_after":1.5}"#), &[0, 1_500]),
        (
            ayanova,
            Canned(503, &[("retry-after", "2")], r#"{"error":{"code":"2000","message":"API closed"}}"#),
            &[0, 2_000],
        ),
        // The rule is `never`.
        (primaerp, Canned(409, &[("retry-after", "1")], STALE), &[0]),
        (http, Canned(501, &[("retry-after", "1")], ""), &[0]),
        // There is no rule and no delay.
        (http, Canned(500, &[], ""), &[0]),
        (primaerp, Canned(503, &[], r#"{"code":"PE01-7777","message":"New"}"#), &[0]),
        // The response is a success.
        (primaerp, Canned(200, &[("retry-after", "1")], r#"{"name":"Alpha"}"#), &[0]),
        (primaerp, Canned(302, &[("retry-after", "1")], ""), &[0]),
    ];
    for (book, canned, times) in cases {
        let service = Service::of([canned.clone(), OK]);
        let response = service.call(RetryByBook::new(book), request(Method::GET)).await;
        assert_eq!(service.times(), times, "{} {:?} {}", canned.0, canned.1, canned.2);
        let last = if times.len() > 1 { OK } else { canned };
        assert_eq!(response.status().as_u16(), last.0);
        assert_eq!(response.bytes().await.unwrap(), last.2);
    }
}

#[tokio::test(start_paused = true)]
async fn the_tries_the_delay_and_the_time_are_limited() {
    let seconds = Duration::from_secs;
    let retry = || RetryByBook::new(&primaerp::BOOK);
    let cases: [(RetryByBook, Headers, &[u128]); 10] = [
        (retry(), &[], &[0, 1_000, 2_000]),
        (retry().tries(5), &[], &[0, 1_000, 2_000, 3_000, 4_000]),
        (retry().tries(1), &[], &[0]),
        (retry().tries(0), &[], &[0]),
        (retry(), &[("retry-after", "30")], &[0, 30_000, 60_000]),
        (retry(), &[("retry-after", "31")], &[0]),
        (retry().longest_delay(seconds(31)), &[("retry-after", "31")], &[0, 31_000]),
        (retry().longest_time(seconds(1)), &[], &[0, 1_000]),
        (retry().longest_time(seconds(0)), &[("retry-after", "0")], &[0, 0, 0]),
        (retry(), &[("retry-after", "18446744073709551615")], &[0]),
    ];
    for (retry, headers, times) in cases {
        let service = Service::of([Canned(412, headers, LATE)]);
        let response = service.call(retry.clone(), request(Method::GET)).await;
        assert_eq!(service.times(), times, "{retry:?} {headers:?}");
        assert_eq!((response.status().as_u16(), response.text().await.unwrap()), (412, LATE.to_owned()));
    }
}

#[tokio::test(start_paused = true)]
async fn only_repeatable_requests_are_retried() {
    let repeated = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE, Method::PUT, Method::DELETE];
    let once = [Method::POST, Method::PATCH, Method::CONNECT, Method::from_bytes(b"LOCK").unwrap()];
    let methods = repeated.into_iter().map(|method| (method, 2)).chain(once.into_iter().map(|method| (method, 1)));
    for (method, times) in methods {
        for (retry, times) in
            [(RetryByBook::new(&primaerp::BOOK), times), (RetryByBook::new(&primaerp::BOOK).any_method(), 2)]
        {
            let service = Service::of([Canned(412, &[], LATE), OK]);
            service.call(retry, request(method.clone())).await;
            let bodies: Vec<Vec<u8>> = service.sent.lock().unwrap().iter().map(|(_, body)| body.clone()).collect();
            assert_eq!(bodies, vec![b"the same body".to_vec(); times], "{method}");
        }
    }
    let mut streamed = request(Method::PUT);
    *streamed.body_mut() = Some(endless(&[b"a part"]));
    let service = Service::of([Canned(412, &[], LATE), OK]);
    assert_eq!(service.call(RetryByBook::new(&primaerp::BOOK), streamed).await.status().as_u16(), 412);
    assert_eq!(service.times(), [0]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_passed_on_as_a_stream() {
    #[derive(Clone)]
    struct Endless;

    #[async_trait]
    impl Middleware for Endless {
        async fn handle(&self, _: Request, _: &mut Extensions, _: Next<'_>) -> reqwest_middleware::Result<Response> {
            Ok(respond(200, JSON, endless(&[b"{\"rows\":[", b"1,", b"2,"])))
        }
    }

    let retry = RetryByBook::new(Reader::new(&primaerp::BOOK).limit(4));
    let client = ClientBuilder::new(Client::new()).with(retry).with(Endless).build();
    let mut response = client.get("https://api.example/").send().await.unwrap();
    for part in ["{\"rows\":[", "1,", "2,"] {
        assert_eq!(response.chunk().await.unwrap().unwrap(), part);
    }
}

#[tokio::test]
async fn the_error_of_another_middleware_is_kept() {
    struct Fails;

    #[async_trait]
    impl Middleware for Fails {
        async fn handle(&self, _: Request, _: &mut Extensions, _: Next<'_>) -> reqwest_middleware::Result<Response> {
            Err(reqwest_middleware::Error::middleware(std::io::Error::other("no token")))
        }
    }

    let client = ClientBuilder::new(Client::new()).with(RetryByBook::new(&primaerp::BOOK)).with(Fails).build();
    let error = ClientError::from(client.get("https://api.example/").send().await.unwrap_err());
    assert!(matches!(error, ClientError::Middleware(_)), "{error:?}");
    assert_eq!(error.to_string(), "no token");
    let error = ClientError::from(client.get("no address").send().await.unwrap_err());
    assert!(matches!(error, ClientError::Transport(_)), "{error:?}");
}
