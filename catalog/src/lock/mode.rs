//! [`Mode`]: selects the changes that the lock allows and writes.

use std::env;
use std::str::FromStr;

/// The mode of the lock: the value of the environment variable `ERRORBOOK_LOCK`.
///
/// ```
/// use errorbook_catalog::lock::Mode;
///
/// assert_eq!("strict".parse(), Ok(Mode::Strict));
/// assert_eq!(
///     "updat".parse::<Mode>().unwrap_err().to_string(),
///     "ERRORBOOK_LOCK is \"updat\", but it must be one of check, strict, update, update-breaking",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Mode {
    /// `check`, the default: breaking changes fail, additions ask for an update, and a missing file is written.
    #[default]
    Check,
    /// `strict`, for CI: a missing file and missing additions fail too. Nothing is written.
    Strict,
    /// `update`: additions and changed texts are written, and breaking changes fail.
    Update,
    /// `update-breaking`: all changes are written, even breaking changes.
    UpdateBreaking,
}

impl Mode {
    /// The environment variable.
    pub const VARIABLE: &str = "ERRORBOOK_LOCK";

    const NAMED: [(&str, Mode); 4] = [
        ("check", Mode::Check),
        ("strict", Mode::Strict),
        ("update", Mode::Update),
        ("update-breaking", Mode::UpdateBreaking),
    ];

    /// Returns the mode from the environment. It defaults to [`Mode::Check`] if the variable is unset or empty.
    ///
    /// # Errors
    /// Returns an error if the variable has any other value.
    pub fn from_env() -> Result<Mode, UnknownMode> {
        match env::var_os(Mode::VARIABLE) {
            None => Ok(Mode::Check),
            Some(value) if value.is_empty() => Ok(Mode::Check),
            Some(value) => value.to_string_lossy().parse(),
        }
    }
}

impl FromStr for Mode {
    type Err = UnknownMode;

    fn from_str(value: &str) -> Result<Mode, UnknownMode> {
        let named = Mode::NAMED.iter().find(|(name, _)| *name == value);
        named.map(|(_, mode)| *mode).ok_or_else(|| UnknownMode(value.to_owned()))
    }
}

/// The value of `ERRORBOOK_LOCK` is not a [`Mode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{variable} is {0:?}, but it must be one of {names}",
    variable = Mode::VARIABLE,
    names = Mode::NAMED.map(|(name, _)| name).join(", ")
)]
pub struct UnknownMode(String);
