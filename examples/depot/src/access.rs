//! Access rights, based on the `authorization` header.

use serde::Serialize;

use crate::error::{OperatorError, TokenError};

/// The user who sends a request.
///
/// ```json
/// {"login":"demo"}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Me {
    /// The name of the user.
    pub login: &'static str,
}

/// Returns the user who sends this `authorization` header to the primaERP mount.
///
/// # Errors
///
/// Fails with PE01-1002 without credentials, and with PE01-1010 if they are not `Bearer demo`.
pub fn me(authorization: Option<&[u8]>) -> Result<Me, TokenError> {
    match Credentials::of(authorization) {
        Credentials::None => Err(TokenError::Missing),
        Credentials::Bearer(b"demo") => Ok(Me { login: "demo" }),
        Credentials::Bearer(_) | Credentials::Other => Err(TokenError::Invalid),
    }
}

/// Checks that a client may change the state of the AyaNova mount.
///
/// # Errors
///
/// Fails with 2004 for `Bearer user`, and with 2003 for anything else except `Bearer ops`.
pub fn operator(authorization: Option<&[u8]>) -> Result<(), OperatorError> {
    match Credentials::of(authorization) {
        Credentials::Bearer(b"ops") => Ok(()),
        Credentials::Bearer(b"user") => Err(OperatorError::User),
        Credentials::None | Credentials::Bearer(_) | Credentials::Other => Err(OperatorError::Unknown),
    }
}

/// The contents of an `authorization` header: `Bearer` in upper or lower case, spaces, and the exact token.
enum Credentials<'a> {
    /// The header is missing or empty.
    None,
    /// A bearer token. It may be empty.
    Bearer(&'a [u8]),
    /// Another scheme.
    Other,
}

impl Credentials<'_> {
    fn of(authorization: Option<&[u8]>) -> Credentials<'_> {
        let given = authorization.unwrap_or_default().trim_ascii();
        let (scheme, token) = match given.iter().position(|&byte| byte == b' ') {
            Some(space) => given.split_at(space),
            None => (given, [].as_slice()),
        };
        match scheme {
            b"" => Credentials::None,
            scheme if scheme.eq_ignore_ascii_case(b"bearer") => Credentials::Bearer(token.trim_ascii()),
            _ => Credentials::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_demo_is_a_user() {
        let demo = Ok(Me { login: "demo" });
        let cases = [
            (None, Err(TokenError::Missing)),
            (Some(""), Err(TokenError::Missing)),
            (Some("Bearer demo"), demo),
            (Some("bearer demo"), demo),
            (Some("BEARER   demo "), demo),
            (Some("Bearer"), Err(TokenError::Invalid)),
            (Some("Bearer "), Err(TokenError::Invalid)),
            (Some("Bearer Demo"), Err(TokenError::Invalid)),
            (Some("Bearer ops"), Err(TokenError::Invalid)),
            (Some("Bearer demo demo"), Err(TokenError::Invalid)),
            (Some("Bearer\tdemo"), Err(TokenError::Invalid)),
            (Some("Basic demo"), Err(TokenError::Invalid)),
            (Some("demo"), Err(TokenError::Invalid)),
            (Some("Bearerdemo"), Err(TokenError::Invalid)),
        ];
        for (header, expected) in cases {
            assert_eq!(me(header.map(str::as_bytes)), expected, "{header:?}");
        }
    }

    #[test]
    fn only_operators_may_change_the_state() {
        let cases = [
            (None, Err(OperatorError::Unknown)),
            (Some("Bearer ops"), Ok(())),
            (Some("bEaReR ops"), Ok(())),
            (Some("Bearer user"), Err(OperatorError::User)),
            (Some("Basic user"), Err(OperatorError::Unknown)),
            (Some("Bearer demo"), Err(OperatorError::Unknown)),
            (Some("Bearer"), Err(OperatorError::Unknown)),
        ];
        for (header, expected) in cases {
            assert_eq!(operator(header.map(str::as_bytes)), expected, "{header:?}");
        }
        assert_eq!(operator(Some(b"Bearer \xff")), Err(OperatorError::Unknown));
    }
}
