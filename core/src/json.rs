//! Writing JSON: strings as serde_json escapes them, straight into the buffer of the body.

use std::fmt;

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
pub(crate) fn write_number(out: &mut Vec<u8>, number: f64) {
    // A vector takes all that is written: there is no error to meet.
    let _ = serde_json::to_writer(out, &number);
}

/// Writes text inside of a JSON string.
pub(crate) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(plain) = rest.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')) {
        let (before, after) = rest.split_at(plain);
        out.extend_from_slice(before);
        let Some((special, after)) = after.split_first() else { return };
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
                write_display(&mut written, &text);
                prop_assert_eq!(written, serde_json::to_vec(&text).unwrap());
            }
        }
    }
}
