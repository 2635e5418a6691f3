//! The file of a catalog, as it is written.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::catalog::{Catalog, CatalogEnvelope};
use crate::catalog_code::CatalogCode;
use crate::visible::escape_invisible;

mod identifier;
mod reader;

/// The members of the file, sorted.
#[derive(Serialize)]
struct Written<'a> {
    errorbook: u64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    envelope: Option<&'a CatalogEnvelope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    retired: BTreeSet<&'a str>,
    codes: Vec<&'a CatalogCode>,
}

impl<'a> From<&'a Catalog> for Written<'a> {
    fn from(catalog: &'a Catalog) -> Written<'a> {
        let mut codes: Vec<&CatalogCode> = catalog.codes.iter().collect();
        codes.sort_by(|a, b| a.code.cmp(&b.code));
        Written {
            errorbook: reader::FORMAT,
            name: &catalog.name,
            envelope: catalog.envelope.as_ref(),
            suppression: catalog.suppression.as_deref(),
            retired: catalog.retired.iter().map(String::as_str).collect(),
            codes,
        }
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
        let Written { errorbook, name, envelope, suppression, retired, codes } = Written::from(self);
        write!(f, "{{\n  \"errorbook\": {errorbook},\n  \"name\": {},\n", json(&name)?)?;
        if let Some(envelope) = envelope {
            writeln!(f, "  \"envelope\": {},", json(envelope)?)?;
        }
        if let Some(suppression) = suppression {
            writeln!(f, "  \"suppression\": {},", json(&suppression)?)?;
        }
        if !retired.is_empty() {
            writeln!(f, "  \"retired\": {},", json(&retired)?)?;
        }
        f.write_str("  \"codes\": [")?;
        let mut separator = "\n";
        for code in codes {
            write!(f, "{separator}    {}", json(code)?)?;
            separator = ",\n";
        }
        f.write_str("\n  ]\n}\n")
    }
}

fn json(value: &impl Serialize) -> Result<String, fmt::Error> {
    serde_json::to_string(value).map(|json| escape_invisible(&json)).map_err(|_| fmt::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_has_every_member_in_order() {
        let json = r#"{"errorbook":1,"name":"cart","envelope":{"content_type":"application/json","schema":"Cart"},"suppression":"quiet","retired":["CART-0999","CART-1000"],"codes":[{"code":"CART-1001","status":503,"message":"Closed","meaning":"It is night.","advice":"Wait.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1002"},{"code":"CART-1002","status":503,"retry":"never"}]}"#;
        let catalog: Catalog = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&catalog).unwrap(), json);
        assert_eq!(
            catalog.to_string(),
            r#"{
  "errorbook": 1,
  "name": "cart",
  "envelope": {"content_type":"application/json","schema":"Cart"},
  "suppression": "quiet",
  "retired": ["CART-0999","CART-1000"],
  "codes": [
    {"code":"CART-1001","status":503,"message":"Closed","meaning":"It is night.","advice":"Wait.","parameters":[{"name":"part","kind":"integer"}],"headers":["retry-after"],"retry":"after","retry_after":30,"since":"1.2","replacement":"CART-1002"},
    {"code":"CART-1002","status":503,"retry":"never"}
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
