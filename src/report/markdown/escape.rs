//! Texts in Markdown that show as they are.

use crate::report::plain::plain;

/// Signs that mean something within a line, in `CommonMark` or in one of its common extensions (`~`, `$`, `|`).
const SIGNS: &str = "\\`*_[]<>&|~$";

/// A text within a line.
pub fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in plain(text).trim().chars() {
        if SIGNS.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text at the start of a line, where more signs mean something: headings, lists, rules.
pub fn line(text: &str) -> String {
    let text = inline(text);
    if text.starts_with(['#', '+', '-', '=', ':']) {
        return format!("\\{text}");
    }
    // `1.` and `1)` begin lists.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text,
    }
}

/// Lines as they are, between fences longer than any run of their sign within.
pub fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}

/// The name of a file between `<` and `>`.
pub fn target(file: &str) -> String {
    plain(file).replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_escaped_where_they_mean_something() {
        assert_eq!(
            inline(" a|b\\c `d` *e* _f_ [g](h) <i> &amp; $j$\n# k "),
            r"a\|b\\c \`d\` \*e\* \_f\_ \[g\](h) \<i\> \&amp; \$j\$ # k"
        );
        assert_eq!(
            ["# a", "- b", "+ c", "=d", "12. e", "3) f", "4,g", "> h"].map(line),
            [r"\# a", r"\- b", r"\+ c", r"\=d", r"12\. e", r"3\) f", "4,g", r"\> h"]
        );
    }

    #[test]
    fn fences_are_longer_than_what_they_hold() {
        assert_eq!(fence("a ```` b"), "`````text\na ```` b\n`````");
        assert_eq!(fence("a"), "```text\na\n```");
    }
}
