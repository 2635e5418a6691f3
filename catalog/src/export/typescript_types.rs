//! Writes TypeScript types, comments, keys and strings.

use errorbook::envelope::{Member, Shape};

/// Returns the TypeScript type of a shape. The lines of an object begin with `indent`.
pub(super) fn type_of(shape: Shape, indent: &str) -> String {
    match shape {
        Shape::String | Shape::Code => "string".to_owned(),
        Shape::Integer | Shape::Status | Shape::Number => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Nullable(inner) => format!("{} | null", type_of(*inner, indent)),
        Shape::Array(items) => format!("Array<{}>", type_of(*items, indent)),
        Shape::Map(values) => format!("Record<string, {}>", type_of(*values, indent)),
        Shape::Object([]) | Shape::Extensible([]) => "object".to_owned(),
        Shape::Object(members) | Shape::Extensible(members) => {
            let inner = format!("{indent}  ");
            let members: String = members.iter().map(|member| type_of_member(member, &inner)).collect();
            format!("{{\n{members}{indent}}}")
        }
        _ => "unknown".to_owned(),
    }
}

fn type_of_member(member: &Member, indent: &str) -> String {
    let optional = if member.is_required() { "" } else { "?" };
    let (name, of) = (bare_key(member.name()), type_of(member.shape(), indent));
    format!("{}{indent}{name}{optional}: {of};\n", doc(member.description(), indent))
}

/// Returns a doc comment with its line feed.
pub(super) fn doc(text: &str, indent: &str) -> String {
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

/// Returns the key of a member in a type. It has quotes only if it needs them.
pub(super) fn bare_key(name: &str) -> String {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$');
    if is_word && name.starts_with(|first: char| !first.is_ascii_digit()) { name.to_owned() } else { quoted(name) }
}

/// Returns a text as a string literal. JSON strings are valid in TypeScript.
pub(super) fn quoted(text: &str) -> String {
    // Writing a string as JSON cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_a_record() {
        assert_eq!(type_of(Shape::Map(&Shape::Array(&Shape::String)), ""), "Record<string, Array<string>>");
    }

    #[test]
    fn no_text_ends_a_comment_or_a_key_early() {
        assert_eq!(doc("a */ b\n\nc", "  "), "  /**\n   * a *\\/ b\n   *\n   * c\n   */\n");
        assert_eq!(
            [bare_key("a_1"), bare_key("1a"), bare_key("a-b"), bare_key("")],
            ["a_1", "\"1a\"", "\"a-b\"", "\"\""]
        );
    }
}
