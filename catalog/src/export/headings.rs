//! Moves the headings of a Markdown text below the headings of the document that contains it.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// Lowers the headings of a text by this number of levels. The sixth level is the lowest.
pub(super) fn lower(text: &str, levels: usize) -> String {
    let mut lowered = String::with_capacity(text.len());
    let mut done = 0;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Start(Tag::Heading { level, .. }) = event else { continue };
        let (Some(before), Some(heading)) = (text.get(done..range.start), text.get(range.clone())) else { continue };
        lowered.push_str(before);
        let marks = "#".repeat((level as usize + levels).min(6));
        let indented = heading.trim_start_matches(' ');
        let title = indented.trim_start_matches('#');
        if title.len() < indented.len() && title.chars().next().is_none_or(char::is_whitespace) {
            lowered.push_str(&marks);
            lowered.push_str(title);
        } else {
            // An underlined heading is rewritten with `#`, because underlines have only two levels.
            let lines: Vec<&str> = heading.trim_end().lines().collect();
            let title = lines.split_last().map_or(&[][..], |(_, title)| title);
            let title: Vec<&str> = title.iter().map(|line| line.trim_start_matches(['>', ' ']).trim_end()).collect();
            lowered.push_str(&format!("{marks} {}\n", title.join(" ")));
        }
        done = range.end;
    }
    lowered.push_str(text.get(done..).unwrap_or_default());
    lowered.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_lowered_and_other_text_stays() {
        let cases = [
            ("Text.", "Text."),
            ("# A\ntext\n## B ##\n", "### A\ntext\n#### B ##"),
            ("##### A", "###### A"),
            ("A\n===\ntext\n\nB\nC\n---\n\ntext", "### A\ntext\n\n#### B C\n\ntext"),
            ("```sh\n# A\n```\n\n    # B\n\n`# C`\n#D", "```sh\n# A\n```\n\n    # B\n\n`# C`\n#D"),
            ("> # A\n> text\n\n- # B", "> ### A\n> text\n\n- ### B"),
            ("#", "###"),
        ];
        for (given, expected) in cases {
            assert_eq!(lower(given, 2), expected, "{given:?}");
        }
    }
}
