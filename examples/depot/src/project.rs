//! [`Project`]: what the primaERP mount keeps, and the rules for it.

use errorbook::{Constraint, Violation};
use garde::Validate;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::rules::{kept, not_blank};
use crate::storage::Text;

/// Where the projects are.
pub(crate) const PROJECTS: &str = "/primaerp/v1/projects";

const NAME_LIMIT: usize = 80;
pub(crate) const TOP_LIMIT: i64 = 1000;

/// A project, as stored and answered.
///
/// ```json
/// {"id":1,"version":1,"name":"Alpha","owner":"jana","budgetHours":120}
/// ```
#[derive(utoipa::ToSchema, Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Its key.
    pub id: i64,
    /// One higher after each change.
    pub version: i64,
    /// Unlike every other project's, in whatever letter case.
    #[sqlx(try_from = "Text")]
    pub name: String,
    /// Who answers for it.
    #[sqlx(try_from = "Text")]
    pub owner: String,
    /// Hours that it may take, if that is limited.
    pub budget_hours: Option<i64>,
}

impl Project {
    /// Where the project is found: the `location` of a fresh one.
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
    /// At least 0; absent is null.
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
    /// As in [`NewProject`].
    #[garde(required, inner(custom(not_blank), length(chars, max = NAME_LIMIT)))]
    pub name: Option<String>,
    /// As in [`NewProject`].
    #[garde(required, inner(custom(not_blank)))]
    pub owner: Option<String>,
    /// As in [`NewProject`].
    #[garde(range(min = 0))]
    pub budget_hours: Option<i64>,
}

impl ProjectChange {
    /// The version that the client has seen, and what it wants.
    pub(crate) fn check(self) -> Result<(i64, ProjectFields), Vec<Violation>> {
        kept(self, &(), words, |change| {
            let fields = ProjectFields { name: change.name?, owner: change.owner?, budget_hours: change.budget_hours };
            Some((change.version?, fields))
        })
    }
}

/// The members of a project that a client sets and that keep their rules.
#[derive(Debug)]
pub(crate) struct ProjectFields {
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) budget_hours: Option<i64>,
}

impl ProjectFields {
    /// What has to be unique: letter case is free, and it is ASCII's.
    pub(crate) fn name_key(&self) -> String {
        self.name.to_ascii_lowercase()
    }
}

/// The query of the list of projects: which part of it is wanted.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct PageQuery {
    /// How many projects to leave out: at least 0, which is also the default.
    pub skip: Option<i64>,
    /// How many projects to answer at most: 1 to 1000, by default 1000.
    pub top: Option<i64>,
}

impl PageQuery {
    /// The page, when both parameters are within their bounds.
    ///
    /// # Errors
    ///
    /// A wrong parameter: `skip` goes before `top`.
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

/// A part of the list of projects, within its bounds: made by [`PageQuery::check`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    pub(crate) skip: i64,
    pub(crate) top: i64,
}

/// A violation in primaERP's words, of which errorbook's own are some.
fn words(violation: Violation) -> Violation {
    let message = match violation.constraint() {
        Constraint::Min => "must be greater than or equal to 0".to_owned(),
        Constraint::MaxLength(limit) => format!("size must be between 1 and {limit}"),
        constraint => constraint.to_string(),
    };
    violation.with_message(message).with_entity_type("depot.Project")
}
