//! Parts in the database.

use crate::error::{ChangePartError, CreatePartError, DeletePartError, FindPartError, NoPart};
use crate::part::{NewPart, Part, PartChange, PartFields};
use crate::storage::in_time;
use crate::{Depot, Member};

impl Depot {
    /// Returns the part with this id.
    ///
    /// # Errors
    ///
    /// Fails with 2010 if no part has the id.
    pub async fn part(&self, id: i64) -> Result<Part, FindPartError> {
        in_time(self.stored_part(id)).await
    }

    /// Stores a new part.
    ///
    /// # Errors
    ///
    /// Fails with 2200 if the part breaks a rule. One rule is that serials are unique.
    pub async fn create_part(&self, new: NewPart) -> Result<Part, CreatePartError> {
        in_time(async {
            // The lookup lets the error list a taken serial next to other broken rules. The database's constraint decides.
            let taken = match new.serial.as_ref() {
                Member::Value(serial) => self.serial_taken(serial).await?,
                Member::Absent | Member::Null => false,
            };
            let fields = new.check(taken).map_err(CreatePartError::Invalid)?;
            let mut transaction = self.0.write().await?;
            let part = transaction
                .one(
                    "INSERT INTO part (name, serial, quantity) VALUES ($1, $2, $3)
                     RETURNING id, concurrency, name, serial, quantity",
                    &[fields.name.as_str().into(), fields.serial.as_deref().into(), fields.quantity.into()],
                )
                .await?;
            transaction.commit().await?;
            Ok(part)
        })
        .await
    }

    /// Stores a changed part, and increments its concurrency.
    ///
    /// # Errors
    ///
    /// Fails, in this order: with 2020 if the body has another id, with 2010 if the part does not exist, with 2005 if the
    /// concurrency is not the part's, and with 2200 if the part breaks a rule.
    pub async fn change_part(&self, id: i64, change: PartChange) -> Result<Part, ChangePartError> {
        if let Some(body) = change.id.value()
            && body != id
        {
            return Err(ChangePartError::OtherId { path: id, body });
        }
        in_time(async {
            let stored = self.stored_part(id).await?;
            if let Some(given) = change.concurrency.value()
                && given != stored.concurrency
            {
                return Err(ChangePartError::Changed { given, current: stored.concurrency });
            }
            let (given, fields) = change.check(&stored).map_err(CreatePartError::Invalid)?;
            self.update_part(id, given, &fields).await
        })
        .await
    }

    /// Deletes the part with this id.
    ///
    /// # Errors
    ///
    /// Fails with 2010 if no part has the id, and with 2200 and 2208 if a work order uses the part.
    pub async fn delete_part(&self, id: i64) -> Result<(), DeletePartError> {
        in_time(async {
            let mut transaction = self.0.write().await?;
            let deleted = transaction.optional("DELETE FROM part WHERE id = $1 RETURNING id", &[id.into()]).await?;
            let (_,): (i64,) = deleted.ok_or(NoPart(id))?;
            Ok(transaction.commit().await?)
        })
        .await
    }

    async fn stored_part(&self, id: i64) -> Result<Part, FindPartError> {
        let query = "SELECT id, concurrency, name, serial, quantity FROM part WHERE id = $1";
        Ok(self.0.optional(query, &[id.into()]).await?.ok_or(NoPart(id))?)
    }

    async fn serial_taken(&self, serial: &str) -> sqlx::Result<bool> {
        let part: Option<(i64,)> = self.0.optional("SELECT id FROM part WHERE serial = $1", &[serial.into()]).await?;
        Ok(part.is_some())
    }

    /// Changes the part if its concurrency is still the one that the client has seen.
    async fn update_part(&self, id: i64, given: i64, fields: &PartFields) -> Result<Part, ChangePartError> {
        let mut transaction = self.0.write().await?;
        let changed = transaction
            .optional(
                "UPDATE part SET name = $1, serial = $2, quantity = $3, concurrency = concurrency + 1
                 WHERE id = $4 AND concurrency = $5
                 RETURNING id, concurrency, name, serial, quantity",
                &[
                    fields.name.as_str().into(),
                    fields.serial.as_deref().into(),
                    fields.quantity.into(),
                    id.into(),
                    given.into(),
                ],
            )
            .await?;
        let Some(part) = changed else {
            let current = transaction.optional("SELECT concurrency FROM part WHERE id = $1", &[id.into()]).await?;
            return Err(match current {
                Some((current,)) => ChangePartError::Changed { given, current },
                None => FindPartError::from(NoPart(id)).into(),
            });
        };
        transaction.commit().await?;
        Ok(part)
    }
}
