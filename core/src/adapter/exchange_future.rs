//! [`ExchangeFuture`]: the future of a layer, for a framework whose services name their futures.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use super::{Exchange, Finish, Response};
use crate::ErrorResponse;

/// Converts between the outputs of a framework's services and the response that the kit reads and writes.
///
/// An adapter implements it for [`Exchange::respond`].
pub trait Converter {
    /// The output of the inner service.
    type Inner;
    /// The response while the kit finishes it.
    type Response: Response;
    /// The output of the layer.
    type Outer;

    /// Returns the response in the output of the inner service.
    ///
    /// # Errors
    /// Returns the output of the layer if there is nothing to finish: [`Exchange::passes_through`] returns true, or the service has failed
    /// without a response.
    fn open(&mut self, inner: Self::Inner, exchange: &mut Exchange) -> Result<Self::Response, Self::Outer>;

    /// Returns a response for an error: a panic was caught, so the service has no output.
    fn error(&mut self, error: ErrorResponse) -> Self::Response;

    /// Returns the output of the layer with the finished response.
    fn close(&mut self, response: Self::Response) -> Self::Outer;
}

pin_project! {
    /// The future of a layer: it polls the inner service, catches its panics, and finishes the response.
    ///
    /// [`Exchange::respond`] returns it.
    #[must_use = "a future does nothing unless it is polled"]
    // Without this, the bounds of its `Unpin` would contain a type of pin-project-lite, which has not reached version 1.
    #[project(!Unpin)]
    pub struct ExchangeFuture<F, C>
    where
        C: Converter,
    {
        converter: C,
        #[pin]
        state: State<F, C::Response>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, R> {
        Inner {
            // `None` once the inner future is ready.
            exchange: Option<Exchange>,
            #[pin]
            future: F,
        },
        Finish { finish: Finish<R> },
    }
}

impl Exchange {
    /// Returns the future of the whole layer: it calls the inner service, polls its future, and finishes the response.
    ///
    /// It combines [`Exchange::run_future`] and [`Exchange::finish`], for a framework whose services name the type of their future.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use std::future::ready;
    /// # use std::future::Future as _;
    /// # use std::task::{Context, Poll, Waker};
    ///
    /// use errorbook::adapter::{BufferedResponse, Converter, Exchange};
    /// use errorbook::{ErrorResponse, Policy, primaerp};
    ///
    /// // The services of this framework return a result.
    /// struct Fallible;
    ///
    /// impl Converter for Fallible {
    ///     type Inner = Result<BufferedResponse, Infallible>;
    ///     type Response = BufferedResponse;
    ///     type Outer = Result<BufferedResponse, Infallible>;
    ///
    ///     fn open(&mut self, inner: Self::Inner, exchange: &mut Exchange) -> Result<BufferedResponse, Self::Outer> {
    ///         match inner {
    ///             Ok(response) if !exchange.passes_through(response.status) => Ok(response),
    ///             passed => Err(passed),
    ///         }
    ///     }
    ///     fn error(&mut self, error: ErrorResponse) -> BufferedResponse {
    ///         error.into()
    ///     }
    ///     fn close(&mut self, response: BufferedResponse) -> Self::Outer {
    ///         Ok(response)
    ///     }
    /// }
    ///
    /// let exchange = Exchange::new(Policy::new(&primaerp::BOOK), "GET", None);
    /// let future = exchange.respond(|| ready(Ok(BufferedResponse::new(404, "text/plain", b""))), Fallible);
    /// # let Poll::Ready(response) = std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    /// assert_eq!(response.unwrap().body, primaerp::RESOURCE_NOT_FOUND.body());
    /// ```
    pub fn respond<F, C>(mut self, call: impl FnOnce() -> F, mut converter: C) -> ExchangeFuture<F, C>
    where
        F: Future<Output = C::Inner>,
        C: Converter,
    {
        let state = match self.run(call) {
            Ok(future) => State::Inner { exchange: Some(self), future },
            Err(panic) => {
                let response = converter.error(self.panicked(&*panic));
                State::Finish { finish: self.finish(response) }
            }
        };
        ExchangeFuture { converter, state }
    }
}

impl<F, C> Future for ExchangeFuture<F, C>
where
    F: Future<Output = C::Inner>,
    C: Converter<Response: Unpin>,
{
    type Output = C::Outer;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<C::Outer> {
        let mut this = self.project();
        if let StateProjection::Inner { exchange, future } = this.state.as_mut().project() {
            let Some(running) = exchange else { panic!("the future is polled after it was ready") };
            // The state is left, because a future that has panicked must not be polled again.
            let response = match running.run(|| future.poll(cx)) {
                Ok(polled) => match this.converter.open(ready!(polled), running) {
                    Ok(response) => response,
                    Err(outer) => return Poll::Ready(outer),
                },
                Err(panic) => this.converter.error(running.panicked(&*panic)),
            };
            if let Some(exchange) = exchange.take() {
                this.state.set(State::Finish { finish: exchange.finish(response) });
            }
        }
        match this.state.project() {
            StateProjection::Inner { .. } => Poll::Pending,
            StateProjection::Finish { finish } => {
                Pin::new(finish).poll(cx).map(|response| this.converter.close(response))
            }
        }
    }
}

impl<F, C: Converter> fmt::Debug for ExchangeFuture<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangeFuture").finish_non_exhaustive()
    }
}
