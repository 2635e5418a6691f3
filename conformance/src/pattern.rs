//! Expected texts that are exact, except for the parts that the contract leaves open.

/// Stands for any text.
const FREE: char = '…';
/// Opens and closes an optional part.
const MAYBE: (char, char) = ('⟦', '⟧');

/// A JSON body with parts that match any text.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    written: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Exact(String),
    /// The rest of a JSON string, up to the closing quote.
    Text,
    /// A whole JSON string, or null.
    Value,
    Maybe(Vec<Token>),
}

#[derive(Debug, thiserror::Error, PartialEq)]
pub(crate) enum PatternError {
    #[error("`…` inside a string must stand directly before the closing quote")]
    NotLast,
    #[error("`⟦` and `⟧` must be in pairs, outside of strings and not nested")]
    Unpaired,
    #[error("the text has no `…`: use `response` instead")]
    Exact,
}

impl Pattern {
    pub(crate) fn parse(written: &str) -> Result<Pattern, PatternError> {
        let mut tokens = Vec::new();
        let mut outside = None;
        let mut in_string = false;
        let mut characters = written.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                FREE if !in_string => tokens.push(Token::Value),
                FREE if characters.peek() == Some(&'"') => tokens.push(Token::Text),
                FREE => return Err(PatternError::NotLast),
                open if open == MAYBE.0 && !in_string && outside.is_none() => {
                    outside = Some(std::mem::take(&mut tokens));
                }
                close if close == MAYBE.1 && !in_string => {
                    let inside = std::mem::replace(&mut tokens, outside.take().ok_or(PatternError::Unpaired)?);
                    tokens.push(Token::Maybe(inside));
                }
                bracket if bracket == MAYBE.0 || bracket == MAYBE.1 => return Err(PatternError::Unpaired),
                '\\' if in_string => {
                    push(&mut tokens, character);
                    characters.next().into_iter().for_each(|escaped| push(&mut tokens, escaped));
                }
                _ => {
                    in_string ^= character == '"';
                    push(&mut tokens, character);
                }
            }
        }
        match tokens.as_slice() {
            _ if outside.is_some() => Err(PatternError::Unpaired),
            [] | [Token::Exact(_)] => Err(PatternError::Exact),
            _ => Ok(Pattern { written: written.to_owned(), tokens }),
        }
    }

    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// Returns true if the body is JSON and matches the pattern.
    pub(crate) fn matches(&self, body: &str) -> bool {
        serde_json::from_str::<serde_json::Value>(body).is_ok() && matches(&self.tokens, body)
    }
}

fn push(tokens: &mut Vec<Token>, character: char) {
    match tokens.last_mut() {
        Some(Token::Exact(text)) => text.push(character),
        _ => tokens.push(Token::Exact(character.to_string())),
    }
}

fn matches(tokens: &[Token], body: &str) -> bool {
    let Some((token, others)) = tokens.split_first() else { return body.is_empty() };
    let after = match token {
        Token::Exact(text) => body.strip_prefix(text.as_str()),
        Token::Text => after_text(body),
        Token::Value => body.strip_prefix("null").or_else(|| after_text(body.strip_prefix('"')?)?.strip_prefix('"')),
        Token::Maybe(inside) => {
            let with: Vec<Token> = inside.iter().chain(others).cloned().collect();
            return matches(&with, body) || matches(others, body);
        }
    };
    after.is_some_and(|after| matches(others, after))
}

/// Returns the body from the closing quote of a JSON string on.
fn after_text(body: &str) -> Option<&str> {
    let mut escaped = false;
    let end = body.char_indices().find(|(_, character)| {
        let closes = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        closes
    })?;
    body.get(end.0..)
}

/// Returns true if a header has the expected value: `*` matches every value that is not empty, and one `…` matches any text.
pub(crate) fn value_matches(expected: &str, value: &str) -> bool {
    match expected.split_once(FREE) {
        _ if expected == "*" => !value.is_empty(),
        None => value == expected,
        Some((start, end)) => value.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marked_parts_of_a_body_match_any_text() {
        let pattern = r#"{"a":"top:…",⟦"b":"…",⟧"c":…,"d":[]}"#;
        for (body, matched) in [
            (r#"{"a":"top: no","c":null,"d":[]}"#, true),
            (r#"{"a":"top:","b":"x","c":"y","d":[]}"#, true),
            (r#"{"a":"top: \"quoted\\","c":"","d":[]}"#, true),
            (r#"{"a":"skip: no","c":null,"d":[]}"#, false),
            (r#"{"a":"top:","c":1,"d":[]}"#, false),
            (r#"{"a":"top:","b":null,"c":null,"d":[]}"#, false),
            (r#"{"a":"top:","x":"","c":null,"d":[]}"#, false),
            (r#"{"a":"top:","c":null,"d":[]} "#, false),
            (r#"{"a":"top:","c":null,"d":[]"#, false),
            ("{\"a\":\"top:\u{1}\",\"c\":null,\"d\":[]}", false),
            ("", false),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap().matches(body), matched, "{body}");
        }
    }

    #[test]
    fn an_invalid_pattern_is_rejected() {
        for (pattern, error) in [
            (r#"{"a":"…b"}"#, PatternError::NotLast),
            (r#"{⟦"a":1}"#, PatternError::Unpaired),
            (r#"{"a":1⟧}"#, PatternError::Unpaired),
            (r#"{⟦"a":⟦1⟧⟧}"#, PatternError::Unpaired),
            (r#"{"⟦":…}"#, PatternError::Unpaired),
            (r#"{"a":1}"#, PatternError::Exact),
        ] {
            assert_eq!(Pattern::parse(pattern).unwrap_err(), error, "{pattern}");
        }
    }

    #[test]
    fn a_header_matches_exactly_or_by_its_marked_part() {
        for (expected, value, matched) in [
            ("Bearer", "Bearer", true),
            ("Bearer", "bearer", false),
            ("*", "anything", true),
            ("*", "", false),
            ("text/plain…", "text/plain; charset=utf-8", true),
            ("text/plain…", "text/plain", true),
            ("…/projects/3", "/v1/projects/3", true),
            ("…/projects/3", "/v1/projects/33", false),
            ("ab…ba", "aba", false),
        ] {
            assert_eq!(value_matches(expected, value), matched, "{expected} {value}");
        }
    }
}
