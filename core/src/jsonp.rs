//! [`Callback`] and [`Script`]: an answer as a call of the client's function, for a `<script>` of another origin.

use std::fmt;
use std::str::FromStr;

/// The name of the function that a JSONP answer calls: what is no such name cannot be one of these.
///
/// Segments of `[A-Za-z_$][A-Za-z0-9_$]*` are joined by `.`, each with indexes such as `[0]` after it or without, none of
/// them a word that ECMAScript reserves in strict mode; 64 bytes at the most.
///
/// ```
/// use errorbook::Callback;
///
/// let callback: Callback = "jQuery.callbacks[7].done".parse()?;
/// assert_eq!(callback.as_str(), "jQuery.callbacks[7].done");
/// assert!("alert(1)//".parse::<Callback>().is_err());
/// assert!("window.eval".parse::<Callback>().is_err());
/// # Ok::<_, errorbook::InvalidCallback>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Callback(Box<str>);

/// What is no name of a function. It does not repeat what it was, because that may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the name of a JavaScript function, given once")]
#[non_exhaustive]
pub struct InvalidCallback;

impl Callback {
    /// How many bytes a name has at the most.
    pub const LIMIT: usize = 64;

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Callback {
    type Err = InvalidCallback;

    fn from_str(name: &str) -> Result<Callback, InvalidCallback> {
        let valid = name.len() <= Callback::LIMIT && name.split('.').all(is_segment);
        if valid { Ok(Callback(name.into())) } else { Err(InvalidCallback) }
    }
}

impl fmt::Display for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether this is an identifier, and then indexes.
fn is_segment(segment: &str) -> bool {
    let (identifier, indexes) = segment.split_at(segment.find('[').unwrap_or(segment.len()));
    let starts = identifier.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '$'));
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    starts && identifier.bytes().all(goes_on) && !RESERVED.contains(&identifier) && are_indexes(indexes)
}

/// Whether this is any number of `[0]` and `[17]`.
fn are_indexes(mut indexes: &str) -> bool {
    while let Some((index, rest)) = indexes.strip_prefix('[').and_then(|index| index.split_once(']')) {
        if index.is_empty()
            || !index.bytes().all(|byte| byte.is_ascii_digit())
            || (index.starts_with('0') && index != "0")
        {
            return false;
        }
        indexes = rest;
    }
    indexes.is_empty()
}

/// The reserved words of ECMAScript in strict mode (ECMA-262, 12.7.2), and the two names that it guards like them.
const RESERVED: [&str; 48] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Makes a script of JSON, piece by piece: `/**/NAME(` JSON `);`.
///
/// Of the JSON, `<`, `>` and `&` are escaped, so that no reader takes it for anything but a script, and U+2028 and U+2029,
/// which older browsers take for ends of lines. JSON has all of them in strings alone. No JSON at all becomes `null`.
///
/// ```
/// use errorbook::Script;
///
/// let whole = |body: &[u8]| Script::of("show".parse().unwrap(), None).whole(body);
/// assert_eq!(whole(br#"{"a":"<b>"}"#), br#"/**/show({"a":"\u003cb\u003e"});"#);
/// assert_eq!(whole(b""), b"/**/show(null);");
///
/// let mut script = Script::of("show".parse().unwrap(), None);
/// let mut pieces = [Ok(&b"\"\xe2"[..]), Ok(b"\x80\xa8\"")].into_iter();
/// let mut sent = Vec::new();
/// while let Some(Ok::<_, std::io::Error>(piece)) = script.next(pieces.next()) {
///     sent.extend(piece);
/// }
/// assert_eq!(sent, br#"/**/show("\u2028");"#);
/// ```
#[derive(Debug, Clone)]
pub struct Script {
    callback: Callback,
    /// The length of the JSON in bytes, where it is known.
    length: Option<u64>,
    state: State,
    /// How many bytes of [`LINE_END`] the last piece ended with.
    held: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Begun,
    Ended,
}

/// What U+2028 and U+2029 begin with in UTF-8.
const LINE_END: [u8; 2] = [0xe2, 0x80];

impl Script {
    /// A call of this function with JSON of this length in bytes, where that is known.
    pub fn of(callback: Callback, length: Option<u64>) -> Script {
        Script { callback, length, state: State::New, held: 0 }
    }

    /// Whether the JSON is sent as a [whole](Script::whole), with the length of the script, rather than piece by piece: it
    /// is at most 1 MiB long.
    pub fn is_short(&self) -> bool {
        self.length.is_some_and(|length| length <= 1 << 20)
    }

    /// The script of all of the JSON.
    pub fn whole(mut self, json: &[u8]) -> Vec<u8> {
        let mut script = Vec::with_capacity(json.len() + self.callback.as_str().len() + "/**/(null);".len());
        self.write(json, &mut script);
        self.write_end(&mut script);
        script
    }

    /// The next piece of the script, of the next piece of the JSON or of its end. A body that fails is a script that fails.
    pub fn next<E>(&mut self, json: Option<Result<impl AsRef<[u8]>, E>>) -> Option<Result<Vec<u8>, E>> {
        let mut script = Vec::new();
        match json {
            _ if self.state == State::Ended => return None,
            Some(Ok(json)) => {
                script.reserve(json.as_ref().len() + Callback::LIMIT);
                self.write(json.as_ref(), &mut script);
            }
            Some(Err(error)) => {
                self.state = State::Ended;
                return Some(Err(error));
            }
            None => self.write_end(&mut script),
        }
        Some(Ok(script))
    }

    fn write(&mut self, json: &[u8], script: &mut Vec<u8>) {
        if json.is_empty() {
            return;
        }
        self.write_begin(script);
        for byte in json {
            match (self.held, byte) {
                (2, 0xa8 | 0xa9) => {
                    script.extend_from_slice(if *byte == 0xa8 { br"\u2028" } else { br"\u2029" });
                    self.held = 0;
                    continue;
                }
                (1, 0x80) => {
                    self.held = 2;
                    continue;
                }
                _ => self.release(script),
            }
            match byte {
                0xe2 => self.held = 1,
                b'<' => script.extend_from_slice(br"\u003c"),
                b'>' => script.extend_from_slice(br"\u003e"),
                b'&' => script.extend_from_slice(br"\u0026"),
                _ => script.push(*byte),
            }
        }
    }

    fn write_begin(&mut self, script: &mut Vec<u8>) {
        if self.state == State::New {
            self.state = State::Begun;
            // The comment keeps the name from being the first bytes, which other formats than scripts begin with.
            for part in ["/**/", self.callback.as_str(), "("] {
                script.extend_from_slice(part.as_bytes());
            }
        }
    }

    fn write_end(&mut self, script: &mut Vec<u8>) {
        if self.state == State::New {
            self.write(b"null", script);
        }
        self.release(script);
        script.extend_from_slice(b");");
        self.state = State::Ended;
    }

    /// Writes what was held back for being the end of a line, and is none.
    fn release(&mut self, script: &mut Vec<u8>) {
        script.extend(LINE_END.iter().take(std::mem::take(&mut self.held)));
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_callback_is_the_name_of_a_function() {
        let longest = "a".repeat(64);
        let valid = [
            "a",
            "A",
            "_",
            "$",
            "$0",
            "callback",
            "jQuery1_2",
            "a.b",
            "a.b.c",
            "a[0]",
            "a[0][17].b[3]",
            "undefined",
            "of",
            "async",
            "Null",
            "nullable",
            "classes",
            "a.constructor",
            "a[99999999999999999999]",
            &longest,
        ];
        for name in valid {
            assert_eq!(name.parse::<Callback>().as_ref().map(Callback::as_str), Ok(name));
        }
    }

    #[test]
    fn what_is_no_name_is_no_callback() {
        let (too_long, dots) = ("a".repeat(65), "a.".repeat(32));
        let invalid = [
            "",
            " ",
            "a ",
            " a",
            "a\n",
            "a\0",
            ".",
            "a.",
            ".a",
            "a..b",
            "0",
            "0a",
            "a-b",
            "a b",
            "a+b",
            "a/b",
            "a;b",
            "a,b",
            "a(b",
            "a)b",
            "a=b",
            "a`b",
            "a'b",
            "a\"b",
            "a<b",
            "a>b",
            "a&b",
            "a%b",
            "a\\b",
            "a\\u0062",
            "a:b",
            "a?b",
            "a!",
            "a[",
            "a]",
            "a[]",
            "a[0",
            "a0]",
            "a[00]",
            "a[01]",
            "a[-1]",
            "a[+1]",
            "a[ 0]",
            "a[0x1]",
            "a[1e1]",
            "a[a]",
            "a['b']",
            "a[0]b",
            "a[0]]",
            "a[[0]]",
            "[0]",
            "[0].a",
            "a.[0]",
            "é",
            "aé",
            "ａ",
            "a\u{200d}",
            "а",
            "a\u{2028}",
            "a.class",
            "this.a",
            "a.eval",
            "a.arguments[0]",
            "null[0]",
            "true.a",
            &too_long,
            &dots,
        ];
        for name in invalid.into_iter().chain(RESERVED) {
            assert_eq!(name.parse::<Callback>(), Err(InvalidCallback), "{name:?}");
        }
    }

    fn show() -> Script {
        Script::of("show".parse().unwrap(), None)
    }

    #[test]
    fn a_script_holds_nothing_that_a_page_could_take_for_an_end() {
        let cases: [(&[u8], &[u8]); 8] = [
            (b"", b"/**/show(null);"),
            (b"{}", b"/**/show({});"),
            (b"\"</script>&\"", br#"/**/show("\u003c/script\u003e\u0026");"#),
            ("\"a\u{2028}b\u{2029}\"".as_bytes(), br#"/**/show("a\u2028b\u2029");"#),
            // What begins like the end of a line, and goes on otherwise.
            ("\"€\u{2027}\u{202a}\u{2000}\"".as_bytes(), "/**/show(\"€\u{2027}\u{202a}\u{2000}\");".as_bytes()),
            (b"\xe2\xe2\x80\xe2\x80\xa8", b"/**/show(\xe2\xe2\x80\\u2028);"),
            (b"\xe2", b"/**/show(\xe2);"),
            (b"\xe2\x80", b"/**/show(\xe2\x80);"),
        ];
        for (json, script) in cases {
            assert_eq!(show().whole(json), script, "{}", String::from_utf8_lossy(json));
        }
    }

    #[test]
    fn a_body_that_fails_is_a_script_that_fails_and_has_no_end() {
        let mut script = show();
        assert_eq!(script.next(Some(Ok::<_, &str>(b"{"))), Some(Ok(b"/**/show({".to_vec())));
        assert_eq!(script.next(Some(Err::<&[u8], _>("lost"))), Some(Err("lost")));
        assert_eq!(script.next(None::<Result<&[u8], &str>>), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_callback_or_are_refused(name in "[a-z$_.\\[\\]0-9]{0,12}|[\\x00-\\x7f]{0,70}|\\PC{0,20}") {
            let grammar = r"^[A-Za-z_$][A-Za-z0-9_$]*(\[(0|[1-9][0-9]*)\])*(\.[A-Za-z_$][A-Za-z0-9_$]*(\[(0|[1-9][0-9]*)\])*)*$";
            let reserved = name.split(['.', '[', ']']).any(|word| RESERVED.contains(&word));
            let valid = name.len() <= 64 && !reserved && regex::Regex::new(grammar).unwrap().is_match(&name) && !name.ends_with('\n');
            prop_assert_eq!(name.parse::<Callback>().is_ok(), valid, "{:?}", name);
        }

        #[test]
        fn a_script_is_the_same_however_its_json_is_cut(
            json in proptest::collection::vec(prop_oneof![Just(0xe2_u8), Just(0x80), Just(0xa8), Just(0xa9), Just(b'<'), any::<u8>()], 0..40),
            cuts in proptest::collection::vec(0..40_usize, 0..6),
        ) {
            let mut rest = &json[..];
            let mut cut: Vec<_> = cuts.into_iter().map(|at| rest.split_off(..at.min(rest.len())).unwrap_or_default()).collect();
            cut.push(rest);
            let (mut cut, mut script, mut pieces) = (cut.into_iter().map(Ok), show(), Vec::new());
            while let Some(Ok::<_, Infallible>(piece)) = script.next(cut.next()) {
                pieces.extend(piece);
            }
            prop_assert_eq!(&pieces, &show().whole(&json));
            prop_assert!(!pieces.iter().any(|byte| matches!(byte, b'<' | b'>' | b'&')));
            prop_assert!(!pieces.windows(3).any(|bytes| matches!(bytes, [0xe2, 0x80, 0xa8 | 0xa9])));
        }

        #[test]
        fn a_script_means_what_its_json_means(text in any::<String>()) {
            let json = serde_json::to_vec(&text).unwrap();
            let script = show().whole(&json);
            let inner = script.strip_prefix(b"/**/show(").and_then(|rest| rest.strip_suffix(b");")).unwrap();
            prop_assert_eq!(serde_json::from_slice::<String>(inner).unwrap(), text);
        }
    }
}
