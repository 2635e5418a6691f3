//! `errorbook merge`.

use errorbook_catalog::merge::merge;

use crate::check;
use crate::failure::Failure;
use crate::options::Merge;
use crate::output::{note, print_file, print_json};
use crate::{Outcome, source};

pub(crate) fn run(options: &Merge) -> Result<Outcome, Failure> {
    match merge(&source::catalogs(&options.files)?) {
        Ok(mut catalog) => {
            if let Some(name) = &options.name {
                catalog.name.clone_from(name);
            }
            // A catalog is JSON in both formats.
            print_file(&catalog.to_string())?;
            Ok(Outcome::Clean)
        }
        Err(clashes) => {
            if options.format.is_json() {
                print_json(&clashes)?;
            } else {
                // A closed standard error is not a failure.
                let _ = note(&check::text(&clashes));
            }
            Ok(Outcome::Found)
        }
    }
}
