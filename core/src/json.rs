//! Writing JSON: strings as serde_json escapes them, straight into the buffer of the body.

use std::fmt;

use crate::Target;

/// Writes a JSON string with its quotes.
pub(crate) fn write_str(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    write_escaped(out, text);
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
#[inline]
pub(crate) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    if is_plain(text.as_bytes()) { out.extend_from_slice(text.as_bytes()) } else { write_special(out, text.as_bytes()) }
}

/// Whether nothing has to be escaped. Sixteen bytes are looked at in one step, and the last ones together with some before
/// them.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk() {
        return chunks(bytes).all(|chunk| !has_special(chunk)) && !has_special(last);
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let mut both = [0; 16];
            let (start, end) = both.split_at_mut(8);
            start.copy_from_slice(first);
            end.copy_from_slice(last);
            !has_special(&both)
        }
        _ => !bytes.iter().any(is_special),
    }
}

fn chunks(bytes: &[u8]) -> impl Iterator<Item = &[u8; 16]> {
    bytes.chunks_exact(16).filter_map(<[u8]>::first_chunk)
}

/// Whether one of sixteen bytes has to be escaped: without a branch, so that the compiler looks at all of them at once.
#[inline]
fn has_special(bytes: &[u8; 16]) -> bool {
    bytes.iter().fold(false, |any, byte| any | is_special(byte))
}

#[inline]
fn is_special(byte: &u8) -> bool {
    (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\')
}

fn write_special(out: &mut Vec<u8>, mut rest: &[u8]) {
    loop {
        let skipped = 16 * chunks(rest).take_while(|chunk| !has_special(chunk)).count();
        let Some(found) = rest.iter().skip(skipped).position(is_special) else { break };
        let (plain, special) = rest.split_at(skipped + found);
        out.extend_from_slice(plain);
        let Some((special, after)) = special.split_first() else { break };
        write_escape(out, *special);
        rest = after;
    }
    out.extend_from_slice(rest);
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
                let quoted = |inside: &[u8]| [b"\"", inside, b"\""].concat();
                write_formatted(&mut written, format_args!("{text}"));
                prop_assert_eq!(quoted(&written), serde_json::to_vec(&text).unwrap());
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
