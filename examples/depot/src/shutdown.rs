//! [`Shutdown`]: when to stop.

use std::io;

use tokio::sync::watch;

/// Tells when the process was asked to stop. Clones tell the same.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// From now on a termination or interrupt signal no longer ends the process: it asks it to stop.
    ///
    /// Needs a Tokio runtime, actix-web's included.
    ///
    /// # Errors
    ///
    /// When the system does not let us have the signals.
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
        // An error says that nobody is left to ask, which is at the end of the runtime.
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

/// Makes a file at the limit that the process has for its size an error of the write, as a full disk is: the signal that
/// the system sends as well would otherwise be the end.
#[cfg(unix)]
fn outlive_large_files() -> io::Result<()> {
    use rustix::process::Signal;
    use tokio::signal::unix::{SignalKind, signal};

    // Once listened to, it is caught for good.
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
