//! A book as a TypeScript module.

use super::json::quoted;
use super::outline::{Known, Outline};
use super::retry_after;
use crate::envelope::{Member, Shape};
use crate::prose::unindent;
use crate::{Book, Code, ParameterKind, Retry};

/// The book as a TypeScript module: the codes with their statuses, the types of the bodies, and a type guard.
///
/// For a book `cart` it exports
/// - `CODES`: what the rows say, by identifier: `CODES["CART-1001"].status`. It is `as const`, so that the types know it, too.
/// - `RETIRED`: the identifiers that are no longer used.
/// - `CartCode` and `CartStatus`: the identifiers and the statuses.
/// - `CartBody`: the body of any error; `unknown` if the envelope does not [describe](crate::Envelope::schema) itself.
/// - `CartErrors`: the bodies by their codes, with the parameters that each can carry; `CartError`: any of them.
/// - `isCode`, `codeOf` and `isCartError`: whether a value is an identifier, which one a body has, and whether a value is the
///   body of an error of the book. The last two are left out if the bodies have no member that is the code.
///
/// ```
/// let module = errorbook::export::typescript(&errorbook::standard::BOOK);
/// assert!(module.contains(r#"  "not_found": { status: 404, message: "Not Found", "#));
/// assert!(module.contains(r#"  "not_found": HttpBody & { code: "not_found"; status: 404 };"#));
/// ```
///
/// A page that asks a service narrows what it gets by the code:
///
/// ```typescript
/// const body: unknown = await response.json();
/// if (isCartError(body) && body.code === "CART-1002") {
///   show(`only ${body.available ?? "few"} are left`);
/// }
/// ```
///
/// The module needs no other, and compiles under `--strict` with TypeScript 4.8 and later.
pub fn typescript(book: &Book) -> String {
    let (name, outline) = (type_name(book.name()), Outline::of(book));
    let sections = [
        head(book, &outline),
        codes(book),
        types(&name),
        body(book, &name),
        errors(book, &name, &outline),
        guards(&name, &outline),
    ];
    let mut module = sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n");
    module.truncate(module.trim_end().len());
    module.push('\n');
    module
}

fn head(book: &Book, outline: &Outline) -> String {
    let mut head =
        format!("// The codes of the book {}. Made from its rows: change them there.\n", quoted(book.name()));
    if book.envelope().schema().is_none() {
        head.push_str("// Its envelope does not say what its bodies look like: they are unknown here");
        head.push_str(match (&outline.code, &outline.status) {
            (Some(_), Some(_)) => ", but for the code and the status.\n",
            (Some(_), None) => ", but for the code.\n",
            (None, Some(_)) => ", but for the status.\n",
            (None, None) => ".\n",
        });
    }
    if outline.code.is_none() {
        head.push_str("// The code is no member of the bodies, so that there is no guard that looks for it.\n");
    }
    head
}

fn codes(book: &Book) -> String {
    let rows: String =
        book.codes().map(|code| format!("{}  {}: {},\n", comment(code), key(code.id()), row(code))).collect();
    let retired: Vec<String> = book.retired().iter().map(|id| quoted(id)).collect();
    format!(
        "/** What the book says of each code; `retryAfter` is in seconds. */\nexport const CODES = {{\n{rows}}} as const;\n\n\
         /** The identifiers that were codes once and are never used again. */\n\
         export const RETIRED = [{}] as const;\n",
        retired.join(", "),
    )
}

fn comment(code: Code) -> String {
    let mut text = unindent(code.meaning());
    if let Some(replacement) = code.replacement() {
        text.push_str(&format!("\n@deprecated use {}", quoted(replacement.id())));
    }
    doc(&text, "  ")
}

fn row(code: Code) -> String {
    let or_null = |text: Option<&str>| text.map_or("null".to_owned(), quoted);
    format!(
        "{{ status: {}, message: {}, retry: {}, retryAfter: {}, replacement: {} }}",
        code.status(),
        quoted(code.message()),
        or_null(code.retry().map(Retry::name)),
        retry_after(code).map_or("null".to_owned(), |seconds| seconds.to_string()),
        or_null(code.replacement().map(Code::id)),
    )
}

fn types(name: &str) -> String {
    format!(
        "/** The identifier of a code. */\nexport type {name}Code = keyof typeof CODES;\n\n\
         /** The status of a code. */\nexport type {name}Status = (typeof CODES)[{name}Code][\"status\"];\n",
    )
}

fn body(book: &Book, name: &str) -> String {
    let (description, of) = match book.envelope().schema() {
        Some(schema) => (schema.description(), type_of(schema.shape(), "")),
        None => ("The body of an error, in an envelope that does not describe itself.", "unknown".to_owned()),
    };
    format!("{}export type {name}Body = {of};\n", doc(description, ""))
}

fn errors(book: &Book, name: &str, outline: &Outline) -> String {
    let error = |code: Code| {
        let known = outline.known(code);
        let known = if known.is_empty() { String::new() } else { format!(" & {}", type_of_known(&known)) };
        format!("  {}: {name}Body{known};\n", quoted(code.id()))
    };
    format!(
        "/** The bodies of the errors, by their codes. */\nexport type {name}Errors = {{\n{}}};\n\n\
         /** The body of an error of any code of the book. */\nexport type {name}Error = {name}Errors[{name}Code];\n",
        book.codes().map(error).collect::<String>(),
    )
}

fn guards(name: &str, outline: &Outline) -> String {
    let is_code = format!(
        "/** Whether a value is the identifier of a code of the book. */\n\
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
         /** The code of a body, if it is one of the book. */\n\
         export function codeOf(body: unknown): {name}Code | undefined {{\n  \
           const code = {};\n  \
           return isCode(code) ? code : undefined;\n}}\n\n\
         /** Whether a value is the body of an error of the book, by its code and its status; the rest is what the service promises. */\n\
         export function is{name}Error(value: unknown): value is {name}Error {{\n  \
           const code = codeOf(value);\n  \
           return code !== undefined{status};\n}}\n\n\
         function member(value: unknown, name: string): unknown {{\n  \
           return typeof value === \"object\" && value !== null ? (value as Record<string, unknown>)[name] : undefined;\n}}\n",
        access(path, "body"),
    )
}

/// `member(member(body, "error"), "code")`
fn access(path: &[String], value: &str) -> String {
    path.iter().fold(value.to_owned(), |value, name| format!("member({value}, {})", quoted(name)))
}

fn type_of(shape: Shape, indent: &str) -> String {
    match shape {
        Shape::Any => "unknown".to_owned(),
        Shape::String => "string".to_owned(),
        Shape::Integer | Shape::Number => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Nullable(inner) => format!("{} | null", type_of(*inner, indent)),
        Shape::Array(items) => format!("Array<{}>", type_of(*items, indent)),
        Shape::Object([]) => "object".to_owned(),
        Shape::Object(members) => {
            let inner = format!("{indent}  ");
            let members: String = members.iter().map(|member| type_of_member(member, &inner)).collect();
            format!("{{\n{members}{indent}}}")
        }
    }
}

fn type_of_member(member: &Member, indent: &str) -> String {
    let optional = if member.is_required() { "" } else { "?" };
    let (name, of) = (bare_key(member.name()), type_of(member.shape(), indent));
    format!("{}{indent}{name}{optional}: {of};\n", doc(member.description(), indent))
}

fn type_of_known(known: &Known) -> String {
    match known {
        Known::Text(text) => quoted(text),
        Known::Number(number) => number.to_string(),
        Known::Kind(ParameterKind::String) => "string".to_owned(),
        Known::Kind(ParameterKind::Integer | ParameterKind::Number) => "number".to_owned(),
        Known::Kind(ParameterKind::Boolean) => "boolean".to_owned(),
        Known::Members(members) => {
            let members = members.iter().map(|member| {
                let optional = if member.is_required { "" } else { "?" };
                format!("{}{optional}: {}", bare_key(&member.name), type_of_known(&member.value))
            });
            format!("{{ {} }}", members.collect::<Vec<_>>().join("; "))
        }
    }
}

/// A doc comment on lines of its own.
fn doc(text: &str, indent: &str) -> String {
    let text = text.replace("*/", "*\\/");
    let lines: Vec<&str> = text.lines().collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}

/// The key of an object. One word is not just a key: it would be the object's prototype.
fn key(name: &str) -> String {
    if name == "__proto__" { "[\"__proto__\"]".to_owned() } else { quoted(name) }
}

/// The key of a type's member, without quotes where it needs none.
fn bare_key(name: &str) -> String {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$');
    if is_word && name.starts_with(|first: char| !first.is_ascii_digit()) { name.to_owned() } else { quoted(name) }
}

/// The name of a book as the start of a type's name: `my-shop` is `MyShop`.
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
    fn a_book_of_any_name_has_types() {
        let cases =
            [("cart", "Cart"), ("my-shop.eu 2", "MyShopEu2"), ("2024", "Book2024"), ("", "Book"), ("účty", "Ty")];
        for (book, expected) in cases {
            assert_eq!(type_name(book), expected, "{book:?}");
        }
    }

    #[test]
    fn what_is_written_cannot_end_where_it_stands() {
        assert_eq!(doc("a */ b\n\nc", "  "), "  /**\n   * a *\\/ b\n   *\n   * c\n   */\n");
        assert_eq!((key("a\"b"), key("__proto__")), ("\"a\\\"b\"".to_owned(), "[\"__proto__\"]".to_owned()));
        assert_eq!(
            [bare_key("a_1"), bare_key("1a"), bare_key("a-b"), bare_key("")],
            ["a_1", "\"1a\"", "\"a-b\"", "\"\""]
        );
    }
}
