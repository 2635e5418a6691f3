//! Types with rules of their own, which may refuse what they are given in place of a fault.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZeroI16, NonZeroU32};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{assert_faults, faults};

/// Asserts that a fault of the type is looked past, and what is expected.
fn assert_looked_past<T: DeserializeOwned>(value: &str, expected: &str) {
    let fault = |at: usize| format!("[{at}]: expected {expected}");
    let flag = |at: usize| format!("[{at}]: expected true or false");
    let body = format!("[{value},5,{value},5]");
    assert_eq!(faults::<(T, bool, T, bool)>(&body), [fault(0), flag(1), fault(2), flag(3)], "{body}");
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Holder<T> {
        required: T,
        flag: bool,
    }
    assert_eq!(faults::<Holder<T>>("{}"), ["required: is missing", "flag: is missing"]);
    assert_eq!(faults::<(Holder<T>, bool)>("[5,5]"), ["[0]: expected an object", "[1]: expected true or false"]);
}

#[derive(Debug, Deserialize)]
#[serde(transparent)]
#[expect(dead_code, reason = "only read")]
struct Rfc3339(#[serde(with = "time::serde::rfc3339")] time::OffsetDateTime);

#[test]
fn faults_after_a_value_of_a_common_type_are_found() {
    assert_looked_past::<NonZeroU32>("0", "a whole number from 1 to 4294967295");
    assert_looked_past::<NonZeroI16>("0", "a whole number from -32768 to 32767 except 0");
    assert_looked_past::<uuid::Uuid>(r#""secret""#, "a formatted UUID string");
    assert_looked_past::<DateTime<Utc>>(r#""secret""#, "an RFC 3339 formatted date and time string");
    assert_looked_past::<Rfc3339>(r#""secret""#, "an RFC3339-formatted `OffsetDateTime`");
    assert_looked_past::<NaiveDate>(r#""secret""#, "a formatted date string");
    assert_looked_past::<NaiveDateTime>(r#""secret""#, "a formatted date and time string");
    assert_looked_past::<NaiveTime>(r#""secret""#, "a formatted time string");
    assert_looked_past::<url::Url>(r#""secret""#, "a string representing an URL");
    assert_looked_past::<IpAddr>(r#""secret""#, "IP address");
    assert_looked_past::<Ipv4Addr>(r#""secret""#, "IPv4 address");
    assert_looked_past::<Ipv6Addr>(r#""secret""#, "IPv6 address");
    assert_looked_past::<SocketAddr>(r#""secret""#, "socket address");
}

#[test]
fn a_value_that_fitted_is_tried_first_for_the_same_type() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Event {
        id: uuid::Uuid,
        at: DateTime<Utc>,
        day: NaiveDate,
    }
    let body = format!("[{}5]", r#"{"id":"x","at":5,"day":""},"#.repeat(20));
    // Three of the 33 passes go to find what fits, and the last one lists nothing.
    assert_eq!(faults::<Vec<Event>>(&body).len(), 29);
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Email;

impl TryFrom<String> for Email {
    type Error = String;

    fn try_from(text: String) -> Result<Email, String> {
        if text.contains('@') { Ok(Email) } else { Err(format!("{text} is not an address")) }
    }
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "u8")]
struct Seven;

impl TryFrom<u8> for Seven {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Seven, &'static str> {
        if number == 7 { Ok(Seven) } else { Err("not seven") }
    }
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "Ends")]
struct Range;

#[derive(Debug, Deserialize)]
struct Ends {
    start: u8,
    end: u8,
}

impl TryFrom<Ends> for Range {
    type Error = &'static str;

    fn try_from(ends: Ends) -> Result<Range, &'static str> {
        if ends.start < ends.end { Ok(Range) } else { Err("the start must be before the end") }
    }
}

#[test]
fn the_list_ends_where_nothing_fits() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Order {
        quantity: u8,
        email: Email,
        seven: Option<Seven>,
        range: Option<Range>,
        last: Option<bool>,
    }
    const U8: &str = "quantity: expected a whole number from 0 to 255";
    assert_faults::<Order>(&[
        (r#"{"quantity":"x","email":"secret","last":1}"#, &[U8, "email: is not valid", "last: expected true or false"]),
        (r#"{"quantity":"x","email":5,"last":1}"#, &[U8, "email: expected a string", "last: expected true or false"]),
        (r#"{"quantity":"x","seven":8,"last":1}"#, &[U8, "seven: is not valid"]),
        (r#"{"quantity":"x","seven":"x","last":1}"#, &[U8, "seven: expected a whole number from 0 to 255"]),
        // The rule is about both ends: it may be kept with the end that the client meant.
        (
            r#"{"quantity":"x","range":{"start":9,"end":"x"},"last":1}"#,
            &[U8, "range.end: expected a whole number from 0 to 255"],
        ),
        (r#"{"quantity":"x","email":"a@b","range":{"start":9,"end":1},"last":1}"#, &[U8, "range: is not valid"]),
    ]);
}
