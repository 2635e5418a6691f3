//! [`App`]: the description of a service. Each adapter builds it with its own framework.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU8;
use std::sync::Arc;

use errorbook::{Code, Error, Policy};
use serde::Deserialize;

use super::call::{Call, Received};
use super::reply::Reply;

/// The maximum length of a request body, in bytes.
pub const BODY_LIMIT: usize = 120;

/// Routes, and other apps under a path, all below one layer.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every adapter builds all of it")]
pub struct App {
    /// The settings of the layer. `None` means no layer.
    pub policy: Option<Policy>,
    /// The routes. Each path is listed once.
    pub routes: Vec<Route>,
    /// The apps under a path. An app sees its paths without that prefix. An app with an empty path has all paths except those of
    /// the routes.
    pub mounts: Vec<(&'static str, App)>,
}

/// A path and its handlers.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every adapter builds all of it")]
pub struct Route {
    /// The path. `{id}` in it is a parameter.
    pub path: String,
    /// The handler of each method: `GET`, which also serves `HEAD`, or `POST`.
    pub methods: Vec<(&'static str, Handler)>,
}

/// A handler of a route.
#[derive(Clone)]
#[expect(clippy::exhaustive_enums, reason = "every adapter builds all of them")]
pub enum Handler {
    /// Sends this response.
    Reply(Reply),
    /// Fails with this error.
    Fails(MakeError),
    /// Is never called: the code in front of it fails with this error, in the framework's own way. This is middleware that
    /// returns an `Err`, or a guard, a filter or an extractor that rejects. If middleware of the framework can only return
    /// responses, it returns the response of the error, as [`Handler::Fails`] does.
    Refused(MakeError),
    /// Fails with this error. Middleware then makes a new response from its status, headers and body, and drops everything
    /// else.
    Rebuilt(MakeError),
    /// Waits once, and panics with the word `secret`.
    Panics,
    /// Is never called: the code before it panics with the word `secret`, before it returns a future.
    PanicsBefore,
    /// Responds with JSON that cannot be serialised.
    Unserialisable,
    /// Does the same, and sets the status 201 in the framework's usual way.
    UnserialisableCreated,
    /// Reads a `Path` of the parameter `id`, a `u32`.
    ReadsPath,
    /// Reads the same parameter, then a [`Part`] as `Query`, and another one as `Json`.
    ReadsAll,
    /// Reads a [`Part`] as `Json`, with at most [`BODY_LIMIT`] bytes.
    ReadsJson,
    /// Reads a [`Page`] as `Query`, then an [`Order`] as `Json` with at most [`BODY_LIMIT`] bytes.
    ReadsOrder,
    /// Reads a [`Page`] as `Form`.
    ReadsForm,
}

/// Creates the error of a handler.
pub type MakeError = Arc<dyn Fn() -> Error + Send + Sync>;

/// The parameters and the body that handlers read.
#[derive(Clone, Copy, Debug, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "it has one member")]
pub struct Part {
    /// A whole number.
    pub quantity: u8,
}

/// A query or a form with several members.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "it is only read")]
pub struct Page {
    /// A whole number.
    pub skip: Option<u8>,
    /// A whole number.
    pub top: u8,
    /// An enum.
    pub state: Option<State>,
}

/// A body with members of every kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "it is only read")]
pub struct Order {
    /// A number that must not be 0.
    pub number: Option<NonZeroU8>,
    /// An enum.
    pub state: Option<State>,
    /// A map with numbers as names.
    pub flags: HashMap<u8, bool>,
    /// A tuple.
    pub range: Option<(u8, f32)>,
    /// A large number.
    pub price: Option<u128>,
    /// An enum that serde reads from a buffer.
    pub shape: Option<Shape>,
    /// A struct with flattened members.
    pub flat: Option<Flat>,
    /// Another order.
    pub next: Option<Box<Order>>,
}

/// An enum with a variant without contents, and a variant with contents.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "it is only read")]
pub enum State {
    /// A variant without contents.
    Open,
    /// A variant with contents.
    Moved {
        /// A whole number.
        to: u8,
    },
}

/// An enum with an internal tag.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "it is only read")]
pub enum Shape {
    /// A variant with contents.
    Circle {
        /// A whole number.
        radius: u8,
    },
    /// A variant without contents.
    Point,
}

/// A struct with the flattened members of another struct.
#[derive(Clone, Copy, Debug, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "it is only read")]
pub struct Flat {
    /// Its own member.
    pub id: u8,
    /// The flattened members.
    #[serde(flatten)]
    pub part: Part,
}

/// A framework under test. Its adapter's `tests/layer.rs` implements it.
pub trait Framework {
    /// True if a layer also sees the responses of the layers inside it.
    const LAYERS_NEST: bool = true;

    /// True if an inner layer can read the headers of a request.
    const INNER_LAYERS_READ_HEADERS: bool = true;

    /// True if a 405 has an `allow` header.
    const KNOWS_ALLOW: bool = true;

    /// True if the response to a HEAD has the length of a body with a known length.
    const STATES_LENGTH_TO_HEAD: bool = true;

    /// True if a body of known length can fail. In other frameworks such a body is in memory.
    const KNOWN_LENGTHS_CAN_FAIL: bool = true;

    /// The template of the route `/in/parts/{id}`, in the framework's syntax. `None` if observers do not get it.
    const ROUTE: Option<&str> = None;

    /// Targets that this framework routes in its own way, and the code of the response under [`mounts`](super::mounts).
    const NOT_FOUND: &[(&str, Code)] = &[];

    /// Builds the app and sends a request to it.
    fn respond(app: &App, call: &Call) -> Received;
}

impl App {
    /// Makes an app without routes.
    pub fn new(policy: impl Into<Option<Policy>>) -> App {
        App { policy: policy.into(), routes: Vec::new(), mounts: Vec::new() }
    }

    /// Adds a handler of `GET`.
    #[must_use]
    pub fn get(self, path: impl Into<String>, handler: impl Into<Handler>) -> App {
        self.route("GET", path, handler)
    }

    /// Adds a handler of `POST`.
    #[must_use]
    pub fn post(self, path: impl Into<String>, handler: impl Into<Handler>) -> App {
        self.route("POST", path, handler)
    }

    fn route(mut self, method: &'static str, path: impl Into<String>, handler: impl Into<Handler>) -> App {
        let (path, handler) = (path.into(), (method, handler.into()));
        match self.routes.iter_mut().find(|route| route.path == path) {
            Some(route) => route.methods.push(handler),
            None => self.routes.push(Route { path, methods: vec![handler] }),
        }
        self
    }

    /// Adds an app under a path.
    #[must_use]
    pub fn mount(mut self, path: &'static str, app: App) -> App {
        self.mounts.push((path, app));
        self
    }

    /// Sends a `GET`.
    pub fn ask<F: Framework>(&self, target: impl Into<String>) -> Received {
        F::respond(self, &Call::get(target))
    }

    /// Sends a request without a body.
    pub fn send<F: Framework>(&self, method: &str, target: impl Into<String>) -> Received {
        F::respond(self, &Call::new(method, target))
    }
}

impl Handler {
    /// Makes a handler that fails.
    pub fn fails(error: impl Fn() -> Error + Send + Sync + 'static) -> Handler {
        Handler::Fails(Arc::new(error))
    }

    /// Returns each kind of handler that fails with an error, and a path for it.
    pub(super) fn all_that_fail(error: impl Fn() -> Error + Send + Sync + 'static) -> [(&'static str, Handler); 3] {
        let error: MakeError = Arc::new(error);
        [
            ("/fails", Handler::Fails(error.clone())),
            ("/refused", Handler::Refused(error.clone())),
            ("/rebuilt", Handler::Rebuilt(error)),
        ]
    }
}

impl From<Reply> for Handler {
    fn from(reply: Reply) -> Handler {
        Handler::Reply(reply)
    }
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Handler::Reply(_) => "Reply",
            Handler::Fails(_) => "Fails",
            Handler::Refused(_) => "Refused",
            Handler::Rebuilt(_) => "Rebuilt",
            Handler::Panics => "Panics",
            Handler::PanicsBefore => "PanicsBefore",
            Handler::Unserialisable => "Unserialisable",
            Handler::UnserialisableCreated => "UnserialisableCreated",
            Handler::ReadsPath => "ReadsPath",
            Handler::ReadsAll => "ReadsAll",
            Handler::ReadsJson => "ReadsJson",
            Handler::ReadsOrder => "ReadsOrder",
            Handler::ReadsForm => "ReadsForm",
        })
    }
}
