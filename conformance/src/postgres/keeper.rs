//! [`Keeper`]: a process that ends a server when we end, in whatever way that is.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};

/// Runs the server, and ends it by the signal that is on its input. If there is nothing but the end of the input, nobody is left
/// who wants it: the folder goes too. Only the server holds the log, which ends with it.
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

/// A server, and the shell that runs it.
///
/// Both are a process group of their own: Ctrl-C in the terminal does not reach them, but the end of the input does.
#[derive(Debug)]
pub(crate) struct Keeper {
    shell: Child,
    input: Option<ChildStdin>,
}

impl Keeper {
    /// Runs a server until a line of its log has these words.
    pub(crate) fn run(
        server: &[OsString],
        folder: &Path,
        account: Option<&Account>,
        ready: &str,
    ) -> io::Result<Keeper> {
        let mut command = Command::new("sh");
        command.args(["-c", SCRIPT, "sh"]).arg(folder).args(server).current_dir(folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        // The messages are read here.
        command.env("LC_ALL", "C");
        if let Some(account) = account {
            account.run(&mut command);
        }
        let mut shell = command.spawn()?;
        let (input, log) = (shell.stdin.take(), shell.stderr.take());
        let keeper = Keeper { shell, input };
        let mut lines = BufReader::new(log.ok_or(io::ErrorKind::BrokenPipe)?).lines();
        let mut said = Vec::new();
        for line in lines.by_ref() {
            said.push(line?);
            if said.last().is_some_and(|line| line.contains(ready)) {
                // Whatever else is written must not fill the pipe and block the server.
                thread::spawn(move || lines.for_each(drop));
                return Ok(keeper);
            }
        }
        Err(io::Error::other(said.join("\n")))
    }

    /// Does what happens when we are no more, and waits until it is over.
    #[cfg(test)]
    pub(super) fn left_alone(&mut self) -> io::Result<std::process::ExitStatus> {
        drop(self.input.take());
        self.shell.wait()
    }

    /// Sends the server a signal, and waits until it has ended.
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
        // Waited for: its folder is gone when we go on.
        let _ = self.shell.wait();
    }
}

/// Processes that stand still until this is dropped.
#[derive(Debug)]
pub(crate) struct Frozen(Vec<Pid>);

impl Frozen {
    /// Stops a process, and those that it has started.
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

/// A process by the text of its id.
pub(crate) fn process(id: &str) -> Option<Pid> {
    Pid::from_raw(id.trim().parse().ok()?)
}

/// The account that runs a server.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

impl Account {
    /// The account that a package makes, or the one that every system has for somebody without rights.
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
