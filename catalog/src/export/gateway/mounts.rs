//! [`Mounts`]: all mounts of a gateway.

use errorbook::Status;

use super::mount::{Mount, MountError};

/// All mounts of a gateway. The longest matching mount path wins. Paths are compared by whole segments.
///
/// ```
/// use errorbook::{ayanova, primaerp};
/// use errorbook_catalog::Catalog;
/// use errorbook_catalog::export::gateway::{Mount, MountError, Mounts};
///
/// let primaerp = Mount::new("/primaerp", &Catalog::of(&primaerp::BOOK))?;
/// assert_eq!(Mounts::new([primaerp.clone()]).unwrap_err(), MountError::NoRoot);
///
/// let root = Mount::new("/", &Catalog::of(&ayanova::BOOK))?;
/// assert!(Mounts::new([root, primaerp]).is_ok());
/// # Ok::<(), MountError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mounts {
    /// The mounts, sorted by the length of their paths. The longest path is first and the root is last.
    mounts: Vec<Mount>,
}

impl Mounts {
    /// Creates the mounts of a gateway. One mount must be `/`. Its book is used for requests outside of the other mounts, and for
    /// requests with a path that the gateway cannot read.
    ///
    /// # Errors
    /// Returns an error if two mounts have the same path, or if the mount `/` is missing.
    pub fn new(mounts: impl IntoIterator<Item = Mount>) -> Result<Mounts, MountError> {
        let mut mounts: Vec<Mount> = mounts.into_iter().collect();
        mounts.sort_by(|a, b| (b.path().len(), a.path()).cmp(&(a.path().len(), b.path())));
        let twice = mounts.iter().zip(mounts.iter().skip(1)).find(|(one, next)| one.path() == next.path());
        if let Some((mount, _)) = twice {
            return Err(MountError::Twice(mount.path().to_owned()));
        }
        if mounts.last().is_none_or(|mount| mount.path() != "/") {
            return Err(MountError::NoRoot);
        }
        Ok(Mounts { mounts })
    }

    /// Returns the statuses that the configuration handles.
    pub(super) fn statuses(&self) -> impl Iterator<Item = Status> {
        self.mounts.last().into_iter().flat_map(Mount::responses).map(|response| response.status)
    }

    pub(super) fn longest_first(&self) -> impl Iterator<Item = &Mount> {
        self.mounts.iter()
    }

    pub(super) fn shortest_first(&self) -> impl Iterator<Item = &Mount> {
        self.mounts.iter().rev()
    }
}
