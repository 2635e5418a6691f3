//! Exports a book as a TypeScript module.

use errorbook::Retry;
use errorbook::envelope::Schema;
use errorbook::openapi::{Outline, Pinned};

use crate::export::documented::documented;
use crate::export::typescript_types::{bare_key, doc, quoted, type_of};
use crate::{Catalog, CatalogCode, CatalogEnvelope, CatalogOperation};

/// Returns the book as a TypeScript module: the codes, the types of the bodies, and type guards.
///
/// For a book `cart` the module exports
/// - `CODES`: the rows by identifier, such as `CODES["CART-1001"].status`. It is `as const`, so the types contain the values.
/// - `RETIRED`: the retired identifiers.
/// - `SUPPRESSION`: the query parameter that suppresses statuses, if the book promises suppression.
/// - `CartCode` and `CartStatus`: the types of the identifiers and of the statuses.
/// - `CartBody`: the type of any body. It is `unknown` if the envelope has no [schema](errorbook::Envelope::schema).
/// - `CartErrors`: the types of the bodies by code, with the parameters of the code.
/// - `CartError`: the type of the body of any code.
/// - `CartOperations`, if the catalog has operations: the union of the codes of each operation, so that the compiler can check
///   that a `switch` handles all codes. The type is `string` if the document does not list all codes of the operation.
/// - `CartErrorOf<"GET /carts/{id}">`: the type of the bodies of an operation's errors.
/// - `isCode`: returns true if a value is an identifier.
/// - `codeOf`, `isCartError`: read the code of a body, and return true if a value is a body of the book. They are left out if the
///   schema of the envelope does not mark the code.
///
/// ```
/// use errorbook_catalog::{Catalog, export};
///
/// let module = export::typescript(&Catalog::of(&errorbook::standard::BOOK));
/// assert!(module.contains(r#"  "not_found": { status: 404, message: "Not Found", "#));
/// assert!(module.contains(r#"  "not_found": HttpBody & { code: "not_found"; status: 404 };"#));
/// ```
///
/// A client narrows the type of a body by its code:
///
/// ```typescript
/// const body: unknown = await response.json();
/// if (isCartError(body) && body.code === "CART-1002") {
///   show(`only ${body.available ?? "few"} are left`);
/// }
/// ```
///
/// The module has no imports. It compiles with `--strict` in TypeScript 4.8 and later.
pub fn typescript(catalog: &Catalog) -> String {
    let name = type_name(&catalog.name);
    let envelope = catalog.envelope.as_ref().and_then(CatalogEnvelope::writer);
    let (schema, outline) = (envelope.and_then(|envelope| envelope.schema()), Outline::of(envelope));
    let sections = [
        head(catalog, schema, &outline),
        codes(catalog),
        suppression(catalog),
        types(&name),
        body(schema, &name),
        errors(catalog, &name, &outline),
        operations(catalog, &name),
        guards(&name, &outline),
    ];
    let mut module = sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n");
    module.truncate(module.trim_end().len());
    module.push('\n');
    module
}

fn head(catalog: &Catalog, schema: Option<Schema>, outline: &Outline) -> String {
    let mut head =
        format!("// The codes of the book {}. Generated from its rows: change them there.\n", quoted(&catalog.name));
    if schema.is_none() {
        head.push_str("// The envelope has no schema, so the type of the bodies is unknown.\n");
    }
    if outline.code.is_none() {
        head.push_str("// The schema of the envelope does not mark the code, so there are no guards for bodies.\n");
    }
    head
}

fn codes(catalog: &Catalog) -> String {
    let rows: String =
        catalog.codes.iter().map(|code| format!("{}  {}: {},\n", comment(code), key(&code.code), row(code))).collect();
    let retired: Vec<String> = catalog.retired.iter().map(|id| quoted(id)).collect();
    format!(
        "/** The rows of the book by identifier; `retryAfter` is in seconds. */\nexport const CODES = {{\n{rows}}} as const;\n\n\
         /** The retired identifiers: they are never used again. */\n\
         export const RETIRED = [{}] as const;\n",
        retired.join(", "),
    )
}

fn suppression(catalog: &Catalog) -> String {
    let Some(name) = &catalog.suppression else { return String::new() };
    let comment = "/** The query parameter that suppresses statuses if its value is `true`. */";
    format!("{comment}\nexport const SUPPRESSION = {};\n", quoted(name))
}

fn comment(code: &CatalogCode) -> String {
    let mut text = code.meaning.clone().unwrap_or_default();
    if let Some(replacement) = &code.replacement {
        text.push_str(&format!("\n@deprecated use {}", quoted(replacement)));
    }
    doc(&text, "  ")
}

fn row(code: &CatalogCode) -> String {
    let or_null = |text: Option<&str>| text.map_or("null".to_owned(), quoted);
    format!(
        "{{ status: {}, message: {}, retry: {}, retryAfter: {}, replacement: {} }}",
        code.status,
        or_null(code.message.as_deref()),
        or_null(code.retry.map(Retry::name)),
        code.retry_after().map_or("null".to_owned(), |seconds| seconds.to_string()),
        or_null(code.replacement.as_deref()),
    )
}

fn types(name: &str) -> String {
    format!(
        "/** The identifier of a code. */\nexport type {name}Code = keyof typeof CODES;\n\n\
         /** The status of a code. */\nexport type {name}Status = (typeof CODES)[{name}Code][\"status\"];\n",
    )
}

fn body(schema: Option<Schema>, name: &str) -> String {
    let (description, of) = match schema {
        Some(schema) => (schema.description(), type_of(schema.shape(), "")),
        None => ("The body of an error. The envelope has no schema.", "unknown".to_owned()),
    };
    format!("{}export type {name}Body = {of};\n", doc(description, ""))
}

fn errors(catalog: &Catalog, name: &str, outline: &Outline) -> String {
    let error = |code: &CatalogCode| {
        let pinned = Pinned::of(&documented(catalog, code), outline);
        let pinned = if pinned.is_empty() { String::new() } else { format!(" & {}", type_of_pinned(&pinned)) };
        format!("  {}: {name}Body{pinned};\n", quoted(&code.code))
    };
    format!(
        "/** The bodies of the errors by code. */\nexport type {name}Errors = {{\n{}}};\n\n\
         /** The body of an error with any code of the book. */\nexport type {name}Error = {name}Errors[{name}Code];\n",
        catalog.codes.iter().map(error).collect::<String>(),
    )
}

fn operations(catalog: &Catalog, name: &str) -> String {
    let Some(operations) = &catalog.operations else { return String::new() };
    let operation = |operation: &CatalogOperation| {
        let errors =
            operation.responses.iter().filter(|(status, _)| !matches!(status.bytes().next(), Some(b'1'..=b'3')));
        let is_open = errors.clone().any(|(_, response)| response.is_open());
        let codes: Vec<String> = operation.codes().into_iter().map(quoted).collect();
        let codes = match codes.as_slice() {
            _ if is_open => "string".to_owned(),
            [] => "never".to_owned(),
            codes => codes.join(" | "),
        };
        format!("  {}: {codes};\n", quoted(&operation.to_string()))
    };
    format!(
        "/** The codes that each operation can return. */\nexport type {name}Operations = {{\n{}}};\n\n\
         /** The body of an error of an operation. */\n\
         export type {name}ErrorOf<O extends keyof {name}Operations> = {name}Errors[Extract<{name}Code, {name}Operations[O]>];\n",
        operations.iter().map(operation).collect::<String>(),
    )
}

fn guards(name: &str, outline: &Outline) -> String {
    let is_code = format!(
        "/** Returns true if the value is the identifier of a code of the book. */\n\
         export function isCode(value: unknown): value is {name}Code {{\n  \
           return typeof value === \"string\" && Object.prototype.hasOwnProperty.call(CODES, value);\n}}\n"
    );
    let Some(path) = &outline.code else { return is_code };
    let status = outline
        .status
        .as_ref()
        .map_or(String::new(), |path| format!(" && {} === CODES[code].status", access(path, "value")));
    format!(
        "{is_code}\n\
         /** Returns the code of a body, if it is a code of the book. */\n\
         export function codeOf(body: unknown): {name}Code | undefined {{\n  \
           const code = {};\n  \
           return isCode(code) ? code : undefined;\n}}\n\n\
         /** Returns true if the body has a code of the book and its status. The rest of the body is not checked. */\n\
         export function is{name}Error(value: unknown): value is {name}Error {{\n  \
           const code = codeOf(value);\n  \
           return code !== undefined{status};\n}}\n\n\
         function member(value: unknown, name: string): unknown {{\n  \
           return typeof value === \"object\" && value !== null ? (value as Record<string, unknown>)[name] : undefined;\n}}\n",
        access(path, "body"),
    )
}

/// Returns the expression that reads a nested member: `member(member(body, "error"), "code")`.
fn access(path: &[&str], value: &str) -> String {
    path.iter().fold(value.to_owned(), |value, name| format!("member({value}, {})", quoted(name)))
}

fn type_of_pinned(pinned: &Pinned<'_>) -> String {
    match pinned {
        Pinned::Text(text) => quoted(text),
        Pinned::Number(number) => number.to_string(),
        Pinned::Kind("string") => "string".to_owned(),
        Pinned::Kind("integer" | "number") => "number".to_owned(),
        Pinned::Kind("boolean") => "boolean".to_owned(),
        Pinned::Kind(_) => "unknown".to_owned(),
        Pinned::Members(members) => {
            let members = members.iter().map(|member| {
                let optional = if member.is_required { "" } else { "?" };
                format!("{}{optional}: {}", bare_key(member.name), type_of_pinned(&member.value))
            });
            format!("{{ {} }}", members.collect::<Vec<_>>().join("; "))
        }
    }
}

/// Returns the key of a member. `__proto__` is a computed key, because a plain key would set the prototype of the object.
fn key(name: &str) -> String {
    if name == "__proto__" { "[\"__proto__\"]".to_owned() } else { quoted(name) }
}

/// Returns the name of a book as the prefix of type names: `MyShop` for `my-shop`.
pub(super) fn type_name(book: &str) -> String {
    let words = book.split(|letter: char| !letter.is_ascii_alphanumeric());
    let name: String = words
        .map(|word| word.get(..1).unwrap_or_default().to_ascii_uppercase() + word.get(1..).unwrap_or_default())
        .collect();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("Book{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_book_gives_a_valid_type_name() {
        let cases =
            [("cart", "Cart"), ("my-shop.eu 2", "MyShopEu2"), ("2024", "Book2024"), ("", "Book"), ("účty", "Ty")];
        for (book, expected) in cases {
            assert_eq!(type_name(book), expected, "{book:?}");
        }
    }

    #[test]
    fn a_key_never_sets_the_prototype() {
        assert_eq!((key("a\"b"), key("__proto__")), ("\"a\\\"b\"".to_owned(), "[\"__proto__\"]".to_owned()));
    }
}
