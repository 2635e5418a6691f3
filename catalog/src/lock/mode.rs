//! [`Mode`]: what a check may write and what it forgives.

use std::env;
use std::str::FromStr;

/// What a check may write and what it forgives: the variable `ERRORBOOK_LOCK`.
///
/// ```
/// use errorbook::lock::Mode;
///
/// assert_eq!("strict".parse(), Ok(Mode::Strict));
/// assert_eq!(
///     "updat".parse::<Mode>().unwrap_err().to_string(),
///     "ERRORBOOK_LOCK is \"updat\", and can be one of check, strict, update, update-breaking",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Mode {
    /// `check`, and where the variable is not set or empty: breaking changes fail, additions ask for an update, a file that
    /// is not there is written.
    #[default]
    Check,
    /// `strict`, for CI: a file that is not there or lacks additions fails, too. Nothing is written.
    Strict,
    /// `update`: additions and messages are written, breaking changes fail.
    Update,
    /// `update-breaking`: breaking changes are written, too, because they are meant.
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

    /// The mode that the environment asks for.
    ///
    /// # Errors
    /// A value that is none of the four.
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

/// A value of `ERRORBOOK_LOCK` that is no [`Mode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{variable} is {0:?}, and can be one of {names}",
    variable = Mode::VARIABLE,
    names = Mode::NAMED.map(|(name, _)| name).join(", ")
)]
pub struct UnknownMode(String);
