//! Projects in the database.

use crate::Depot;
use crate::error::{ChangeProjectError, CreateProjectError, FindProjectError, NoProject, ProjectStorageError};
use crate::project::{NewProject, Page, Project, ProjectChange};
use crate::storage::in_time;

impl Depot {
    /// Returns a page of the projects, ordered by id.
    ///
    /// # Errors
    ///
    /// Fails if the database fails.
    pub async fn projects(&self, page: Page) -> Result<Vec<Project>, ProjectStorageError> {
        let query = "SELECT id, version, name, owner, budget_hours FROM project ORDER BY id LIMIT $1 OFFSET $2";
        in_time(async { Ok(self.0.all(query, &[page.top.into(), page.skip.into()]).await?) }).await
    }

    /// Returns the project with this id.
    ///
    /// # Errors
    ///
    /// Fails with PE01-1101 if no project has the id.
    pub async fn project(&self, id: i64) -> Result<Project, FindProjectError> {
        let query = "SELECT id, version, name, owner, budget_hours FROM project WHERE id = $1";
        in_time(async { Ok(self.0.optional(query, &[id.into()]).await?.ok_or(NoProject(id))?) }).await
    }

    /// Stores a new project.
    ///
    /// # Errors
    ///
    /// Fails, in this order: with PE01-1104 if the project breaks a rule, and with PE01-1102 if its name is taken.
    pub async fn create_project(&self, new: NewProject) -> Result<Project, CreateProjectError> {
        let fields = new.check().map_err(CreateProjectError::Invalid)?;
        in_time(async {
            let mut transaction = self.0.write().await?;
            // The lookup keeps a rejected project from using up an id. The database's constraint decides.
            let created = transaction
                .optional(
                    "INSERT INTO project (name, name_key, owner, budget_hours)
                     SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM project WHERE name_key = $2)
                     RETURNING id, version, name, owner, budget_hours",
                    &[
                        fields.name.as_str().into(),
                        fields.name_key().as_str().into(),
                        fields.owner.as_str().into(),
                        fields.budget_hours.into(),
                    ],
                )
                .await?;
            let project = created.ok_or(CreateProjectError::NameTaken)?;
            transaction.commit().await?;
            Ok(project)
        })
        .await
    }

    /// Stores a changed project, and increments its version.
    ///
    /// # Errors
    ///
    /// Fails, in this order: with PE01-1104 if the project breaks a rule, with PE01-1101 if it does not exist, with PE01-1107
    /// if the version is not the project's, and with PE01-1102 if its name is taken.
    pub async fn change_project(&self, id: i64, change: ProjectChange) -> Result<Project, ChangeProjectError> {
        let (given, fields) = change.check().map_err(CreateProjectError::Invalid)?;
        in_time(async {
            let mut transaction = self.0.write().await?;
            let changed = transaction
                .optional(
                    "UPDATE project SET name = $1, name_key = $2, owner = $3, budget_hours = $4, version = version + 1
                     WHERE id = $5 AND version = $6
                     RETURNING id, version, name, owner, budget_hours",
                    &[
                        fields.name.as_str().into(),
                        fields.name_key().as_str().into(),
                        fields.owner.as_str().into(),
                        fields.budget_hours.into(),
                        id.into(),
                        given.into(),
                    ],
                )
                .await?;
            let Some(project) = changed else {
                let current = transaction.optional("SELECT version FROM project WHERE id = $1", &[id.into()]).await?;
                return Err(match current {
                    Some((current,)) => ChangeProjectError::Stale { given, current },
                    None => NoProject(id).into(),
                });
            };
            transaction.commit().await?;
            Ok(project)
        })
        .await
    }

    /// Deletes the project with this id.
    ///
    /// # Errors
    ///
    /// Fails with PE01-1101 if no project has the id.
    pub async fn delete_project(&self, id: i64) -> Result<(), FindProjectError> {
        in_time(async {
            let mut transaction = self.0.write().await?;
            let deleted = transaction.optional("DELETE FROM project WHERE id = $1 RETURNING id", &[id.into()]).await?;
            let (_,): (i64,) = deleted.ok_or(NoProject(id))?;
            Ok(transaction.commit().await?)
        })
        .await
    }
}
