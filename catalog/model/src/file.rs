//! The file of a catalog, as it is written.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::catalog::Catalog;
use crate::catalog_code::CatalogCode;
use crate::head::CatalogHead;
use crate::operation::CatalogOperation;
use crate::visible::escape_invisible;

mod identifier;
mod reader;

/// The members of the file, sorted.
#[derive(Serialize)]
struct Written<'a> {
    errorbook: u64,
    name: &'a str,
    #[serde(flatten)]
    head: CatalogHead<'a>,
    codes: Vec<&'a CatalogCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<Vec<&'a CatalogOperation>>,
}

impl<'a> From<&'a Catalog> for Written<'a> {
    fn from(catalog: &'a Catalog) -> Written<'a> {
        let mut codes: Vec<&CatalogCode> = catalog.codes.iter().collect();
        codes.sort_by(|a, b| a.code.cmp(&b.code));
        let operations = catalog.operations.as_ref().map(|operations| {
            let mut operations: Vec<&CatalogOperation> = operations.iter().collect();
            operations.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
            operations
        });
        Written { errorbook: reader::FORMAT, name: &catalog.name, head: CatalogHead::from(catalog), codes, operations }
    }
}

/// Writes the members of the file, sorted as in the file.
impl Serialize for Catalog {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::from(self).serialize(serializer)
    }
}

/// Writes the [file](crate#the-file). It ends with a line feed.
impl fmt::Display for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Written { errorbook, codes, operations, .. } = Written::from(self);
        write!(f, "{{\n  \"errorbook\": {errorbook},\n")?;
        member(f, "name", Some(&self.name))?;
        member(f, "envelope", self.envelope.as_ref())?;
        member(f, "type_base", self.type_base.as_ref())?;
        member(f, "pattern", self.pattern.as_ref())?;
        member(f, "range", self.range.as_ref())?;
        member(f, "owner", self.owner.as_ref())?;
        member(f, "suppression", self.suppression.as_ref())?;
        member(f, "error_kinds", Some(&self.error_kinds).filter(|kinds| !kinds.is_empty()))?;
        member(f, "statuses", Some(&self.statuses).filter(|statuses| !statuses.is_empty()))?;
        member(f, "unlisted_statuses", Some(&self.unlisted_statuses).filter(|unlisted| !unlisted.is_standard()))?;
        let retired: BTreeSet<&String> = self.retired.iter().collect();
        member(f, "retired", Some(&retired).filter(|retired| !retired.is_empty()))?;
        lines(f, "codes", &codes)?;
        if let Some(operations) = operations {
            f.write_str(",\n")?;
            lines(f, "operations", &operations)?;
        }
        f.write_str("\n}\n")
    }
}

fn member(f: &mut fmt::Formatter<'_>, name: &str, value: Option<&impl Serialize>) -> fmt::Result {
    value.map_or(Ok(()), |value| writeln!(f, "  \"{name}\": {},", json(value)?))
}

/// Writes a list with one line for each of its items.
fn lines(f: &mut fmt::Formatter<'_>, name: &str, items: &[impl Serialize]) -> fmt::Result {
    write!(f, "  \"{name}\": [")?;
    let mut separator = "\n";
    for item in items {
        write!(f, "{separator}    {}", json(item)?)?;
        separator = ",\n";
    }
    f.write_str("\n  ]")
}

fn json(value: &impl Serialize) -> Result<String, fmt::Error> {
    serde_json::to_string(value).map(|json| escape_invisible(&json)).map_err(|_| fmt::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_has_every_member_in_order() {
        let json = r#"{"errorbook":1,"name":"cart","envelope":{"content_type":"application/json","schema":"Cart"},"type_base":"https://cart.example/","pattern":"CART-####","range":[1,9],"owner":"team-cart","suppression":"quiet","error_kinds":{"internal":"CART-1002"},"statuses":{"409":"CART-1001"},"unlisted_statuses":{"pass_through":{"410":"Gone away"}},"retired":["CART-0999","CART-1000"],"codes":[{"code":"CART-1001","status":503,"message":"Closed","meaning":"It is night.","advice":"Wait.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1002"},{"code":"CART-1002","status":503,"retry":"never","owner":"team-night"}],"operations":[{"method":"GET","path":"/cart","responses":{"200":{},"503":{"codes":["CART-1001"],"others":true}}}]}"#;
        let catalog: Catalog = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&catalog).unwrap(), json);
        assert_eq!(
            catalog.to_string(),
            r#"{
  "errorbook": 1,
  "name": "cart",
  "envelope": {"content_type":"application/json","schema":"Cart"},
  "type_base": "https://cart.example/",
  "pattern": "CART-####",
  "range": [1,9],
  "owner": "team-cart",
  "suppression": "quiet",
  "error_kinds": {"internal":"CART-1002"},
  "statuses": {"409":"CART-1001"},
  "unlisted_statuses": {"pass_through":{"410":"Gone away"}},
  "retired": ["CART-0999","CART-1000"],
  "codes": [
    {"code":"CART-1001","status":503,"message":"Closed","meaning":"It is night.","advice":"Wait.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1002"},
    {"code":"CART-1002","status":503,"retry":"never","owner":"team-night"}
  ],
  "operations": [
    {"method":"GET","path":"/cart","responses":{"200":{},"503":{"codes":["CART-1001"],"others":true}}}
  ]
}
"#
        );
    }

    #[test]
    fn the_file_is_sorted_and_its_catalog_is_not() {
        let json =
            r#"{"name":"cart","retired":["D","C"],"codes":[{"code":"B","status":409},{"code":"A","status":409}]}"#;
        let catalog = Catalog::from_json(json.as_bytes()).unwrap();
        assert_eq!([&catalog.codes[0].code, &catalog.retired[0]], ["B", "D"]);
        let sorted = Catalog::from_json(catalog.to_string().as_bytes()).unwrap();
        assert_eq!([&sorted.codes[0].code, &sorted.retired[0]], ["A", "C"]);
        assert_eq!(sorted.to_string(), catalog.to_string());
    }
}
