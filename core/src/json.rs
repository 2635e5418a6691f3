//! Writing JSON: strings as serde_json escapes them, straight into the buffer of the body.

use std::fmt;

use crate::Target;

/// Writes a JSON string with its quotes.
pub(crate) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
}

/// Writes what displays as text as a JSON string with its quotes.
pub(crate) fn write_display(out: &mut Vec<u8>, text: &dyn fmt::Display) {
    out.push(b'"');
    write_formatted(out, format_args!("{text}"));
    out.push(b'"');
}

/// Writes formatted text inside of a JSON string.
pub(crate) fn write_formatted(out: &mut Vec<u8>, text: fmt::Arguments<'_>) {
    struct Escaped<'a>(&'a mut Vec<u8>);

    impl fmt::Write for Escaped<'_> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            write_escaped(self.0, text);
            Ok(())
        }
    }

    // A `Display` that fails leaves what it wrote: there is nobody to tell, and the string stays well-formed.
    let _ = fmt::Write::write_fmt(&mut Escaped(out), text);
}

/// Writes a number as serde_json does; `null` for what JSON cannot say, such as infinity.
pub(crate) fn write_float(out: &mut Vec<u8>, number: f64) {
    // A vector takes all that is written: there is no error to meet.
    let _ = serde_json::to_writer(out, &number);
}

/// Writes the dotted path or the name of a part of the request inside of a JSON string.
pub(crate) fn write_target(out: &mut Vec<u8>, target: &Target) {
    match target.as_str() {
        Some(text) => write_escaped(out, text),
        None => write_formatted(out, format_args!("{target}")),
    }
}

/// Writes a number.
pub(crate) fn write_number(out: &mut Vec<u8>, number: usize) {
    let digit = b'0' + (number % 10) as u8;
    if number >= 10 {
        write_number(out, number / 10);
    }
    out.push(digit);
}

/// Writes text inside of a JSON string.
pub(crate) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    loop {
        let (plain, special) = rest.split_at(plain(rest));
        out.extend_from_slice(plain);
        let Some((special, after)) = special.split_first() else { return };
        write_escape(out, *special);
        rest = after;
    }
}

/// How many bytes there are before the first one that has to be escaped. Eight are looked at in one step, and the last ones
/// together with some before them.
fn plain(bytes: &[u8]) -> usize {
    let position = |bytes: &[u8]| bytes.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\'));
    let Some(last) = bytes.last_chunk() else { return position(bytes).unwrap_or(bytes.len()) };
    let mut words = bytes.chunks_exact(8);
    let seen = words.by_ref().take_while(|word| word.first_chunk().is_some_and(|word| !has_special(word))).count() * 8;
    if bytes.len() - seen < 8 && !has_special(last) {
        return bytes.len();
    }
    bytes.get(seen..).and_then(position).map_or(bytes.len(), |at| seen + at)
}

/// Whether one of eight bytes has to be escaped: the top bit of a byte is set in each sum where it is one of those.
fn has_special(word: &[u8; 8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;

    let word = u64::from_ne_bytes(*word);
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let either = (quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash);
    (control | either) & (ONES * 0x80) != 0
}

#[cold]
fn write_escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            let digit = |half| char::from_digit(u32::from(half), 16).map_or(b'0', |digit| digit as u8);
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 0xf)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_are_written_as_serde_json_writes_them(text in any::<String>(), ascii in "[\0-\x7f]*") {
            for text in [text, ascii] {
                let mut written = Vec::new();
                write_str(&mut written, &text);
                prop_assert_eq!(&written, &serde_json::to_vec(&text).unwrap());
                written.clear();
                write_display(&mut written, &text);
                prop_assert_eq!(written, serde_json::to_vec(&text).unwrap());
            }
        }

        #[test]
        fn numbers_are_written_as_they_display(number: usize) {
            let mut written = Vec::new();
            write_number(&mut written, number);
            prop_assert_eq!(written, number.to_string().into_bytes());
        }
    }

    #[test]
    fn each_byte_is_escaped_wherever_it_stands() {
        for length in 0..40 {
            for at in 0..length {
                for special in ['"', '\\', '\0', '\u{1f}', ' ', '!', '#', '[', ']', '\u{7f}', 'é'] {
                    let text: String = (0..length).map(|here| if here == at { special } else { 'a' }).collect();
                    let mut written = Vec::new();
                    write_str(&mut written, &text);
                    assert_eq!(written, serde_json::to_vec(&text).unwrap(), "{text:?}");
                }
            }
        }
    }
}
