//! The layout of JSON bodies in a page.

use askama::filters::{Escaper as _, Html};

/// Returns HTML that shows a one-line JSON body on several lines. Elements make the lines: the text stays as it is sent.
pub(crate) fn lay_out(body: &str) -> String {
    let mut out = String::with_capacity(2 * body.len());
    let mut depth = 0_usize;
    let (mut in_string, mut escaped) = (false, false);
    let mut letters = body.chars().peekable();
    while let Some(letter) = letters.next() {
        if in_string {
            escape(&mut out, letter);
            in_string = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '{' | '[' => {
                out.push(letter);
                match letters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        out.push_str("<span>");
                    }
                }
            }
            ',' if depth > 0 => out.push_str(",</span><span>"),
            '}' | ']' if depth > 0 => {
                depth -= 1;
                out.push_str("</span>");
                out.push(letter);
            }
            letter => {
                in_string = letter == '"';
                escape(&mut out, letter);
            }
        }
    }
    out.extend(std::iter::repeat_n("</span>", depth));
    out
}

fn escape(out: &mut String, letter: char) {
    // Writing to a `String` cannot fail.
    let _ = Html.write_escaped_char(out, letter);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_member_and_item_is_an_element() {
        let cases = [
            (r#"{"a":1,"b":[]}"#, r#"{<span>&#34;a&#34;:1,</span><span>&#34;b&#34;:[]</span>}"#),
            (r#"[{"a":"{,\"}"}]"#, r#"[<span>{<span>&#34;a&#34;:&#34;{,\&#34;}&#34;</span>}</span>]"#),
            (r#"{"<":null}"#, r"{<span>&#34;&#60;&#34;:null</span>}"),
            ("a,b}", "a,b}"),
            ("{[", "{<span>[<span></span></span>"),
        ];
        for (body, expected) in cases {
            assert_eq!(lay_out(body), expected);
        }
    }

    proptest! {
        #[test]
        fn the_text_stays_as_it_is_sent(pieces in proptest::collection::vec("[\\[\\]{},:\"\\\\<>&a]|\\PC", 0..40)) {
            let body = pieces.concat();
            let laid_out = lay_out(&body);
            prop_assert_eq!(laid_out.matches("<span>").count(), laid_out.matches("</span>").count());
            let text = laid_out.replace("<span>", "").replace("</span>", "");
            prop_assert!(!text.contains(['<', '>']));
            let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&");
            prop_assert_eq!(text, body);
        }
    }
}
