//! `errorbook serve`.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;

use bytes::Bytes;
use errorbook::{Error, ErrorKind, standard};
use errorbook_pages::Pages;
use http_body_util::Full;
use hyper::header::{HeaderMap, HeaderValue, LOCATION};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::options::Serve;
use crate::output::{print, print_json};
use crate::{Outcome, source};

/// The path of the pages.
const PATH: &str = "/errors";

pub(crate) fn run(options: &Serve) -> Result<Outcome, Failure> {
    let mut pages = Pages::of_catalogs(PATH, source::catalogs(&options.files)?)?;
    if let Some(name) = &options.service {
        pages = pages.service(name);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::Unserved)?;
    runtime.block_on(async {
        let bound =
            TcpListener::bind(options.listen).await.map_err(|error| Failure::NoListener(options.listen, error))?;
        let address = bound.local_addr().map_err(Failure::Unserved)?;
        announce(options, address)?;
        serve(&bound, &pages).await.map_err(Failure::Unserved)
    })
}

fn announce(options: &Serve, address: SocketAddr) -> Result<(), Failure> {
    let address = format!("http://{address}{PATH}");
    if options.format.is_json() {
        print_json(&json!({ "address": address }))
    } else {
        print(&format!("listening on {address}"))
    }
}

/// Serves requests until the program ends.
async fn serve(listener: &TcpListener, pages: &Pages) -> io::Result<Outcome> {
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // The client has already closed the connection.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
            Err(error) => return Err(error),
        };
        let pages = pages.clone();
        tokio::spawn(async move {
            let respond = service_fn(move |request| {
                let response = respond(&pages, &request);
                async move { Ok::<_, Infallible>(response) }
            });
            // An error of a connection ends only this connection.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), respond)
                .await;
        });
    }
}

fn respond<B>(pages: &Pages, request: &Request<B>) -> Response<Full<Bytes>> {
    let found = page(pages, request);
    found.unwrap_or_else(|error| {
        let response = error.to_response_in(&standard::BOOK);
        let headers = response.headers().map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>();
        built(response.status().as_u16(), headers, Bytes::from(response.into_body().into_owned()))
    })
}

fn page<B>(pages: &Pages, request: &Request<B>) -> Result<Response<Full<Bytes>>, Error> {
    let path = request.uri().path();
    if path == "/" {
        return Ok(built(StatusCode::SEE_OTHER.as_u16(), vec![(LOCATION.as_str(), PATH.to_owned())], Bytes::new()));
    }
    let below = path.strip_prefix(PATH).ok_or(ErrorKind::RouteNotFound)?;
    let code = match below.strip_prefix('/') {
        _ if below.is_empty() => None,
        Some(segment) if !segment.contains('/') => Some(decoded(segment)),
        Some(_) | None => return Err(ErrorKind::RouteNotFound.into()),
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Error::from(ErrorKind::MethodNotAllowed).with_header("allow", "GET, HEAD"));
    }
    let values = |name: &'static str| request.headers().get_all(name).iter().map(HeaderValue::as_bytes);
    let page = pages.get(code.as_deref(), request.uri().query(), values)?;
    let headers = page.headers().map(|(name, value)| (name, value.to_owned())).collect();
    Ok(built(page.status().as_u16(), headers, page.body().clone()))
}

/// Decodes the identifier of a code in a URL. Bytes that are not UTF-8 are replaced. The pages reject such an identifier.
fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

fn built(status: u16, headers: Vec<(&'static str, String)>, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let map: &mut HeaderMap = response.headers_mut();
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            map.append(name, value);
        }
    }
    response
}
