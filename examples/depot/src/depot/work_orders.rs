//! Work orders in the database, and the parts that they take from stock.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::Depot;
use crate::error::WorkOrderError;
use crate::storage::{Transaction, Value, in_time};
use crate::work_order::{NewWorkOrder, WorkOrder, WorkOrderFields};

impl Depot {
    /// Stores a work order and takes its parts from stock, in one transaction.
    ///
    /// # Errors
    ///
    /// Fails, in this order: with 2200 if the order breaks a rule, and with 2040 if there are too few parts in stock.
    pub async fn create_work_order(&self, new: NewWorkOrder) -> Result<WorkOrder, WorkOrderError> {
        in_time(async {
            // One transaction: no part is deleted, and no stock shrinks, between the lookup and the update.
            let mut transaction = self.0.write().await?;
            let known = known_parts(&mut transaction, &new.part_ids()).await?;
            let fields = new.check(&known).map_err(WorkOrderError::Invalid)?;
            take_stock(&mut transaction, &fields).await?;
            let id = insert(&mut transaction, &fields).await?;
            transaction.commit().await?;
            Ok(fields.stored_as(id))
        })
        .await
    }
}

/// Returns the ids of the parts that exist. Other transactions cannot change or delete them until this transaction ends.
async fn known_parts(transaction: &mut Transaction, ids: &BTreeSet<i64>) -> sqlx::Result<BTreeSet<i64>> {
    let query = match transaction {
        // The whole database is locked, so no row needs a lock.
        Transaction::Sqlite(_) => "SELECT id FROM part WHERE id IN (SELECT value FROM json_each($1))",
        // The rows are locked in the order of their ids, so that two orders cannot block each other in a circle.
        Transaction::Postgres(_) => {
            "SELECT id FROM part WHERE id IN (SELECT value::BIGINT FROM json_array_elements_text($1::JSON))
             ORDER BY id FOR UPDATE"
        }
    };
    let known: Vec<(i64,)> = transaction.all(query, &[json(ids)?]).await?;
    Ok(known.into_iter().map(|(id,)| id).collect())
}

async fn take_stock(transaction: &mut Transaction, fields: &WorkOrderFields) -> Result<(), WorkOrderError> {
    for (part, wanted) in fields.wanted() {
        let Ok(wanted) = i64::try_from(wanted) else {
            return Err(WorkOrderError::TooFew(part));
        };
        let taken = transaction
            .optional(
                "UPDATE part SET quantity = quantity - $1, concurrency = concurrency + 1
                 WHERE id = $2 AND quantity >= $1 RETURNING id",
                &[wanted.into(), part.into()],
            )
            .await?;
        let (_,): (i64,) = taken.ok_or(WorkOrderError::TooFew(part))?;
    }
    Ok(())
}

async fn insert(transaction: &mut Transaction, fields: &WorkOrderFields) -> sqlx::Result<i64> {
    let (id,): (i64,) = transaction
        .one(
            "INSERT INTO work_order (name, starts, ends, contracted_unit) VALUES ($1, $2, $3, $4) RETURNING id",
            &[
                fields.name.as_str().into(),
                fields.start.as_str().into(),
                fields.end.as_str().into(),
                fields.contracted_unit.into(),
            ],
        )
        .await?;
    let query = match transaction {
        Transaction::Sqlite(_) => {
            "INSERT INTO work_order_part (work_order_id, position, part_id, quantity)
             SELECT $1, key, value ->> 'partId', value ->> 'quantity' FROM json_each($2) RETURNING position"
        }
        Transaction::Postgres(_) => {
            "INSERT INTO work_order_part (work_order_id, position, part_id, quantity)
             SELECT $1, position - 1, (part ->> 'partId')::BIGINT, (part ->> 'quantity')::BIGINT
             FROM json_array_elements($2::JSON) WITH ORDINALITY AS given (part, position) RETURNING position"
        }
    };
    let _: Vec<(i64,)> = transaction.all(query, &[id.into(), json(&fields.parts)?]).await?;
    Ok(id)
}

/// Encodes a list as one value, so that one statement handles all its elements.
fn json(list: &impl Serialize) -> sqlx::Result<Value> {
    let json = serde_json::to_string(list).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(json.as_str().into())
}
