//! Parts in the database.

use crate::error::{ChangePartError, CreatePartError, DeletePartError, FindPartError, NoPart};
use crate::part::{NewPart, Part, PartChange, PartFields};
use crate::{Depot, Member};

impl Depot {
    /// The part with this id.
    ///
    /// # Errors
    ///
    /// When there is none: 2010.
    pub async fn part(&self, id: i64) -> Result<Part, FindPartError> {
        let query = "SELECT id, concurrency, name, serial, quantity FROM part WHERE id = ?";
        let part = sqlx::query_as(query).bind(id).fetch_optional(self.0.storage.read()?).await?;
        Ok(part.ok_or(NoPart(id))?)
    }

    /// Stores a new part.
    ///
    /// # Errors
    ///
    /// Rules that are not kept, a serial that is taken among them: 2200.
    pub async fn create_part(&self, new: NewPart) -> Result<Part, CreatePartError> {
        // Looked up to be told beside the other rules. What decides, should two come at once, is the database.
        let taken = match new.serial.as_ref() {
            Member::Value(serial) => self.serial_taken(serial).await?,
            Member::Absent | Member::Null => false,
        };
        let fields = new.check(taken).map_err(CreatePartError::Invalid)?;
        let mut transaction = self.0.storage.write().await?;
        let part = sqlx::query_as(
            "INSERT INTO part (name, serial, quantity) VALUES (?, ?, ?)
             RETURNING id, concurrency, name, serial, quantity",
        )
        .bind(&fields.name)
        .bind(&fields.serial)
        .bind(fields.quantity)
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(part)
    }

    /// Stores a changed part, its concurrency one higher.
    ///
    /// # Errors
    ///
    /// In this order: another id in the body (2020), no such part (2010), a concurrency that is not the part's (2005),
    /// rules that are not kept (2200).
    pub async fn change_part(&self, id: i64, change: PartChange) -> Result<Part, ChangePartError> {
        if let Some(body) = change.id.value()
            && body != id
        {
            return Err(ChangePartError::OtherId { path: id, body });
        }
        let stored = self.part(id).await?;
        if let Some(given) = change.concurrency.value()
            && given != stored.concurrency
        {
            return Err(ChangePartError::Changed { given, current: stored.concurrency });
        }
        let (given, fields) = change.check(&stored).map_err(CreatePartError::Invalid)?;
        self.update_part(id, given, &fields).await
    }

    /// Deletes the part with this id.
    ///
    /// # Errors
    ///
    /// When there is none: 2010. When a work order uses it: 2200 with 2208.
    pub async fn delete_part(&self, id: i64) -> Result<(), DeletePartError> {
        let mut transaction = self.0.storage.write().await?;
        let deleted = sqlx::query("DELETE FROM part WHERE id = ?").bind(id).execute(&mut *transaction).await?;
        if deleted.rows_affected() == 0 {
            return Err(NoPart(id).into());
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn serial_taken(&self, serial: &str) -> sqlx::Result<bool> {
        let query = "SELECT EXISTS (SELECT 1 FROM part WHERE serial = ?)";
        sqlx::query_scalar(query).bind(serial).fetch_one(self.0.storage.read()?).await
    }

    /// Changes the part if it still is what the client has seen.
    async fn update_part(&self, id: i64, given: i64, fields: &PartFields) -> Result<Part, ChangePartError> {
        let mut transaction = self.0.storage.write().await?;
        let changed = sqlx::query_as(
            "UPDATE part SET name = ?, serial = ?, quantity = ?, concurrency = concurrency + 1
             WHERE id = ? AND concurrency = ?
             RETURNING id, concurrency, name, serial, quantity",
        )
        .bind(&fields.name)
        .bind(&fields.serial)
        .bind(fields.quantity)
        .bind(id)
        .bind(given)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(part) = changed else {
            let current = sqlx::query_scalar("SELECT concurrency FROM part WHERE id = ?")
                .bind(id)
                .fetch_optional(&mut *transaction)
                .await?;
            return Err(match current {
                Some(current) => ChangePartError::Changed { given, current },
                None => FindPartError::from(NoPart(id)).into(),
            });
        };
        transaction.commit().await?;
        Ok(part)
    }
}
