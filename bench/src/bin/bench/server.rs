//! [`Server`]: this program in its own process, serving the routes of a framework on one thread.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{self, Child, Command, Stdio};
use std::thread;

use bench::on::{self, Around};
use clap::ValueEnum;

use crate::Result;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Framework {
    Actix,
    Axum,
    Rocket,
    Warp,
}

impl Framework {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Framework::Actix => "actix-web",
            Framework::Axum => "axum",
            Framework::Rocket => "Rocket",
            Framework::Warp => "warp",
        }
    }

    /// Returns true if this layer makes a difference for the framework.
    pub(crate) fn has(self, around: Around) -> bool {
        around != Around::Outside || matches!(self, Framework::Axum)
    }

    /// Serves until standard input ends. The process that started this one holds the other end.
    pub(crate) fn serve(self, around: Around) -> io::Result<()> {
        thread::spawn(|| {
            let _ = io::copy(&mut io::stdin(), &mut io::sink());
            process::exit(0);
        });
        let serve = match self {
            Framework::Actix => on::actix::serve,
            Framework::Axum => on::axum::serve,
            Framework::Rocket => on::rocket::serve,
            Framework::Warp => on::warp::serve,
        };
        serve(around, |port| {
            println!("{port}");
            let _ = io::stdout().flush();
        })
    }
}

/// A running server process. Dropping this kills it.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts `program`, which runs this program directly or indirectly, and waits until it listens.
    pub(crate) fn start(mut program: Command, framework: Framework, around: Around) -> Result<Server> {
        program.arg("serve").args([argument(framework)?, argument(around)?]);
        let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("the output is piped")?;
        let mut server = Server { child, port: 0 };
        BufReader::new(output).read_line(&mut line)?;
        server.port = line.trim().parse().map_err(|_| format!("{} does not listen", framework.name()))?;
        Ok(server)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets the server exit by itself, so that callgrind can write its counts.
    pub(crate) fn end(mut self) -> Result<()> {
        drop(self.child.stdin.take());
        let ended = self.child.wait()?;
        if ended.success() { Ok(()) } else { Err(format!("the server: {ended}").into()) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the value's name on the command line.
pub(crate) fn argument(value: impl ValueEnum) -> Result<String> {
    Ok(value.to_possible_value().ok_or("no value is hidden")?.get_name().to_owned())
}
