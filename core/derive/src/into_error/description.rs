//! [`Description`]: the public text of a variant, `description = "no part {part}"`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::ParseStream;
use syn::{Error, Ident, LitStr, Member, Result, Token};

/// The public text of a variant, with fields in braces.
pub(super) struct Description {
    /// The text, with the [variable](Argument::variable) of each field in its place.
    pub(super) format: LitStr,
    pub(super) arguments: Vec<Argument>,
}

/// A field in braces.
pub(super) struct Argument {
    /// The name or the index of the field.
    pub(super) name: String,
    /// The colon and the format after it.
    spec: String,
}

impl Description {
    /// Reads `= "no part {part}"`.
    pub(super) fn parse(input: ParseStream<'_>) -> Result<Description> {
        let literal = input.parse::<Option<Token![=]>>().and_then(|equals| match equals {
            Some(_) => input.parse::<LitStr>(),
            None => Err(input.error("")),
        });
        let literal = literal.map_err(|error| {
            Error::new(error.span(), "expected a text in quotes, as in `description = \"no part {part}\"`")
        })?;
        let text = literal.value();
        if text.trim().is_empty() {
            return Err(Error::new(literal.span(), "the description is empty: tell the client what went wrong"));
        }
        let (format, arguments) = read(&text).map_err(|advice| Error::new(literal.span(), advice))?;
        Ok(Description { format: LitStr::new(&format, literal.span()), arguments })
    }

    /// Returns the text if it has no fields.
    pub(super) fn plain(&self) -> Option<&LitStr> {
        let is_plain = !self.format.value().contains(['{', '}']);
        is_plain.then_some(&self.format)
    }

    /// Returns true if the text has this field.
    pub(super) fn has(&self, member: &Member) -> bool {
        self.arguments.iter().any(|argument| argument.is(member))
    }

    /// Returns the variable of the field in the text.
    pub(super) fn variable(&self, member: &Member) -> Ident {
        Ident::new(&variable(&name(member)), self.format.span())
    }
}

impl Argument {
    pub(super) fn is(&self, member: &Member) -> bool {
        self.name == name(member)
    }

    /// Returns the trait that the type of the field must implement.
    pub(super) fn bound(&self) -> TokenStream {
        match self.spec.chars().next_back() {
            Some('?') => quote!(::core::fmt::Debug),
            Some('x') => quote!(::core::fmt::LowerHex),
            Some('X') => quote!(::core::fmt::UpperHex),
            Some('o') => quote!(::core::fmt::Octal),
            Some('b') => quote!(::core::fmt::Binary),
            Some('e') => quote!(::core::fmt::LowerExp),
            Some('E') => quote!(::core::fmt::UpperExp),
            Some('p') => quote!(::core::fmt::Pointer),
            _ => quote!(::core::fmt::Display),
        }
    }
}

/// Returns the name of a field as written in braces.
pub(super) fn name(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string().trim_start_matches("r#").to_owned(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// A format string cannot name a field by its index or by a keyword.
fn variable(field: &str) -> String {
    format!("__field_{field}")
}

/// Replaces each field in braces by its variable. The error contains advice.
fn read(text: &str) -> std::result::Result<(String, Vec<Argument>), &'static str> {
    let (mut format, mut arguments) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        format.push_str(before);
        if let Some(after) = brace.strip_prefix("{{") {
            format.push_str("{{");
            rest = after;
        } else if let Some(after) = brace.strip_prefix("}}") {
            format.push_str("}}");
            rest = after;
        } else {
            let inside = brace.strip_prefix('{').and_then(|brace| brace.split_once('}'));
            let Some((inside, after)) = inside else {
                return Err("this brace does not belong to a field: write it twice");
            };
            let (name, spec) = inside.split_at(inside.find(':').unwrap_or(inside.len()));
            let name = name.trim();
            if name.is_empty() {
                return Err("the braces do not name a field: write `{name}`, or `{0}` for the first field of a tuple");
            }
            if spec.contains(['$', '*']) {
                return Err("a width or a precision cannot be a field: write a number");
            }
            format.push_str(&format!("{{{}{spec}}}", variable(name)));
            arguments.push(Argument { name: name.to_owned(), spec: spec.trim_end().to_owned() });
            rest = after;
        }
    }
    format.push_str(rest);
    Ok((format, arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_in_braces_becomes_its_variable() {
        let cases = [
            ("plain", Ok(("plain", vec![]))),
            ("a {{ }} b", Ok(("a {{ }} b", vec![]))),
            ("no {0}", Ok(("no {__field_0}", vec![("0", "")]))),
            (
                "{move:?} {a:>4} {a}",
                Ok(("{__field_move:?} {__field_a:>4} {__field_a}", vec![("move", ":?"), ("a", ":>4"), ("a", "")])),
            ),
            ("{{{a}}}", Ok(("{{{__field_a}}}", vec![("a", "")]))),
            ("{}", Err("do not name a field")),
            ("{:?}", Err("do not name a field")),
            ("{a", Err("does not belong to a field")),
            ("a}", Err("does not belong to a field")),
            ("{a:1$}", Err("cannot be a field")),
            ("{a:.*}", Err("cannot be a field")),
        ];
        for (text, expected) in cases {
            match (read(text), expected) {
                (Ok((format, arguments)), Ok((expected, expected_arguments))) => {
                    let arguments: Vec<_> =
                        arguments.iter().map(|given| (given.name.as_str(), given.spec.as_str())).collect();
                    assert_eq!((format.as_str(), arguments), (expected, expected_arguments), "{text}");
                }
                (Err(advice), Err(expected)) => assert!(advice.contains(expected), "{text}: {advice}"),
                _ => panic!("{text}"),
            }
        }
    }
}
