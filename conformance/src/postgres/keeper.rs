//! [`Keeper`]: a process that stops a server when this process ends, however it ends.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};

/// Runs the server, and sends it the signal that is read from the input. If the input ends without a signal, our process has
/// ended, so the folder is removed too. Only the server holds the log, so the log ends when the server does.
const SCRIPT: &str = r#"
folder=$1
shift
"$@" </dev/null &
exec 2>/dev/null
read -r signal
kill -s "${signal:-QUIT}" $!
kill -s CONT $!
wait
[ -n "$signal" ] || rm -rf "$folder"
"#;

/// A server and the shell that runs it.
///
/// Both are in their own process group. Ctrl-C in the terminal does not reach them, but the end of the input does.
#[derive(Debug)]
pub(crate) struct Keeper {
    shell: Child,
    input: Option<ChildStdin>,
}

impl Keeper {
    /// Starts a server, and waits until its log contains these words.
    pub(crate) fn run(
        server: &[OsString],
        folder: &Path,
        account: Option<&Account>,
        ready: &str,
    ) -> io::Result<Keeper> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "sh"]).arg(folder).args(server).current_dir(folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        // The log must be in English, because the words are searched in it.
        command.env("LC_ALL", "C");
        if let Some(account) = account {
            account.run(&mut command);
        }
        let mut shell = command.spawn()?;
        let (input, log) = (shell.stdin.take(), shell.stderr.take());
        let keeper = Keeper { shell, input };
        let mut lines = BufReader::new(log.ok_or(io::ErrorKind::BrokenPipe)?).lines();
        let mut log_lines = Vec::new();
        for line in lines.by_ref() {
            log_lines.push(line?);
            if log_lines.last().is_some_and(|line| line.contains(ready)) {
                // Reads the rest of the log, which could otherwise fill the pipe and block the server.
                thread::spawn(move || lines.for_each(drop));
                return Ok(keeper);
            }
        }
        Err(io::Error::other(log_lines.join("\n")))
    }

    /// Ends the input, as the end of our process does, and waits until the shell has exited.
    #[cfg(test)]
    pub(super) fn left_alone(&mut self) -> io::Result<std::process::ExitStatus> {
        drop(self.input.take());
        self.shell.wait()
    }

    /// Sends a signal to the server, and waits until it has exited.
    pub(crate) fn end_with(mut self, signal: &str) -> io::Result<()> {
        if let Some(mut input) = self.input.take() {
            writeln!(input, "{signal}")?;
        }
        self.shell.wait().map(drop)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.input.take());
        // Waits, so that the folder is gone afterwards.
        let _ = self.shell.wait();
    }
}

/// Frozen processes. Dropping this lets them continue.
#[derive(Debug)]
pub(crate) struct Frozen(Vec<Pid>);

impl Frozen {
    /// Freezes a process and its children.
    pub(crate) fn freeze(parent: Pid) -> io::Result<Frozen> {
        let mut frozen = Frozen(Vec::new());
        frozen.stop(parent)?;
        let id = parent.as_raw_nonzero();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children"))?;
        children.split_whitespace().filter_map(process).try_for_each(|child| frozen.stop(child))?;
        Ok(frozen)
    }

    fn stop(&mut self, process: Pid) -> io::Result<()> {
        kill_process(process, Signal::STOP)?;
        self.0.push(process);
        Ok(())
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        for process in &self.0 {
            let _ = kill_process(*process, Signal::CONT);
        }
    }
}

/// Parses the id of a process.
pub(crate) fn process(id: &str) -> Option<Pid> {
    Pid::from_raw(id.trim().parse().ok()?)
}

/// The account under which a server runs.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

impl Account {
    /// Returns the account with this name, or `nobody`, an account without rights.
    pub(crate) fn of(name: &str) -> io::Result<Account> {
        let accounts = fs::read_to_string("/etc/passwd")?;
        let account = |name: &str| {
            let mut fields = accounts
                .lines()
                .map(|line| line.split(':'))
                .find_map(|mut fields| (fields.next() == Some(name)).then_some(fields))?;
            Some(Account { user: fields.nth(1)?.parse().ok()?, group: fields.next()?.parse().ok()? })
        };
        account(name).or_else(|| account("nobody")).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    pub(crate) fn run(&self, command: &mut Command) {
        command.uid(self.user).gid(self.group);
    }
}
