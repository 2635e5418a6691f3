//! `errorbook completions` and `errorbook man`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Outcome;
use crate::failure::Failure;
use crate::options::Options;
use crate::output::print_file;

pub(crate) fn completions(shell: Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Options::command(), "errorbook", &mut script);
    print_file(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}

/// Prints one manual page with a section for each command.
pub(crate) fn man() -> Result<Outcome, Failure> {
    let mut command = Options::command();
    command.build();
    let mut page = Vec::new();
    let render = |page: &mut Vec<u8>| {
        clap_mangen::Man::new(command.clone()).render(page)?;
        command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help").try_for_each(|subcommand| {
            let man = clap_mangen::Man::new(subcommand.clone());
            man.render_name_section(page)?;
            man.render_synopsis_section(page)?;
            man.render_description_section(page)?;
            man.render_options_section(page)
        })
    };
    render(&mut page).map_err(|error| Failure::Unwritten("the manual page".to_owned(), error))?;
    print_file(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Clean)
}
