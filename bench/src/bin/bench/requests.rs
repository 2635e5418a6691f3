//! Instructions of a whole request that needs nothing, from the bytes that come in to the bytes that go out.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::{env, io};

use bench::on::{self, Around};
use clap::ValueEnum as _;

use crate::server::{self, Framework, Server};
use crate::{Result, callgrind};

/// How many requests there are in the shorter one of two runs; what else a server does, the difference leaves out.
const FEW: u64 = 100;
/// How many there are more in the longer one.
const MORE: u64 = 1_000;

/// The name of a server in the record.
pub(crate) fn name(framework: Framework, around: Around) -> Result<String> {
    Ok(format!("{}-request-{}", server::argument(framework)?, server::argument(around)?))
}

/// Counts the instructions of a request to each server.
pub(crate) fn count() -> Result<BTreeMap<String, u64>> {
    let servers = Framework::value_variants().iter().flat_map(|framework| {
        let arounds = Around::value_variants().iter().map(|around| (*framework, *around));
        arounds.filter(|(framework, around)| framework.has(*around))
    });
    servers.map(|(framework, around)| Ok((name(framework, around)?, count_of(framework, around)?))).collect()
}

fn count_of(framework: Framework, around: Around) -> Result<u64> {
    let run = |requests| -> Result<u64> {
        let out = tempfile::NamedTempFile::new()?;
        let mut program = callgrind::command(out.path());
        program.arg(env::current_exe()?);
        let server = Server::start(program, framework, around)?;
        ask(server.port, requests)?;
        server.end()?;
        callgrind::total(out.path())
    };
    Ok((run(FEW + MORE)? - run(FEW)?) / MORE)
}

/// Asks for what succeeds, on two connections in turns.
///
/// A response says that the server, which has one thread, is through with the request before it, on the other connection. On
/// one connection the next request would come before or after the server's look for it, as chance has it.
fn ask(port: u16, requests: u64) -> Result<()> {
    let connect = || -> io::Result<_> { Ok(BufReader::new(TcpStream::connect(("127.0.0.1", port))?)) };
    let mut connections = [connect()?, connect()?];
    for request in 0..requests {
        let [connection, _] = &mut connections;
        connection.get_mut().write_all(format!("GET {} HTTP/1.1\r\nhost: bench\r\n\r\n", on::FINE).as_bytes())?;
        is_fine(connection).map_err(|error| format!("request {request}: {error}"))?;
        connections.reverse();
    }
    Ok(())
}

/// Reads a response, which must be the route's.
fn is_fine(connection: &mut BufReader<TcpStream>) -> Result<()> {
    let (mut head, mut body) = (String::new(), [0; 4]);
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head)? == 0 {
            return Err("the server has hung up".into());
        }
    }
    connection.read_exact(&mut body)?;
    let is_fine = head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("\r\ncontent-length: 4\r\n");
    if is_fine && &body == b"fine" { Ok(()) } else { Err(format!("not what was asked for: {head}").into()) }
}
