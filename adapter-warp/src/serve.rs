//! [`serve`]: a service on a listener, until it is asked to stop.

use std::convert::Infallible;
use std::error::Error;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower_service::Service;

/// Serves like [`warp::serve`](https://docs.rs/warp/0.4/warp/fn.serve.html), but takes a service that responds to panics.
///
/// The service is an [`ErrorBook::service`](crate::ErrorBook::service), with or without layers of tower around it. These layers must
/// never fail.
///
/// When `shutdown` is ready, no more connections are accepted. Open connections finish their current request. The future is ready when
/// all connections are closed.
///
/// `warp::addr::remote()` works only with `warp::serve`. Filters get the peer's address from `warp::ext::get::<SocketAddr>()` instead.
///
/// ```no_run
/// use errorbook::primaerp;
/// use errorbook_warp::ErrorBook;
/// use warp::Filter;
///
/// # async fn run() -> std::io::Result<()> {
/// let service = ErrorBook::new(&primaerp::BOOK).service(warp::path!("health").map(|| "fine"));
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3030").await?;
/// errorbook_warp::serve(service, listener, std::future::pending()).await;
/// # Ok(())
/// # }
/// ```
pub async fn serve<S, B>(service: S, listener: TcpListener, shutdown: impl Future<Output = ()>)
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible, Future: Send> + Clone + Send + 'static,
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let service = TowerToHyperService::new(service);
    let (open, mut shutdown) = (GracefulShutdown::new(), pin!(shutdown));
    loop {
        let Either::Left((accepted, _)) = select(pin!(listener.accept()), &mut shutdown).await else { break };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                wait_after(error).await;
                continue;
            }
        };
        let service = service.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            service.call(request)
        });
        let builder = Builder::new(TokioExecutor::new());
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).into_owned();
        // A connection that ends early is the client's decision, and not an error of the server.
        tokio::spawn(open.watch(connection));
    }
    drop(listener);
    open.shutdown().await;
}

/// Waits if the system has no file descriptors left. The error of a lost connection needs no wait.
async fn wait_after(error: io::Error) {
    let lost = [io::ErrorKind::ConnectionRefused, io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset];
    if !lost.contains(&error.kind()) {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
