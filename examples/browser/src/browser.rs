//! [`Browser`]: a headless Chromium with a blocking interface.

use std::io::{self, Write};
use std::process::Stdio;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::error::{CmdError, NewSessionError};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::command::Vendor;
use crate::programs::installed;
use crate::{View, elsewhere};

/// The time that the driver has to print its port.
const PATIENCE: Duration = Duration::from_secs(30);

/// The time that a script has. It is long, because the machine may be busy.
const SCRIPT_MILLISECONDS: u32 = 60_000;

/// Lets only one browser of the process run at a time. Parallel browsers would not be faster, and could run into timeouts.
static TURN: Mutex<()> = Mutex::new(());

/// The text before the port in the driver's output.
const STARTED: &str = "ChromeDriver was started successfully on port ";

/// The environment variable that makes a missing browser a failure. Its value is `required`.
const WANTED: &str = "ERRORBOOK_BROWSER";

const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A headless Chromium with one window, and its driver. Dropping this ends both.
#[derive(Debug)]
pub struct Browser {
    runtime: Runtime,
    client: Client,
    driver: Child,
    elsewhere: String,
    // The profile is dropped after the browser has ended.
    _profile: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts the browser with an empty profile.
    ///
    /// # Errors
    ///
    /// Fails if the browser is not installed or does not start.
    pub fn start() -> Result<Browser, BrowserError> {
        let chromium = installed(&CHROMIUM).ok_or(BrowserError::Missing("chromium"))?;
        let chromedriver = installed(&["chromedriver"]).ok_or(BrowserError::Missing("chromedriver"))?;
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let profile = tempfile::tempdir()?;
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let (driver, client, elsewhere) = runtime.block_on(async {
            let mut driver = Command::new(chromedriver)
                .arg("--port=0")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()?;
            let port = timeout(PATIENCE, port(driver.stdout.take())).await.map_err(|_| BrowserError::NoPort)??;
            let mut flags = FLAGS.map(str::to_owned).to_vec();
            flags.push(format!("--user-data-dir={}", profile.path().display()));
            let mut capabilities = Map::new();
            capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": flags, "binary": chromium }));
            capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
            capabilities.insert("timeouts".to_owned(), json!({ "script": SCRIPT_MILLISECONDS }));
            let client = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities)
                .connect(&format!("http://127.0.0.1:{port}"))
                .await?;
            // The host differs from the host of the servers, so that this is another site.
            let elsewhere = format!("http://localhost:{}/", elsewhere::serve().await?.port());
            Ok::<_, BrowserError>((driver, client, elsewhere))
        })?;
        Ok(Browser { runtime, client, driver, elsewhere, _profile: profile, _turn: turn })
    }

    /// Starts a browser for a test. If it is not installed, returns `None` and says so on standard error.
    ///
    /// # Panics
    ///
    /// Panics if the browser does not start, or if it is missing and `ERRORBOOK_BROWSER` is `required`.
    pub fn for_test() -> Option<Browser> {
        match Browser::start() {
            Ok(browser) => Some(browser),
            Err(error @ BrowserError::Missing(_)) => {
                missing(&error);
                None
            }
            Err(error) => panic!("the browser does not start: {error}: {error:?}"),
        }
    }

    /// Returns the source of axe-core, the accessibility checker, from the file that `ERRORBOOK_AXE` names. If it is not set,
    /// returns `None` and says so on standard error.
    ///
    /// # Panics
    ///
    /// Panics if the file cannot be read, or if `ERRORBOOK_AXE` is not set and `ERRORBOOK_BROWSER` is `required`.
    pub fn axe_for_test() -> Option<String> {
        match std::env::var_os("ERRORBOOK_AXE") {
            Some(file) => match std::fs::read_to_string(&file) {
                Ok(axe) => Some(axe),
                Err(error) => panic!("{}: {error}", file.display()),
            },
            None => {
                missing(&"ERRORBOOK_AXE does not name the file axe.min.js of axe-core; `.ci/run` fetches it");
                None
            }
        }
    }

    /// Returns the address of a page on another origin and another site than the servers of the depot.
    ///
    /// Relative to it, `naive?callback=NAME` is a script that calls any function without checking the name.
    pub fn elsewhere(&self) -> &str {
        &self.elsewhere
    }

    /// Opens a page and waits until it is loaded.
    ///
    /// # Errors
    ///
    /// Fails if the browser cannot open the page.
    pub fn goto(&self, url: &str) -> Result<(), BrowserError> {
        Ok(self.runtime.block_on(self.client.goto(url))?)
    }

    /// Goes back to the previous page.
    ///
    /// # Errors
    ///
    /// Fails if the browser cannot go back.
    pub fn back(&self) -> Result<(), BrowserError> {
        Ok(self.runtime.block_on(self.client.back())?)
    }

    /// Runs the body of a function in the page, and returns its result.
    ///
    /// # Errors
    ///
    /// Fails if the script throws.
    pub fn run(&self, script: &str, arguments: Value) -> Result<Value, BrowserError> {
        Ok(self.runtime.block_on(self.client.execute(script, list(arguments)))?)
    }

    /// Runs the body of a function in the page, and returns the value that it passes to its last argument, `done`.
    ///
    /// # Errors
    ///
    /// Fails if the script throws, or does not call `done` within a minute.
    pub fn wait(&self, script: &str, arguments: Value) -> Result<Value, BrowserError> {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        Ok(self.runtime.block_on(self.client.execute_async(&script, list(arguments)))?)
    }

    /// Waits until an expression is true in the page. It is evaluated after each change of the document.
    ///
    /// # Errors
    ///
    /// Fails if the expression is not true within a minute.
    pub fn until(&self, expression: &str) -> Result<(), BrowserError> {
        let script = format!(
            "const holds = () => {expression};
            const look = () => holds() && (observer.disconnect(), done());
            const observer = new MutationObserver(look);
            observer.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
            look();"
        );
        self.wait(&script, json!([])).map(|_| ())
    }

    /// Presses keys one after another in the focused element.
    ///
    /// # Errors
    ///
    /// Fails if the browser cannot send the keys.
    pub fn press(&self, keys: &str) -> Result<(), BrowserError> {
        Ok(self.runtime.block_on(async { self.client.active_element().await?.send_keys(keys).await })?)
    }

    /// Changes the size and the colours of the window.
    ///
    /// # Errors
    ///
    /// Fails if the browser does not support it.
    pub fn look(&self, view: View) -> Result<(), BrowserError> {
        let View { width, height, dark, .. } = view;
        // A mobile window would shrink a page that is too wide, and so hide the problem.
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size)?;
        self.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }))?;
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        // Colours change at once, without a transition that a test would have to wait for.
        let motion = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme, motion] }))?;
        Ok(())
    }

    /// Takes a picture of the whole page, as PNG.
    ///
    /// # Errors
    ///
    /// Fails if the browser cannot take the picture.
    pub fn picture(&self) -> Result<Vec<u8>, BrowserError> {
        let sizes = self.devtools("Page.getLayoutMetrics", json!({}))?;
        let mut clip = sizes.get("cssContentSize").cloned().unwrap_or_default();
        if let Some(clip) = clip.as_object_mut() {
            clip.insert("scale".to_owned(), json!(1));
        }
        let options = json!({ "captureBeyondViewport": true, "clip": clip });
        let shot = self.devtools("Page.captureScreenshot", options)?;
        let data = shot.get("data").and_then(Value::as_str).unwrap_or_default();
        STANDARD.decode(data).map_err(|_| BrowserError::NoPicture)
    }

    /// Returns true if the page is wider than the window.
    ///
    /// # Errors
    ///
    /// Fails if the script cannot be run.
    pub fn is_too_wide(&self) -> Result<bool, BrowserError> {
        let wide = self.run("return document.scrollingElement.scrollWidth > innerWidth", json!([]))?;
        Ok(wide == true)
    }

    /// Returns the violations of the content security policy that the browser has logged since the last call.
    ///
    /// # Errors
    ///
    /// Fails if the browser does not return its log.
    pub fn against_policy(&self) -> Result<Vec<String>, BrowserError> {
        let log = self.vendor("se/log", json!({ "type": "browser" }))?;
        let log = log.as_array().into_iter().flatten().map(Value::to_string);
        Ok(log.filter(|line| line.contains("Content Security Policy")).collect())
    }

    /// Runs a command of the DevTools protocol.
    ///
    /// # Errors
    ///
    /// Fails if the browser does not know the command, or if the command fails.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value, BrowserError> {
        self.vendor("goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    fn vendor(&self, path: &'static str, body: Value) -> Result<Value, BrowserError> {
        Ok(self.runtime.block_on(self.client.issue_cmd(Vendor { path, body }))?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser first, because killing the driver would leave it running. Errors mean that it has ended already.
        let _ = self.runtime.block_on(async {
            let _ = timeout(PATIENCE, self.client.clone().close()).await;
            self.driver.kill().await
        });
    }
}

/// The reason why there is no browser, or why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserError {
    /// A program is not installed.
    #[error("{0} is not installed; `.ci/run` installs it")]
    Missing(&'static str),
    /// An operation of the system failed.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The driver did not print its port.
    #[error("chromedriver does not print its port")]
    NoPort,
    /// The driver did not start a browser.
    #[error("chromedriver does not start a browser")]
    Session(#[from] NewSessionError),
    /// A command of the browser failed.
    #[error(transparent)]
    Command(#[from] CmdError),
    /// The browser returned a picture that cannot be decoded.
    #[error("the browser's picture cannot be decoded")]
    NoPicture,
}

/// Reports on standard error why a test does not run, because the output of tests that pass is not shown.
fn missing(reason: &dyn std::fmt::Display) {
    assert!(std::env::var_os(WANTED).is_none_or(|wanted| wanted != "required"), "{WANTED} is required, but {reason}");
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let _ = writeln!(io::stderr(), "NOT RUN: {test}: {reason}");
}

async fn port(stdout: Option<ChildStdout>) -> Result<u16, BrowserError> {
    let mut lines = BufReader::new(stdout.ok_or(BrowserError::NoPort)?).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(port) = line.strip_prefix(STARTED) {
            // Reads the rest of the output, which could otherwise fill the pipe and block the driver.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return port.trim_end_matches('.').parse().map_err(|_| BrowserError::NoPort);
        }
    }
    Err(BrowserError::NoPort)
}

fn list(arguments: Value) -> Vec<Value> {
    match arguments {
        Value::Array(list) => list,
        one => vec![one],
    }
}
