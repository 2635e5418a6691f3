//! [`Project`]: a project of the primaERP mount, and its rules.

use errorbook::{Constraint, Violation};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::rules::{kept, not_blank};
use crate::storage::Text;

/// The path of the projects.
pub(crate) const PROJECTS: &str = "/primaerp/v1/projects";

const NAME_LIMIT: usize = 80;
pub(crate) const TOP_LIMIT: i64 = 1000;

/// A stored project.
///
/// ```json
/// {"id":1,"version":1,"name":"Alpha","owner":"jana","budgetHours":120}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// The id.
    pub id: i64,
    /// The version. Each change increments it.
    pub version: i64,
    /// The name. It is unique, ignoring upper and lower case.
    #[sqlx(try_from = "Text")]
    pub name: String,
    /// The person who is responsible for the project.
    #[sqlx(try_from = "Text")]
    pub owner: String,
    /// The maximum number of hours, or null without a limit.
    pub budget_hours: Option<i64>,
}

impl Project {
    /// Returns the path of the project, for the header `location`.
    pub fn location(&self) -> String {
        format!("{PROJECTS}/{}", self.id)
    }
}

/// The body of a POST.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct NewProject {
    /// Required, not blank, at most 80 characters.
    #[garde(required, inner(custom(not_blank), length(chars, max = NAME_LIMIT)))]
    pub name: Option<String>,
    /// Required, not blank.
    #[garde(required, inner(custom(not_blank)))]
    pub owner: Option<String>,
    /// At least 0. Absent means null.
    #[garde(range(min = 0))]
    pub budget_hours: Option<i64>,
}

impl NewProject {
    pub(crate) fn check(self) -> Result<ProjectFields, Vec<Violation>> {
        kept(self, &(), words, |new| {
            Some(ProjectFields { name: new.name?, owner: new.owner?, budget_hours: new.budget_hours })
        })
    }
}

/// The body of a PUT.
#[derive(utoipa::ToSchema, Debug, Clone, Default, Deserialize, Validate)]
#[serde(rename_all = "camelCase", default)]
pub struct ProjectChange {
    /// Required: the version that the client has seen.
    #[garde(required)]
    pub version: Option<i64>,
    /// The same as in [`NewProject`].
    #[garde(required, inner(custom(not_blank), length(chars, max = NAME_LIMIT)))]
    pub name: Option<String>,
    /// The same as in [`NewProject`].
    #[garde(required, inner(custom(not_blank)))]
    pub owner: Option<String>,
    /// The same as in [`NewProject`].
    #[garde(range(min = 0))]
    pub budget_hours: Option<i64>,
}

impl ProjectChange {
    /// Returns the version that the client has seen, and the new members.
    pub(crate) fn check(self) -> Result<(i64, ProjectFields), Vec<Violation>> {
        kept(self, &(), words, |change| {
            let fields = ProjectFields { name: change.name?, owner: change.owner?, budget_hours: change.budget_hours };
            Some((change.version?, fields))
        })
    }
}

/// The members of a project that a client sets, after all rules were checked.
#[derive(Debug)]
pub(crate) struct ProjectFields {
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) budget_hours: Option<i64>,
}

impl ProjectFields {
    /// Returns the form of the name that must be unique: ASCII letters in lower case.
    pub(crate) fn name_key(&self) -> String {
        self.name.to_ascii_lowercase()
    }
}

/// The query of the list of projects.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct PageQuery {
    /// The number of projects to skip: at least 0. It defaults to 0.
    pub skip: Option<i64>,
    /// The maximum number of projects in the response: 1 to 1000. It defaults to 1000.
    pub top: Option<i64>,
}

impl PageQuery {
    /// Returns the page if both parameters are within their bounds.
    ///
    /// # Errors
    ///
    /// Fails if a parameter is wrong. `skip` is checked before `top`.
    pub fn check(self) -> Result<Page, PageError> {
        let skip = self.skip.unwrap_or(0);
        let top = self.top.unwrap_or(TOP_LIMIT);
        if skip < 0 {
            return Err(PageError::Skip);
        }
        if !(1..=TOP_LIMIT).contains(&top) {
            return Err(PageError::Top);
        }
        Ok(Page { skip, top })
    }
}

/// A page of the list of projects. [`PageQuery::check`] creates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    pub(crate) skip: i64,
    pub(crate) top: i64,
}

/// Sets primaERP's message of a validation error. Some messages are errorbook's own.
fn words(violation: Violation) -> Violation {
    let message = match violation.constraint() {
        Constraint::Min => "must be greater than or equal to 0".to_owned(),
        Constraint::MaxLength(limit) => format!("size must be between 1 and {limit}"),
        constraint => constraint.to_string(),
    };
    violation.with_message(message).with_entity_type("depot.Project")
}
