//! Who may do what, by the request's `authorization` header.

use serde::Serialize;

use crate::error::{OperatorError, TokenError};

/// The answer to who I am.
///
/// ```json
/// {"login":"demo"}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Me {
    /// The name of the user.
    pub login: &'static str,
}

/// Who sends this `authorization` header to the primaERP mount.
///
/// # Errors
///
/// PE01-1002 without credentials, PE01-1010 with any but `Bearer demo`.
pub fn me(authorization: Option<&[u8]>) -> Result<Me, TokenError> {
    match Credentials::of(authorization) {
        Credentials::None => Err(TokenError::Missing),
        Credentials::Bearer(b"demo") => Ok(Me { login: "demo" }),
        Credentials::Bearer(_) | Credentials::Other => Err(TokenError::Invalid),
    }
}

/// Lets those in who may change the state of the AyaNova mount.
///
/// # Errors
///
/// 2004 with `Bearer user`, 2003 with anything else but `Bearer ops`.
pub fn operator(authorization: Option<&[u8]>) -> Result<(), OperatorError> {
    match Credentials::of(authorization) {
        Credentials::Bearer(b"ops") => Ok(()),
        Credentials::Bearer(b"user") => Err(OperatorError::User),
        Credentials::None | Credentials::Bearer(_) | Credentials::Other => Err(OperatorError::Unknown),
    }
}

/// What an `authorization` header holds: `Bearer`, in any letter case, spaces, and the token to the letter.
enum Credentials<'a> {
    /// No header, or one that says nothing.
    None,
    /// The token, which may be empty.
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
    fn me_is_demo_or_nobody() {
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
    fn the_state_is_for_operators() {
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
