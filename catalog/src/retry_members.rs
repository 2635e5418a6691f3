//! A [`Retry`] as the two members of a code that say it: `"retry":"after","retry_after":30`.

use std::time::Duration;

use errorbook::Retry;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

#[derive(Serialize, Deserialize)]
struct Members {
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Name {
    Never,
    AtOnce,
    After,
}

pub(crate) fn serialize<S: Serializer>(retry: &Option<Retry>, serializer: S) -> Result<S::Ok, S::Error> {
    let retry_after = retry.and_then(Retry::delay).map(|delay| delay.as_secs());
    let retry = retry.map(|retry| match retry {
        Retry::Never => Name::Never,
        Retry::AtOnce => Name::AtOnce,
        Retry::After(_) => Name::After,
    });
    Members { retry, retry_after }.serialize(serializer)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Retry>, D::Error> {
    let Members { retry, retry_after } = Members::deserialize(deserializer)?;
    match (retry, retry_after) {
        (None, None) => Ok(None),
        (Some(Name::Never), None) => Ok(Some(Retry::Never)),
        (Some(Name::AtOnce), None) => Ok(Some(Retry::AtOnce)),
        (Some(Name::After), Some(seconds)) => Ok(Some(Retry::After(Duration::from_secs(seconds)))),
        (Some(Name::After), None) => {
            Err(de::Error::custom("`retry` is `after`: say in `retry_after` after how many seconds"))
        }
        (_, Some(_)) => Err(de::Error::custom("`retry_after` stands with the `retry` `after` alone")),
    }
}
