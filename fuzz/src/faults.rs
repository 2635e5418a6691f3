//! Bodies, forms and queries with faults: WIRE.md, section 4.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU8;

use errorbook::{Error, ErrorKind, extract};
use peak_alloc::PeakAlloc;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The number of times that a body is read: once for each of the 32 faults in the list, and once more.
const PASSES: usize = 33;

/// The bytes of memory that each byte of the input may take. serde's buffers for `untagged`, `tag` and `flatten` take the most: for the
/// 4 bytes of `[0],` a vector with room for 4 values of 32 bytes, inside of a vector that grows by doubling.
const FOR_EACH_BYTE: usize = 48;

/// The bytes of memory that the faults and the substitutes may take in addition.
const FOR_FAULTS: usize = 32 * 1024;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A type of every kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Order {
    a: u8,
    #[serde(default)]
    b: Orders,
    #[serde(default)]
    c: BTreeMap<i8, State>,
    d: Option<(f32, u128)>,
    e: Option<Box<Flat>>,
    f: Option<Inside>,
    g: Option<Beside>,
    h: Option<Neither>,
    i: Option<NonZeroU8>,
    j: Option<IpAddr>,
    k: Option<Even>,
    l: Option<Box<RawValue>>,
    m: Option<IgnoredAny>,
    n: Option<BTreeMap<State, char>>,
    #[serde(alias = "p")]
    o: Option<()>,
}

/// Orders that are read but not kept, so that only the memory for reading is counted.
#[derive(Debug, Default)]
struct Orders;

impl<'de> Deserialize<'de> for Orders {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Orders, D::Error> {
        deserializer.deserialize_seq(Orders)
    }
}

impl<'de> Visitor<'de> for Orders {
    type Value = Orders;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut orders: A) -> Result<Orders, A::Error> {
        while orders.next_element::<Order>()?.is_some() {}
        Ok(Orders)
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Open,
    Moved { to: u8 },
    Both(u8, bool),
    One(Option<u8>),
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Flat {
    x: u8,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only read")]
struct Rest {
    y: u8,
    z: Option<Box<Rest>>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t")]
#[expect(dead_code, reason = "only read")]
enum Inside {
    A { x: u8 },
    B,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t", content = "c")]
#[expect(dead_code, reason = "only read")]
enum Beside {
    A { x: u8 },
    B(Vec<u8>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only read")]
enum Neither {
    A { x: u8 },
    B(String),
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "u8")]
struct Even;

impl TryFrom<u8> for Even {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Even, &'static str> {
        if number % 2 == 0 { Ok(Even) } else { Err("not even") }
    }
}

/// The parameters of a form or a query.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only read")]
struct Page {
    a: u8,
    b: Option<i64>,
    c: Option<char>,
    i: Option<NonZeroU8>,
    j: Option<IpAddr>,
    s: Option<State>,
}

thread_local! {
    static PASSED: Cell<usize> = const { Cell::new(0) };
}

/// A value that counts how often it was read.
struct Counted<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Counted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Counted<T>, D::Error> {
        PASSED.set(PASSED.get() + 1);
        T::deserialize(deserializer).map(Counted)
    }
}

/// Checks a body, and the same bytes as a form and as a query.
pub fn check(input: &[u8]) {
    let fits = serde_json::from_slice::<Order>(input).is_ok();
    let is_json = serde_json::from_slice::<Value>(input).is_ok();
    match read(input, || extract::json::<Counted<Order>>(input)) {
        Ok(()) => assert!(fits, "a body that does not fit is accepted"),
        Err(error) => {
            assert!(!fits, "a body that fits is refused: {error:?}");
            let kind = if is_json { ErrorKind::InvalidBody } else { ErrorKind::UnreadableBody };
            assert_eq!(error.kind(), Some(kind), "{error:?}");
            check_faults(&error, input, if is_json { 1..=32 } else { 0..=0 });
        }
    }
    if let Err(error) = read(input, || extract::form::<Counted<Page>>(input)) {
        assert_eq!(error.kind(), Some(ErrorKind::InvalidBody), "{error:?}");
        check_faults(&error, input, 1..=32);
    }
    let Ok(query) = std::str::from_utf8(input) else { return };
    if let Err(error) = read(input, || extract::query::<Counted<Page>>(Some(query))) {
        assert_eq!(error.kind(), Some(ErrorKind::InvalidParameter), "{error:?}");
        check_faults(&error, input, 0..=32);
    }
}

/// Reads an input, and checks the number of readings and the memory.
fn read<T>(input: &[u8], read: impl FnOnce() -> Result<Counted<T>, Error>) -> Result<(), Error> {
    PASSED.set(0);
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let result = read().map(drop);
    let taken = MEMORY.peak_usage() - before;
    assert!(
        taken <= FOR_EACH_BYTE * input.len() + FOR_FAULTS,
        "{taken} bytes of memory are taken for {} bytes",
        input.len()
    );
    // The framework has already read it once.
    assert!(PASSED.get() <= PASSES + 1, "{} passes", PASSED.get());
    result
}

/// Checks the number of faults in an error and the size of its response.
fn check_faults(error: &Error, input: &[u8], faults: std::ops::RangeInclusive<usize>) {
    let violations = error.violations();
    assert!(faults.contains(&violations.len()), "{violations:?}");
    for (at, violation) in violations.iter().enumerate() {
        assert!(!violations[..at].contains(violation), "{violation:?} is listed twice");
    }
    // Each fault has a few words. The names in them are bounded by the input and a few kilobytes. A byte that is not UTF-8 is sent as three
    // bytes, and each of these becomes three in a JSON Pointer.
    let length = error.to_response().body().len();
    assert!(length <= 18 * (input.len() + 4096) + 32 * 400, "{length} bytes are sent for {}", input.len());
}
