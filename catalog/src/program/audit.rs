//! `errorbook audit`.

use errorbook_catalog::audit::Audit;

use crate::failure::Failure;
use crate::options::Audit as Options;
use crate::output::{print, print_json};
use crate::{Outcome, source};

pub(crate) fn run(options: &Options) -> Result<Outcome, Failure> {
    let catalog = source::catalog(&options.file)?;
    let mut audit = Audit::new(&catalog, &source::recording(&options.recording)?);
    if let Some(folder) = &options.source {
        let searched = audit.search(&catalog, folder);
        searched.map_err(|error| Failure::Unread(folder.display().to_string(), error))?;
    }
    if options.format.is_json() {
        print_json(&audit)?
    } else {
        print(&audit.to_string())?
    }
    Ok(if audit.is_clean() { Outcome::Clean } else { Outcome::Found })
}
