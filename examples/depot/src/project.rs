//! [`Project`]: what the primaERP mount keeps, and the rules for it.

use errorbook::{Constraint, Error, FieldPath, Violation};
use serde::{Deserialize, Serialize};

use crate::Member;
use crate::rules::{Rules, text};

/// Where the projects are.
pub(crate) const PROJECTS: &str = "/primaerp/v1/projects";

const NAME_LIMIT: u64 = 80;
const TOP_LIMIT: i64 = 1000;

/// A project, as stored and answered.
///
/// ```json
/// {"id":1,"version":1,"name":"Alpha","owner":"jana","budgetHours":120}
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Its key.
    pub id: i64,
    /// One higher after each change.
    pub version: i64,
    /// Unlike every other project's, in whatever letter case.
    pub name: String,
    /// Who answers for it.
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
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewProject {
    /// Required, not blank, at most 80 characters.
    pub name: Member<String>,
    /// Required, not blank.
    pub owner: Member<String>,
    /// At least 0; absent is null.
    pub budget_hours: Option<i64>,
}

impl NewProject {
    pub(crate) fn check(self) -> Result<ProjectFields, Vec<Violation>> {
        let mut rules = Rules::new(words);
        let fields = fields(&mut rules, self.name, self.owner, self.budget_hours);
        rules.finish(fields)
    }
}

/// The body of a PUT.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProjectChange {
    /// Required: the version that the client has seen.
    pub version: Member<i64>,
    /// As in [`NewProject`].
    pub name: Member<String>,
    /// As in [`NewProject`].
    pub owner: Member<String>,
    /// As in [`NewProject`].
    pub budget_hours: Option<i64>,
}

impl ProjectChange {
    /// The version that the client has seen, and what it wants.
    pub(crate) fn check(self) -> Result<(i64, ProjectFields), Vec<Violation>> {
        let mut rules = Rules::new(words);
        let version = rules.keep("version", self.version.required());
        let fields = fields(&mut rules, self.name, self.owner, self.budget_hours);
        rules.finish(version.zip(fields))
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
    pub fn check(self) -> Result<Page, Error> {
        let skip = self.skip.unwrap_or(0);
        let top = self.top.unwrap_or(TOP_LIMIT);
        if skip < 0 {
            return Err(Error::parameter("skip", "must be at least 0"));
        }
        if !(1..=TOP_LIMIT).contains(&top) {
            return Err(Error::parameter("top", format_args!("must be between 1 and {TOP_LIMIT}")));
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

fn fields(
    rules: &mut Rules,
    name: Member<String>,
    owner: Member<String>,
    budget_hours: Option<i64>,
) -> Option<ProjectFields> {
    let name = rules.keep("name", text(name, Some(NAME_LIMIT)));
    let owner = rules.keep("owner", text(owner, None));
    if budget_hours.is_some_and(|hours| hours < 0) {
        rules.refuse("budgetHours", Constraint::Min);
    }
    Some(ProjectFields { name: name?, owner: owner?, budget_hours })
}

/// A violation in primaERP's words, which know no difference between absent and null.
fn words(field: FieldPath, constraint: Constraint) -> Violation {
    let (constraint, message) = match constraint {
        Constraint::Missing | Constraint::Required => (Constraint::Required, "may not be null".to_owned()),
        Constraint::Blank => (Constraint::Blank, "may not be blank".to_owned()),
        Constraint::Min => (Constraint::Min, "must be greater than or equal to 0".to_owned()),
        Constraint::MaxLength(limit) => (constraint, format!("size must be between 1 and {limit}")),
        other => {
            let message = other.to_string();
            (other, message)
        }
    };
    Violation::new(field, constraint).with_message(message).with_entity_type("depot.Project")
}
