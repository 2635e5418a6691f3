//! `errorbook verify`.

use errorbook_catalog::Verification;

use crate::failure::Failure;
use crate::options::Verify;
use crate::output::{print, print_json};
use crate::{Outcome, source};

pub(crate) fn run(options: &Verify) -> Result<Outcome, Failure> {
    let (document, recording) = (source::document(&options.document)?, source::recording(&options.recording)?);
    let verification = Verification::new(&document, &recording);
    let verification = verification.map_err(|error| Failure::NotADocument(options.document.clone(), error))?;
    if options.format.is_json() {
        print_json(&verification)?
    } else {
        print(&verification.to_string())?
    }
    Ok(if verification.is_documented() { Outcome::Clean } else { Outcome::Found })
}
