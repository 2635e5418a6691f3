//! [`Shutdown`]: a request to stop the process.

use std::io;

use tokio::sync::watch;

/// A request to stop the process. Clones wait for the same request.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Catches the termination and the interrupt signal. From now on they only request a stop, and do not end the process.
    ///
    /// This needs a Tokio runtime, which can be actix-web's.
    ///
    /// # Errors
    ///
    /// Fails if the system does not allow the signals to be caught.
    pub fn on_signal() -> io::Result<Shutdown> {
        let signal = Signals::listen()?;
        outlive_large_files()?;
        let (asked, shutdown) = watch::channel(false);
        tokio::spawn(async move {
            signal.received().await;
            tracing::info!("asked to stop");
            asked.send_replace(true);
        });
        Ok(Shutdown(shutdown))
    }

    /// Waits until the process is asked to stop.
    pub async fn requested(mut self) {
        // An error means that the sender is gone, which happens when the runtime ends.
        let _ = self.0.wait_for(|asked| *asked).await;
    }
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Signals { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn received(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Catches the signal that the system sends when a file reaches the process's size limit. Otherwise the signal would end the
/// process. With it, the write fails with an error, as on a full disk.
#[cfg(unix)]
fn outlive_large_files() -> io::Result<()> {
    use rustix::process::Signal;
    use tokio::signal::unix::{SignalKind, signal};

    // The handler stays installed even after the receiver is dropped.
    signal(SignalKind::from_raw(Signal::XFSZ.as_raw())).map(drop)
}

#[cfg(not(unix))]
fn outlive_large_files() -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Signals> {
        Ok(Signals)
    }

    async fn received(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
