//! A list of acknowledged writes, to check that all of them are kept.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use serde_json::{Value, json};

use crate::client::{Client, ClientError, PATIENCE, Request};
use crate::tally::Tally;

/// The number of projects on a page.
const PAGE: usize = 1000;

/// An event that a writer reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Told {
    Begins,
    Acknowledged,
}

/// The writes of one client.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The number of acknowledged writes. A write is acknowledged when its whole response was received.
    pub(super) acknowledged: usize,
    /// The possible contents of each id: the last acknowledged write, and later writes without a response.
    projects: BTreeMap<i64, Vec<Option<Value>>>,
    pub(super) tally: Tally,
}

impl Ledger {
    /// Stores, changes and deletes projects while `goes_on` returns true and the server responds.
    pub(super) fn write(
        address: SocketAddr,
        writer: usize,
        goes_on: impl Fn(usize) -> bool,
        tell: &Sender<Told>,
    ) -> Ledger {
        let mut ledger = Ledger::default();
        let Ok(mut client) = Client::new(address, PATIENCE) else {
            ledger.tally.failures.push("the client cannot be created".to_owned());
            return ledger;
        };
        for number in (0..).take_while(|number| goes_on(*number)) {
            if ledger.write_one(&mut client, &format!("writer {writer}, {number}"), number, tell).is_err() {
                ledger.tally.without_response += 1;
                break;
            }
        }
        ledger
    }

    fn write_one(
        &mut self,
        client: &mut Client,
        name: &str,
        number: usize,
        tell: &Sender<Told>,
    ) -> Result<(), ClientError> {
        let _ = tell.send(Told::Begins);
        let project = json!({"name": name, "owner": "eva", "budgetHours": null});
        let created = self.tally.send(client, &request("POST", "", Some(&project)))?;
        let Some(project) = stored(201, created.status, &created.body) else { return Ok(()) };
        let Some(id) = project.get("id").and_then(Value::as_i64) else {
            self.tally.failures.push(format!("the project has no id: {project}"));
            return Ok(());
        };
        self.acknowledge(id, Some(project), tell);

        let target = format!("/{id}");
        let sent = json!({"version": 1, "name": name, "owner": "eva", "budgetHours": number});
        let changed = json!({"id": id, "version": 2, "name": name, "owner": "eva", "budgetHours": number});
        let sent = request("PUT", &target, Some(&sent));
        self.projects.entry(id).or_default().push(Some(changed));
        let response = self.tally.send(client, &sent)?;
        let Some(changed) = stored(200, response.status, &response.body) else { return Ok(()) };
        self.acknowledge(id, Some(changed), tell);

        if number.is_multiple_of(3) {
            self.projects.entry(id).or_default().push(None);
            if self.tally.send(client, &request("DELETE", &target, None))?.status == 204 {
                self.acknowledge(id, None, tell);
            }
        }
        Ok(())
    }

    fn acknowledge(&mut self, id: i64, project: Option<Value>, tell: &Sender<Told>) {
        self.acknowledged += 1;
        self.projects.insert(id, vec![project]);
        let _ = tell.send(Told::Acknowledged);
    }

    /// Returns the projects that differ from every possible content.
    pub(super) fn lost(&self, found: &BTreeMap<i64, Value>) -> Vec<String> {
        let is_lost = |id: &i64, possible: &Vec<Option<Value>>| !possible.contains(&found.get(id).cloned());
        let lost = self.projects.iter().filter(|(id, possible)| is_lost(id, possible));
        lost.map(|(id, possible)| format!("project {id} is {:?}, not {possible:?}", found.get(id))).collect()
    }
}

/// Returns all projects of a server by their ids.
pub(super) fn projects(address: SocketAddr) -> Result<BTreeMap<i64, Value>, ClientError> {
    let mut client = Client::new(address, PATIENCE)?;
    let mut found = BTreeMap::new();
    loop {
        let page = client.send(&request("GET", &format!("?top={PAGE}&skip={}", found.len()), None))?;
        let page: Vec<Value> = serde_json::from_slice(&page.body).unwrap_or_default();
        let full = page.len() == PAGE;
        found.extend(page.into_iter().filter_map(|project| Some((project.get("id")?.as_i64()?, project))));
        if !full {
            return Ok(found);
        }
    }
}

fn request(method: &str, target: &str, body: Option<&Value>) -> Request {
    Request {
        method: method.to_owned(),
        target: format!("/primaerp/v1/projects{target}"),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        chunked: false,
    }
}

/// Returns the project in a response if it acknowledges a write.
fn stored(expected: u16, status: u16, body: &[u8]) -> Option<Value> {
    (status == expected).then(|| serde_json::from_slice(body).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_acknowledged_write_and_later_ones_may_be_found() {
        let (first, second, other) = (json!({"version": 1}), json!({"version": 2}), json!({"version": 3}));
        let ledger = |possible: &[Option<&Value>]| {
            let possible = possible.iter().map(|project| project.cloned()).collect();
            Ledger { projects: [(7, possible)].into(), ..Ledger::default() }
        };
        let lost = |ledger: Ledger, found: Option<&Value>| {
            ledger.lost(&found.into_iter().map(|project| (7, project.clone())).collect()).len()
        };
        assert_eq!(lost(ledger(&[Some(&first)]), Some(&first)), 0);
        assert_eq!(lost(ledger(&[Some(&first)]), Some(&second)), 1);
        assert_eq!(lost(ledger(&[Some(&first)]), None), 1);
        assert_eq!(lost(ledger(&[Some(&first), Some(&second)]), Some(&second)), 0);
        assert_eq!(lost(ledger(&[Some(&first), Some(&second)]), Some(&other)), 1);
        assert_eq!(lost(ledger(&[None]), None), 0);
        assert_eq!(lost(ledger(&[None]), Some(&first)), 1);
    }
}
