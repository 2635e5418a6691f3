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
        exchange: Exchange,
        converter: C,
        #[pin]
        state: State<F, C::Response>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F, R> {
        Inner { #[pin] future: F },
        // A boxed pipeline keeps the future small: nearly no response has to wait for its body.
        Finish { finish: Box<Finish<R>> },
        Done,
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
    /// let exchange = Exchange::new(&Policy::new(&primaerp::BOOK), "GET", None);
    /// let future = exchange.respond(|| ready(Ok(BufferedResponse::new(404, "text/plain", b""))), Fallible);
    /// # let Poll::Ready(response) = std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    /// assert_eq!(response.unwrap().body, primaerp::RESOURCE_NOT_FOUND.body());
    /// ```
    #[inline]
    pub fn respond<F, C>(self, call: impl FnOnce() -> F, converter: C) -> ExchangeFuture<F, C>
    where
        F: Future<Output = C::Inner>,
        C: Converter,
    {
        // The closure writes the inner future to its place. Returning it from `run` would move it three times more, and the inner
        // futures of axum have 320 bytes.
        let mut future = ExchangeFuture { exchange: self, converter, state: State::Done };
        if let Err(panic) = future.exchange.run(|| future.state = State::Inner { future: call() }) {
            let response = future.converter.error(future.exchange.panicked(&*panic));
            future.state = State::Finish { finish: Box::new(future.exchange.take().finish(response)) };
        }
        future
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
        let mut finish = match this.state.as_mut().project() {
            StateProjection::Inner { future } => {
                let exchange = this.exchange;
                // Like the inner future, the response is written to its place.
                let mut polled = Poll::Pending;
                let response = match exchange.run(|| polled = future.poll(cx)) {
                    Ok(()) => match this.converter.open(ready!(polled), exchange) {
                        Ok(response) => response,
                        Err(outer) => return Poll::Ready(outer),
                    },
                    Err(panic) => this.converter.error(exchange.panicked(&*panic)),
                };
                exchange.take().finish(response)
            }
            StateProjection::Finish { finish } => {
                return Pin::new(finish).poll(cx).map(|response| this.converter.close(response));
            }
            StateProjection::Done => panic!("the future is polled after it was ready"),
        };
        // A future that has panicked must not be polled again.
        this.state.set(State::Done);
        match Pin::new(&mut finish).poll(cx) {
            Poll::Ready(response) => Poll::Ready(this.converter.close(response)),
            Poll::Pending => {
                this.state.set(State::Finish { finish: Box::new(finish) });
                Poll::Pending
            }
        }
    }
}

impl<F, C: Converter> fmt::Debug for ExchangeFuture<F, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExchangeFuture").finish_non_exhaustive()
    }
}
