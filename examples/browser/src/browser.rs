//! [`Browser`]: a headless Chromium, for tests that need no `async`.

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

/// How long the driver may take to say where it listens.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a script may take, on a machine that has much else to do.
const SCRIPT_MILLISECONDS: u32 = 60_000;

/// One browser of a process after the other: together they would be no faster, and late where a test waits.
static TURN: Mutex<()> = Mutex::new(());

/// What the driver says before its port.
const STARTED: &str = "ChromeDriver was started successfully on port ";

/// The variable that, set to `required`, makes a browser that is missing a failure of the tests.
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

/// A headless Chromium with one window, and its driver; both end when it is dropped.
#[derive(Debug)]
pub struct Browser {
    runtime: Runtime,
    client: Client,
    driver: Child,
    elsewhere: String,
    // Dropped after the browser has ended.
    _profile: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts the browser with a fresh profile.
    ///
    /// # Errors
    ///
    /// It is not installed, or does not start.
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
            // Another host than the servers', so that it is another site, too.
            let elsewhere = format!("http://localhost:{}/", elsewhere::serve().await?.port());
            Ok::<_, BrowserError>((driver, client, elsewhere))
        })?;
        Ok(Browser { runtime, client, driver, elsewhere, _profile: profile, _turn: turn })
    }

    /// The browser that a test needs, or `None` where none is installed, which is said on standard error.
    ///
    /// # Panics
    ///
    /// If the browser does not start, or if it is missing and `ERRORBOOK_BROWSER` is `required`.
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

    /// The source of axe-core, the accessibility checker, from the file that `ERRORBOOK_AXE` names; `None` where that is
    /// not set, which is said on standard error.
    ///
    /// # Panics
    ///
    /// If the file cannot be read, or if none is named and `ERRORBOOK_BROWSER` is `required`.
    pub fn axe_for_test() -> Option<String> {
        match std::env::var_os("ERRORBOOK_AXE") {
            Some(file) => match std::fs::read_to_string(&file) {
                Ok(axe) => Some(axe),
                Err(error) => panic!("{}: {error}", file.display()),
            },
            None => {
                missing(&"ERRORBOOK_AXE does not name the file axe.min.js of axe-core, which `.ci/run` fetches");
                None
            }
        }
    }

    /// A page on another origin than any server of the depot: another site, in fact.
    ///
    /// Beside it, `naive?callback=NAME` is a script that calls whatever it is told to, without looking at the name.
    pub fn elsewhere(&self) -> &str {
        &self.elsewhere
    }

    /// Goes to a page and waits until it is loaded.
    ///
    /// # Errors
    ///
    /// The browser does not do it.
    pub fn goto(&self, url: &str) -> Result<(), BrowserError> {
        Ok(self.runtime.block_on(self.client.goto(url))?)
    }

    /// Goes back to the page before.
    ///
    /// # Errors
    ///
    /// The browser does not do it.
    pub fn back(&self) -> Result<(), BrowserError> {
        Ok(self.runtime.block_on(self.client.back())?)
    }

    /// Runs the body of a function in the page, and returns what it returns.
    ///
    /// # Errors
    ///
    /// The script throws.
    pub fn run(&self, script: &str, arguments: Value) -> Result<Value, BrowserError> {
        Ok(self.runtime.block_on(self.client.execute(script, list(arguments)))?)
    }

    /// Runs the body of a function in the page, and returns what that passes to its last argument, `done`.
    ///
    /// # Errors
    ///
    /// The script throws, or does not call `done` within a minute.
    pub fn wait(&self, script: &str, arguments: Value) -> Result<Value, BrowserError> {
        let script = format!("const done = arguments[arguments.length - 1];\n{script}");
        Ok(self.runtime.block_on(self.client.execute_async(&script, list(arguments)))?)
    }

    /// Waits until an expression holds in the page, which is asked whenever the document changes.
    ///
    /// # Errors
    ///
    /// It does not within a minute.
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

    /// Presses keys, one after the other, where the focus is.
    ///
    /// # Errors
    ///
    /// The browser does not do it.
    pub fn press(&self, keys: &str) -> Result<(), BrowserError> {
        Ok(self.runtime.block_on(async { self.client.active_element().await?.send_keys(keys).await })?)
    }

    /// Looks at the page through another window.
    ///
    /// # Errors
    ///
    /// The browser does not do it.
    pub fn look(&self, view: View) -> Result<(), BrowserError> {
        let View { width, height, dark, .. } = view;
        // Not a mobile one: it would make a page that is too wide smaller, and so hide that it is.
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size)?;
        self.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }))?;
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        // Nobody has to wait for colours that are on their way.
        let motion = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme, motion] }))?;
        Ok(())
    }

    /// A picture of the whole page, as PNG.
    ///
    /// # Errors
    ///
    /// The browser does not do it.
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

    /// Whether the page is wider than the window.
    ///
    /// # Errors
    ///
    /// The browser does not say.
    pub fn is_too_wide(&self) -> Result<bool, BrowserError> {
        let wide = self.run("return document.scrollingElement.scrollWidth > innerWidth", json!([]))?;
        Ok(wide == true)
    }

    /// What was against the policy of a page since this was last asked, as the browser has logged it.
    ///
    /// # Errors
    ///
    /// The browser does not say.
    pub fn against_policy(&self) -> Result<Vec<String>, BrowserError> {
        let log = self.vendor("se/log", json!({ "type": "browser" }))?;
        let log = log.as_array().into_iter().flatten().map(Value::to_string);
        Ok(log.filter(|line| line.contains("Content Security Policy")).collect())
    }

    /// A command of the DevTools protocol.
    ///
    /// # Errors
    ///
    /// The browser does not know it, or does not do it.
    pub fn devtools(&self, command: &str, parameters: Value) -> Result<Value, BrowserError> {
        self.vendor("goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    fn vendor(&self, path: &'static str, body: Value) -> Result<Value, BrowserError> {
        Ok(self.runtime.block_on(self.client.issue_cmd(Vendor { path, body }))?)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver alone would leave the browser behind; what cannot be ended any more has ended.
        let _ = self.runtime.block_on(async {
            let _ = timeout(PATIENCE, self.client.clone().close()).await;
            self.driver.kill().await
        });
    }
}

/// Why there is no browser, or why it does not do what it is told.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserError {
    /// A program is not installed.
    #[error("{0} is not installed, which `.ci/run` does")]
    Missing(&'static str),
    /// The system does not do what is needed.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The driver does not say where it listens.
    #[error("chromedriver does not say where it listens")]
    NoPort,
    /// The driver does not give us a browser.
    #[error("chromedriver does not start a browser")]
    Session(#[from] NewSessionError),
    /// The browser does not do what it is told.
    #[error(transparent)]
    Command(#[from] CmdError),
    /// What should be a picture is none.
    #[error("the browser's picture is none")]
    NoPicture,
}

/// Says on standard error why tests in the browser do not run. Tests that print are not heard when they pass.
fn missing(reason: &dyn std::fmt::Display) {
    assert!(std::env::var_os(WANTED).is_none_or(|wanted| wanted != "required"), "{WANTED} is required, but {reason}");
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let _ = writeln!(io::stderr(), "NOT RUN: {test}: {reason}");
}

async fn port(stdout: Option<ChildStdout>) -> Result<u16, BrowserError> {
    let mut lines = BufReader::new(stdout.ok_or(BrowserError::NoPort)?).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some(port) = line.strip_prefix(STARTED) {
            // Whatever else is printed must not fill the pipe and block the driver.
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
