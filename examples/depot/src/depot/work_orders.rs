//! Work orders in the database, and the stock that they take.

use std::collections::BTreeSet;

use serde::Serialize;
use sqlx::SqliteConnection;

use crate::Depot;
use crate::error::WorkOrderError;
use crate::work_order::{NewWorkOrder, WorkOrder, WorkOrderFields};

impl Depot {
    /// Stores a work order and takes its parts from stock: both or neither.
    ///
    /// # Errors
    ///
    /// In this order: rules that are not kept (2200), too few parts in stock (2040).
    pub async fn create_work_order(&self, new: NewWorkOrder) -> Result<WorkOrder, WorkOrderError> {
        // All in one: no part goes and no stock shrinks between what was looked up and what is taken.
        let mut transaction = self.0.storage.write().await?;
        let known = known_parts(&mut transaction, &new.part_ids()).await?;
        let fields = new.check(&known).map_err(WorkOrderError::Invalid)?;
        take_stock(&mut transaction, &fields).await?;
        let id = insert(&mut transaction, &fields).await?;
        transaction.commit().await?;
        Ok(fields.stored_as(id))
    }
}

/// Those of the parts that exist, by their ids.
async fn known_parts(connection: &mut SqliteConnection, ids: &BTreeSet<i64>) -> sqlx::Result<BTreeSet<i64>> {
    let query = "SELECT id FROM part WHERE id IN (SELECT value FROM json_each(?))";
    let known: Vec<i64> = sqlx::query_scalar(query).bind(json(ids)?).fetch_all(connection).await?;
    Ok(known.into_iter().collect())
}

async fn take_stock(connection: &mut SqliteConnection, fields: &WorkOrderFields) -> Result<(), WorkOrderError> {
    for (part, wanted) in fields.wanted() {
        let Ok(wanted) = i64::try_from(wanted) else {
            return Err(WorkOrderError::TooFew(part));
        };
        let taken = sqlx::query(
            "UPDATE part SET quantity = quantity - ?1, concurrency = concurrency + 1 WHERE id = ?2 AND quantity >= ?1",
        )
        .bind(wanted)
        .bind(part)
        .execute(&mut *connection)
        .await?;
        if taken.rows_affected() == 0 {
            return Err(WorkOrderError::TooFew(part));
        }
    }
    Ok(())
}

async fn insert(connection: &mut SqliteConnection, fields: &WorkOrderFields) -> sqlx::Result<i64> {
    let query = "INSERT INTO work_order (name, starts, ends, contracted_unit) VALUES (?, ?, ?, ?) RETURNING id";
    let id = sqlx::query_scalar(query)
        .bind(&fields.name)
        .bind(&fields.start)
        .bind(&fields.end)
        .bind(fields.contracted_unit)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO work_order_part (work_order_id, position, part_id, quantity)
         SELECT ?, key, value ->> 'partId', value ->> 'quantity' FROM json_each(?)",
    )
    .bind(id)
    .bind(json(&fields.parts)?)
    .execute(connection)
    .await?;
    Ok(id)
}

/// A list as one value: one statement for all of its elements, however many a client sends.
fn json(list: &impl Serialize) -> sqlx::Result<String> {
    serde_json::to_string(list).map_err(|error| sqlx::Error::Encode(error.into()))
}
