//! [`App`]: the description of a service, which each adapter builds with its own framework.

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU8;
use std::sync::Arc;

use errorbook::{Code, Error, Policy};
use serde::Deserialize;

use super::call::{Call, Received};
use super::reply::Reply;

/// The bytes that a body of a request may have.
pub const BODY_LIMIT: usize = 120;

/// Routes, and apps of their own below a path, all below one layer.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every adapter builds all of it")]
pub struct App {
    /// The settings of the layer. There is none if they are absent.
    pub policy: Option<Policy>,
    /// The routes, each path once.
    pub routes: Vec<Route>,
    /// The apps below a path. They see the rest of it. The path is empty for one that has all paths but those of the routes.
    pub mounts: Vec<(&'static str, App)>,
}

/// A path, and what it serves.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "every adapter builds all of it")]
pub struct Route {
    /// The path, in which `{id}` is a parameter.
    pub path: String,
    /// The handler of each method: `GET`, which also serves `HEAD`, or `POST`.
    pub methods: Vec<(&'static str, Handler)>,
}

/// The server of a request.
#[derive(Clone)]
#[expect(clippy::exhaustive_enums, reason = "every adapter builds all of them")]
pub enum Handler {
    /// Responds with this.
    Reply(Reply),
    /// Fails with this error.
    Fails(MakeError),
    /// Is not reached. What the framework has in front of a handler fails with this error, in its own way: a middleware that
    /// returns an `Err`, a guard, a filter or an extractor that rejects. A framework whose middleware only returns responses
    /// returns that of the error, as [`Handler::Fails`] does.
    Refused(MakeError),
    /// Fails with this error, of which a middleware makes a new response: it takes over the status, the headers and the
    /// body, and nothing else.
    Rebuilt(MakeError),
    /// Waits once, and panics with the words `secret`.
    Panics,
    /// Is not reached. The code before it panics with the words `secret`, before it has returned a future.
    PanicsBefore,
    /// Responds with JSON that cannot be serialised.
    Unserialisable,
    /// Responds with the same, and puts the status 201 beside it in the framework's way.
    UnserialisableCreated,
    /// Reads a `Path` of the parameter `id`, a `u32`.
    ReadsPath,
    /// Reads the same, then a [`Part`] as `Query` and one as `Json`.
    ReadsAll,
    /// Reads a [`Part`] as `Json`, of [`BODY_LIMIT`] bytes at most.
    ReadsJson,
    /// Reads a [`Page`] as `Query`, then an [`Order`] as `Json`, of [`BODY_LIMIT`] bytes at most.
    ReadsOrder,
    /// Reads a [`Page`] as `Form`.
    ReadsForm,
}

/// Makes the error of a handler.
pub type MakeError = Arc<dyn Fn() -> Error + Send + Sync>;

/// The parameters and the body that handlers read.
#[derive(Clone, Copy, Debug, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "it has one member")]
pub struct Part {
    /// A whole number.
    pub quantity: u8,
}

/// A query or a form of several members.
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

/// A body whose members are of every kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "it is only read")]
pub struct Order {
    /// A number with a rule.
    pub number: Option<NonZeroU8>,
    /// An enum.
    pub state: Option<State>,
    /// A map whose names are numbers.
    pub flags: HashMap<u8, bool>,
    /// A tuple.
    pub range: Option<(u8, f32)>,
    /// A large number.
    pub price: Option<u128>,
    /// An enum that is read from a buffer.
    pub shape: Option<Shape>,
    /// A struct that has other members inside.
    pub flat: Option<Flat>,
    /// The same again.
    pub next: Option<Box<Order>>,
}

/// An enum, by its name or with contents.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "it is only read")]
pub enum State {
    /// By its name.
    Open,
    /// With contents.
    Moved {
        /// A whole number.
        to: u8,
    },
}

/// An enum with its name inside of it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "it is only read")]
pub enum Shape {
    /// With contents.
    Circle {
        /// A whole number.
        radius: u8,
    },
    /// Without contents.
    Point,
}

/// A struct that has the members of another one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "it is only read")]
pub struct Flat {
    /// A member of its own.
    pub id: u8,
    /// The other one's.
    #[serde(flatten)]
    pub part: Part,
}

/// A framework under test. Its adapter's `tests/layer.rs` implements it.
pub trait Framework {
    /// Is true if a layer also sees the responses of the layers inside it.
    const LAYERS_NEST: bool = true;

    /// Is true if a layer further in can read the headers of a request.
    const INNER_LAYERS_READ_HEADERS: bool = true;

    /// Is true if a 405 has an `allow`.
    const KNOWS_ALLOW: bool = true;

    /// Is true if the response to a HEAD says the length of a body that is known.
    const STATES_LENGTH_TO_HEAD: bool = true;

    /// Is true if a body of known length can fail. In the other frameworks it is in memory.
    const KNOWN_LENGTHS_CAN_FAIL: bool = true;

    /// The template of the route `/in/parts/{id}`, in the framework's own words, if an observer is told it.
    const ROUTE: Option<&str> = None;

    /// Targets that the framework routes in its own way: of which book its response is below [`mounts`](super::mounts).
    const NOT_FOUND: &[(&str, Code)] = &[];

    /// Builds the app and sends it one request.
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

    /// Adds an app below a path.
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

    /// Makes each kind of handler that fails with an error, with a path for it.
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
