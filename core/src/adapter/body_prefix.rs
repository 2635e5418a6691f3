//! [`BodyPrefix`]: the beginning of a response's body.

/// The number of bytes of a plain text that become the description.
const DESCRIPTION_LIMIT: usize = 1_024;

/// The beginning of a response's body. No more of it is read.
#[derive(Debug, Default)]
pub(crate) struct BodyPrefix(Vec<u8>);

impl BodyPrefix {
    /// The number of bytes that are kept: one more than a description has, to see whether it is cut.
    const LIMIT: usize = DESCRIPTION_LIMIT + 1;

    /// Adds the next piece of the body. Returns true if another piece is needed.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> bool {
        let room = BodyPrefix::LIMIT.saturating_sub(self.0.len());
        self.0.extend_from_slice(chunk.get(..room).unwrap_or(chunk));
        self.0.len() < BodyPrefix::LIMIT
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the text, cut between two characters. Returns `None` if it is empty or not UTF-8.
    pub(crate) fn description(&self) -> Option<&str> {
        let (text, is_cut) = match self.0.split_at_checked(DESCRIPTION_LIMIT) {
            Some((text, rest)) => (text, !rest.is_empty()),
            None => (self.as_bytes(), false),
        };
        let text = match std::str::from_utf8(text) {
            Ok(text) => text,
            // Only the last character is incomplete.
            Err(error) if is_cut && error.error_len().is_none() => {
                std::str::from_utf8(text.get(..error.valid_up_to())?).ok()?
            }
            Err(_) => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_cut_between_two_characters() {
        let e_acute = "é".repeat(2_500);
        let odd = format!("a{e_acute}");
        let cases: [(&[u8], Option<usize>); 8] = [
            (b"", None),
            (b"a", Some(1)),
            (e_acute.as_bytes(), Some(1_024)),
            (odd.as_bytes(), Some(1_023)),
            (&odd.as_bytes()[..1_023], Some(1_023)),
            (&e_acute.as_bytes()[..3], None),
            (&e_acute.as_bytes()[..1_023], None),
            (b"\xff", None),
        ];
        for (body, length) in cases {
            let mut prefix = BodyPrefix::default();
            prefix.push(body);
            assert_eq!(prefix.description().map(str::len), length, "{} bytes", body.len());
        }
    }

    #[test]
    fn no_more_of_a_body_is_read_than_a_description_needs() {
        let mut prefix = BodyPrefix::default();
        assert!(prefix.push(&[b'a'; 1_000]));
        assert!(!prefix.push(&[b'b'; 1_000]));
        assert_eq!(prefix.as_bytes().len(), BodyPrefix::LIMIT);
    }
}
