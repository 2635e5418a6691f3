//! [`Callback`] and [`Script`]: a response that calls the client's function, for a `<script>` of another origin.

use std::fmt;
use std::str::FromStr;

use crate::json;

/// The name of the function that a JSONP response calls.
///
/// It consists of segments `[A-Za-z_$][A-Za-z0-9_$]*`, joined by `.`, each with optional indexes such as `[0]`. No segment is a
/// word that ECMAScript reserves in strict mode. The whole name has at most 64 bytes.
///
/// ```
/// use errorbook::adapter::Callback;
///
/// let callback: Callback = "jQuery.callbacks[7].done".parse()?;
/// assert_eq!(callback.as_str(), "jQuery.callbacks[7].done");
/// assert!("alert(1)//".parse::<Callback>().is_err());
/// assert!("window.eval".parse::<Callback>().is_err());
/// # Ok::<_, errorbook::adapter::InvalidCallback>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback(Box<str>);

/// The text is not the name of a function. The error does not contain the text, because the text may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidCallback;

impl fmt::Display for InvalidCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be the name of a JavaScript function, given once")
    }
}

impl std::error::Error for InvalidCallback {}

impl Callback {
    /// The greatest length of a name, in bytes.
    pub const LIMIT: usize = 64;

    /// Returns the name.
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

/// Returns true for an identifier with or without indexes.
fn is_segment(segment: &str) -> bool {
    let (identifier, indexes) = segment.split_at(segment.find('[').unwrap_or(segment.len()));
    let starts = identifier.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '$'));
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    starts && identifier.bytes().all(goes_on) && !RESERVED.contains(&identifier) && are_indexes(indexes)
}

/// Returns true for any number of indexes, such as `[0][17]`.
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

/// The reserved words of ECMAScript in strict mode (ECMA-262, 12.7.2), and the two names that strict mode also forbids. Splitting a
/// text with these words took 4,000 instructions of a script.
#[rustfmt::skip]
const RESERVED: [&str; 48] = [
    "arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete",
    "do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function", "if", "implements",
    "import", "in", "instanceof", "interface", "let", "new", "null", "package", "private", "protected", "public",
    "return", "static", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
    "yield",
];

/// Turns JSON into a script, piece by piece: `/**/NAME(` JSON `);`.
///
/// `<`, `>` and `&` in the JSON are escaped, so that no program mistakes the script for another format. U+2028 and U+2029 are
/// escaped as well, because older browsers treat them as line ends. All five occur only inside of JSON strings. An empty body
/// becomes `null`.
///
/// An adapter receives it in [`Response::set_script`](crate::adapter::Response::set_script). It passes in every piece of the
/// body and then the end.
#[derive(Debug, Clone)]
pub struct Script {
    callback: Callback,
    /// The length of the JSON in bytes, if it is known.
    length: Option<u64>,
    has_begun: bool,
    has_ended: bool,
    /// The number of bytes of [`LINE_END`] at the end of the last piece.
    held: usize,
}

/// The first two bytes of U+2028 and U+2029 in UTF-8.
const LINE_END: [u8; 2] = [0xe2, 0x80];

impl Script {
    /// Returns a script that calls this function. `length` is the length of the JSON in bytes, if it is known.
    ///
    /// ```
    /// use errorbook::adapter::Script;
    ///
    /// let script = || Script::of("show".parse().unwrap(), None);
    /// assert_eq!(script().whole(br#"{"a":"<b>"}"#), br#"/**/show({"a":"\u003cb\u003e"});"#);
    /// assert_eq!(script().whole(b""), b"/**/show(null);");
    ///
    /// let mut script = script();
    /// let pieces = [Some(&b"\"\xe2"[..]), Some(b"\x80\xa8\""), None].map(|json| script.next(json.map(Ok::<_, ()>)).unwrap());
    /// assert_eq!(pieces.map(Result::unwrap).concat(), br#"/**/show("\u2028");"#);
    /// assert_eq!(script.next(None::<Result<&[u8], ()>>), None);
    /// ```
    pub fn of(callback: Callback, length: Option<u64>) -> Script {
        Script { callback, length, has_begun: false, has_ended: false, held: 0 }
    }

    /// Returns true if the JSON has at most 1 MiB. It is then sent in one piece, with the length of the script.
    pub(crate) fn is_short(&self) -> bool {
        self.length.is_some_and(|length| length <= 1 << 20)
    }

    /// Returns the whole script at once.
    pub fn whole(mut self, json: &[u8]) -> Vec<u8> {
        let mut script = Vec::with_capacity(json.len() + 2 * Callback::LIMIT);
        self.write(json, &mut script);
        self.end(&mut script);
        script
    }

    /// Returns the next piece of the script. `json` is the next piece of the JSON, or `None` at its end.
    ///
    /// An adapter calls it for each poll of the body. Returns `None` after the script has ended. A body that fails ends it as well.
    pub fn next<J: AsRef<[u8]>, E>(&mut self, json: Option<Result<J, E>>) -> Option<Result<Vec<u8>, E>> {
        if self.has_ended {
            return None;
        }
        self.has_ended = !matches!(json, Some(Ok(_)));
        let json = json.transpose();
        Some(json.map(|json| self.piece(json.as_ref().map(AsRef::as_ref))))
    }

    fn piece(&mut self, json: Option<&[u8]>) -> Vec<u8> {
        let mut script = Vec::with_capacity(json.map_or(0, <[u8]>::len) + Callback::LIMIT);
        match json {
            Some(json) => self.write(json, &mut script),
            None => self.end(&mut script),
        }
        script
    }

    fn end(&mut self, script: &mut Vec<u8>) {
        if !self.has_begun {
            self.write(b"null", script);
        }
        self.release(script);
        script.extend_from_slice(b");");
    }

    fn write(&mut self, json: &[u8], script: &mut Vec<u8>) {
        if json.is_empty() {
            return;
        }
        if !self.has_begun {
            self.has_begun = true;
            // The comment comes before the name: otherwise the name could imitate the first bytes of another file format.
            script.extend([b"/**/", self.callback.as_str().as_bytes(), b"("].concat());
        }
        for chunk in json.chunks(64) {
            if self.held == 0 && json::has_none(chunk, is_special) {
                script.extend_from_slice(chunk);
                continue;
            }
            for byte in chunk {
                self.write_byte(*byte, script);
            }
        }
    }

    fn write_byte(&mut self, byte: u8, script: &mut Vec<u8>) {
        match (self.held, byte) {
            (2, 0xa8 | 0xa9) => {
                script.extend_from_slice(if byte == 0xa8 { br"\u2028" } else { br"\u2029" });
                self.held = 0;
                return;
            }
            (1, 0x80) => {
                self.held = 2;
                return;
            }
            _ => self.release(script),
        }
        match byte {
            0xe2 => self.held = 1,
            b'<' => script.extend_from_slice(br"\u003c"),
            b'>' => script.extend_from_slice(br"\u003e"),
            b'&' => script.extend_from_slice(br"\u0026"),
            _ => script.push(byte),
        }
    }

    /// Writes the bytes that were held back because they could begin U+2028 or U+2029, but did not.
    fn release(&mut self, script: &mut Vec<u8>) {
        script.extend(LINE_END.iter().take(std::mem::take(&mut self.held)));
    }
}

/// Returns true if a byte may have to be escaped.
///
/// The compiler looks at 16 of them at once. With 0xe2 in place of all above 0x7f it looks at one after the other.
fn is_special(byte: &u8) -> bool {
    (*byte & !2 == b'<') | (*byte == b'&') | (*byte >= 0x80)
}

#[cfg(test)]
mod tests {
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
    fn text_that_is_not_a_function_name_is_not_a_callback() {
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
    fn a_script_contains_no_characters_that_could_end_it() {
        let cases: [(&[u8], &[u8]); 8] = [
            (b"", b"/**/show(null);"),
            (b"{}", b"/**/show({});"),
            (b"\"</script>&\"", br#"/**/show("\u003c/script\u003e\u0026");"#),
            ("\"a\u{2028}b\u{2029}\"".as_bytes(), br#"/**/show("a\u2028b\u2029");"#),
            // These begin like U+2028 and U+2029, but continue differently.
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
    fn a_body_that_fails_ends_its_script() {
        let mut script = show();
        let polled: [Option<Result<&[u8], &str>>; 3] = [Some(Ok(b"1")), Some(Err("reset")), None];
        let pieces = polled.map(|json| script.next(json));
        assert_eq!(pieces, [Some(Ok(b"/**/show(1".to_vec())), Some(Err("reset")), None]);
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
            runs in proptest::collection::vec(
                prop_oneof![
                    Just(vec![0xe2_u8]), Just(vec![0x80]), Just(vec![0xa8]), Just(vec![0xa9]), Just(vec![b'<']), Just(vec![b'a'; 70]),
                    any::<u8>().prop_map(|byte| vec![byte]),
                ],
                0..40,
            ),
            cuts in proptest::collection::vec(0..200_usize, 0..6),
        ) {
            let json = runs.concat();
            let mut rest = &json[..];
            let mut cut: Vec<_> = cuts.into_iter().map(|at| rest.split_off(..at.min(rest.len())).unwrap_or_default()).collect();
            cut.push(rest);
            let mut script = show();
            let polled = cut.into_iter().map(|json| Some(Ok::<_, ()>(json))).chain([None, None]);
            let pieces = polled.map_while(|json| script.next(json)).collect::<Result<Vec<_>, ()>>().unwrap().concat();
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
