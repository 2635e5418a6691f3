//! Projects in the database.

use crate::Depot;
use crate::error::{ChangeProjectError, CreateProjectError, FindProjectError, NoProject, ProjectStorageError};
use crate::project::{NewProject, Page, Project, ProjectChange};

impl Depot {
    /// A page of the projects, by id.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn projects(&self, page: Page) -> Result<Vec<Project>, ProjectStorageError> {
        let query = "SELECT id, version, name, owner, budget_hours FROM project ORDER BY id LIMIT ? OFFSET ?";
        Ok(sqlx::query_as(query).bind(page.top).bind(page.skip).fetch_all(self.0.storage.read()?).await?)
    }

    /// The project with this id.
    ///
    /// # Errors
    ///
    /// When there is none: PE01-1101.
    pub async fn project(&self, id: i64) -> Result<Project, FindProjectError> {
        let query = "SELECT id, version, name, owner, budget_hours FROM project WHERE id = ?";
        let project = sqlx::query_as(query).bind(id).fetch_optional(self.0.storage.read()?).await?;
        Ok(project.ok_or(NoProject(id))?)
    }

    /// Stores a new project.
    ///
    /// # Errors
    ///
    /// In this order: rules that are not kept (PE01-1104), a name that is taken (PE01-1102).
    pub async fn create_project(&self, new: NewProject) -> Result<Project, CreateProjectError> {
        let fields = new.check().map_err(CreateProjectError::Invalid)?;
        let mut transaction = self.0.storage.write().await?;
        let project = sqlx::query_as(
            "INSERT INTO project (name, name_key, owner, budget_hours) VALUES (?, ?, ?, ?)
             RETURNING id, version, name, owner, budget_hours",
        )
        .bind(&fields.name)
        .bind(fields.name_key())
        .bind(&fields.owner)
        .bind(fields.budget_hours)
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(project)
    }

    /// Stores a changed project, one version higher.
    ///
    /// # Errors
    ///
    /// In this order: rules that are not kept (PE01-1104), no such project (PE01-1101), a version that is not the
    /// project's (PE01-1107), a name that is taken (PE01-1102).
    pub async fn change_project(&self, id: i64, change: ProjectChange) -> Result<Project, ChangeProjectError> {
        let (given, fields) = change.check().map_err(CreateProjectError::Invalid)?;
        let mut transaction = self.0.storage.write().await?;
        let changed = sqlx::query_as(
            "UPDATE project SET name = ?, name_key = ?, owner = ?, budget_hours = ?, version = version + 1
             WHERE id = ? AND version = ?
             RETURNING id, version, name, owner, budget_hours",
        )
        .bind(&fields.name)
        .bind(fields.name_key())
        .bind(&fields.owner)
        .bind(fields.budget_hours)
        .bind(id)
        .bind(given)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(project) = changed else {
            let current = sqlx::query_scalar("SELECT version FROM project WHERE id = ?")
                .bind(id)
                .fetch_optional(&mut *transaction)
                .await?;
            return Err(match current {
                Some(current) => ChangeProjectError::Stale { given, current },
                None => NoProject(id).into(),
            });
        };
        transaction.commit().await?;
        Ok(project)
    }

    /// Deletes the project with this id.
    ///
    /// # Errors
    ///
    /// When there is none: PE01-1101.
    pub async fn delete_project(&self, id: i64) -> Result<(), FindProjectError> {
        let mut transaction = self.0.storage.write().await?;
        let deleted = sqlx::query("DELETE FROM project WHERE id = ?").bind(id).execute(&mut *transaction).await?;
        if deleted.rows_affected() == 0 {
            return Err(NoProject(id).into());
        }
        transaction.commit().await?;
        Ok(())
    }
}
