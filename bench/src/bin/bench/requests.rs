//! Counts the instructions of a whole request to a route without input, from the received bytes to the sent bytes.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::{env, io};

use bench::on::{self, Around};
use clap::ValueEnum as _;

use crate::server::{self, Framework, Server};
use crate::{Result, callgrind};

/// The number of requests in the shorter of two runs. The difference of the runs removes everything else that a server does.
const FEW: u64 = 100;
/// The number of additional requests in the longer run.
const MORE: u64 = 1_000;

/// Returns the name of a server in the record.
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

/// Sends successful requests on two connections in turns.
///
/// The server has one thread, so a response shows that it has finished the previous request on the other connection. With one
/// connection, the next request would arrive before or after the server looks for it, depending on chance.
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

/// Reads a response, and checks that it is that of the route.
fn is_fine(connection: &mut BufReader<TcpStream>) -> Result<()> {
    let (mut head, mut body) = (String::new(), [0; 4]);
    while !head.ends_with("\r\n\r\n") {
        if connection.read_line(&mut head)? == 0 {
            return Err("the server has closed the connection".into());
        }
    }
    connection.read_exact(&mut body)?;
    let is_fine = head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("\r\ncontent-length: 4\r\n");
    if is_fine && &body == b"fine" { Ok(()) } else { Err(format!("wrong response: {head}").into()) }
}
