//! Tests of `csv_table`.

use super::*;
use crate::base::Kind;
use proptest::prelude::*;

const ABC: Layout = Layout { required: &["a", "b", "c"], optional: &["d"], unused: &["e"] };

#[derive(Debug, Default, PartialEq)]
struct Seen {
    rows: Vec<(u64, Vec<String>)>,
    rejections: Vec<Rejection>,
    /// Rows and rejections as they came: the index of the row, or none.
    order: Vec<Option<usize>>,
}

fn read_from(reader: impl Read) -> Result<Seen> {
    let mut table = Table::open(reader, "t.csv", 0, &ABC)?;
    let mut seen = Seen::default();
    while let Some(item) = table.next_record()? {
        match item {
            Item::Row(row) => {
                seen.order.push(Some(seen.rows.len()));
                seen.rows.push((row.line, row.fields::<3>().map(str::to_owned).to_vec()));
            }
            Item::Rejected(rejection) => {
                seen.order.push(None);
                seen.rejections.push(rejection);
            }
        }
    }
    Ok(seen)
}

fn read(text: impl AsRef<[u8]>) -> Result<Seen> {
    read_from(text.as_ref())
}

/// Reads `body` under the header `a,b,c`.
fn body(body: impl AsRef<[u8]>) -> Result<Seen> {
    read([b"a,b,c\n", body.as_ref()].concat())
}

fn rows(text: impl AsRef<[u8]>) -> Vec<(u64, String)> {
    let seen = body(text).unwrap();
    assert_eq!(seen.rejections, []);
    seen.rows.into_iter().map(|(line, fields)| (line, fields.join("|"))).collect()
}

fn row(line: u64, text: &str) -> (u64, String) {
    (line, text.to_owned())
}

fn rejection(text: impl AsRef<[u8]>) -> (u64, String, &'static str, String) {
    let mut seen = body(text).unwrap();
    assert_eq!(seen.rejections.len(), 1, "{seen:?}");
    let Rejection { place, field, reason, detail } = seen.rejections.remove(0);
    (place.line, field, reason.code(), detail)
}

/// Hands over a few bytes at a time.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(buffer.len()).min(self.0.len());
        let (now, later) = self.0.split_at(count);
        buffer[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

#[test]
fn fields_are_unquoted() {
    assert_eq!(rows("1,\"x, y\",\"say \"\"hi\"\"\"\n,\"\",\n"), [row(2, "1|x, y|say \"hi\""), row(3, "||")]);
    assert_eq!(rows("1,2,\"\"\"\"\n"), [row(2, "1|2|\"")]);
    assert_eq!(rows("北京,São,\"\"\"北\"\"京\"\n"), [row(2, "北京|São|\"北\"京")]);
}

#[test]
fn a_quote_inside_an_unquoted_field_stands_for_itself() {
    assert_eq!(rows("5\"3,x\"\", \"y\"\n"), [row(2, "5\"3|x\"\"| \"y\"")]);
}

#[test]
fn text_after_a_closing_quote_is_refused() {
    let refused = rejection("1,\"x\"y,3\n");
    assert_eq!(refused, (2, "b".into(), "syntax", "text after the closing quote".into()));
}

#[test]
fn every_line_ending_ends_a_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "1,\"x\ny\",3\n\n\n4,5,6\n7,8,9".replace('\n', end);
        assert_eq!(rows(text), [row(2, "1|x\ny|3"), row(6, "4|5|6"), row(7, "7|8|9")], "{end:?}");
    }
    assert_eq!(rows("\r\r\n\n1,2,3\r4,5,6\r\n7,8,9\n"), [row(5, "1|2|3"), row(6, "4|5|6"), row(7, "7|8|9")]);
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    let text = "x,c,e,a,b\nX,C,E,A,B\n";
    let mut table = Table::open(text.as_bytes(), "t.csv", 0, &ABC).unwrap();
    assert_eq!(table.unknown(), ["x"]);
    let Some(Item::Row(row)) = table.next_record().unwrap() else { panic!("a row") };
    assert_eq!(row.fields(), ["A", "B", "C", ""]);
}

#[test]
fn a_wrong_header_is_explained() {
    let cases = [
        ("a,b", "column \"c\" is missing; expected a, b, c; found \"a\", \"b\""),
        ("a,b,C", "column \"c\" is missing; expected a, b, c; found \"a\", \"b\", \"C\""),
        ("a;b;c", "column \"a\" is missing; expected a, b, c; found \"a;b;c\""),
        ("a,b,c,b", "column \"b\" stands twice; expected a, b, c; found \"a\", \"b\", \"c\", \"b\""),
        ("a,b,c,x,x", "column \"x\" stands twice; expected a, b, c; found \"a\", \"b\", \"c\", \"x\", \"x\""),
    ];
    for (header, message) in cases {
        let error = read(format!("\n{header}\n1,2,3\n")).unwrap_err();
        assert_eq!(error.to_string(), format!("t.csv:2: {message}"));
        assert_eq!(error.kind(), Kind::Input);
    }
    for header in [&b"a,b\xFF,c\n"[..], b"a,\0b,c\n", b"\"a\"x,b,c\n", &[b','; 5_000]] {
        assert_eq!(read(header).unwrap_err().kind(), Kind::Input);
    }
}

#[test]
fn empty_and_header_only_are_no_errors() {
    for text in ["", "\n", "\r\n\r\n"] {
        assert!(Table::open(text.as_bytes(), "t.csv", 0, &ABC).unwrap().is_empty());
        assert_eq!(read(text).unwrap(), Seen::default());
    }
    for text in ["a,b,c", "a,b,c\n", "a,b,c\r\n\r\n"] {
        assert!(!Table::open(text.as_bytes(), "t.csv", 0, &ABC).unwrap().is_empty());
        assert_eq!(read(text).unwrap(), Seen::default());
    }
}

#[test]
fn ragged_rows_are_refused_with_both_widths() {
    assert_eq!(rejection("1,2\n"), (2, String::new(), "field-count", "2 fields, the header has 3".into()));
    assert_eq!(rejection("1,2,3,\n4,5,6\n").3, "4 fields, the header has 3");
}

#[test]
fn bad_bytes_are_refused_where_they_are() {
    let encoding = |line, byte, value| {
        (line, "b".to_owned(), "encoding", format!("byte {byte} of the line, 0x{value}, is not UTF-8"))
    };
    assert_eq!(rejection(b"1,ab\xFFcd,3\n4,5,6\n"), encoding(2, 5, "FF"));
    // In a field that is rewritten, on the second line of a record.
    assert_eq!(rejection(b"\"\"\"1\",\"x\r\ny\xE5\",3\n"), encoding(3, 2, "E5"));
    // A character cut off at the end of a field.
    assert_eq!(rejection(b"1,\xE5\x8C,3\n"), encoding(2, 3, "E5"));
}

#[test]
fn control_characters_are_refused_and_tabs_are_not() {
    for control in (0u8..0x20).filter(|c| !b"\t\n\r".contains(c)) {
        let refused = rejection([&b"1,\"x\n"[..], &[control], b"\",3\n"].concat());
        assert_eq!(refused, (3, "b".into(), "control-character", format!("U+{control:04X} at byte 1")));
    }
    assert_eq!(
        rows("1,\tx,\"\t\"\nY\u{7f},\u{9b},\u{202e}\n"),
        [row(2, "1|\tx|\t"), row(3, "Y\u{7f}|\u{9b}|\u{202e}")]
    );
}

#[test]
fn an_unclosed_quote_is_an_error_at_its_line() {
    let thousand = "x\n".repeat(limits::FIELD_NEWLINES);
    let long = "y".repeat(limits::FIELD);
    let swallowing = ["rest".to_owned(), format!("{thousand}x\n"), format!("{long}y"), "x\r\n".repeat(1_001)];
    for rest in swallowing {
        let error = body(format!("1,\"x\ny\",3\n4,\"5\n\",\"{rest}")).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        assert_eq!(error.to_string(), "t.csv:5: quote opened here is never closed");
    }
    // What fits is read, also when nothing follows it.
    for fits in [&thousand, &long, &"x\r\n".repeat(1_000)] {
        assert_eq!(rows(format!("1,2,\"{fits}\"")), [(2, format!("1|2|{}", fits.replace('\r', "")))]);
    }
}

#[test]
fn long_fields_without_quotes_are_refused() {
    let long = "y".repeat(limits::FIELD + 1);
    let refused = rejection(format!("1,{long},3\n4,{},6\n", &long[1..]));
    assert_eq!(refused, (2, "b".into(), "too-long", "longer than 1048576 bytes".into()));
}

#[test]
fn overlong_lines_are_refused_and_left_behind() {
    let commas = ",".repeat(limits::LINE + 1);
    let quoted = format!("\"{}\n\",", "y".repeat(limits::FIELD - 1)).repeat(17);
    let field = "x".repeat(40 << 20);
    let text = format!("1,2,3\n{commas}\n{quoted}\"\n4,5,6\n\"\r\n{field}\r\n7,8,9\n");
    let seen = body(text).unwrap();
    assert_eq!(seen.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 25]);
    let refused: Vec<_> = seen.rejections.iter().map(|r| (r.place.line, r.reason.code())).collect();
    assert_eq!(refused, [(3, "too-long"), (4, "too-long"), (24, "too-long")]);
}

/// Maps every line feed to an ending; never CR before LF, which would be one ending and not two.
fn with_endings(text: &str, endings: &[u8]) -> String {
    let mut out = String::new();
    let mut which = endings.iter().cycle();
    for c in text.chars() {
        match (c, which.next()) {
            ('\n', Some(0)) if !out.ends_with('\r') => out.push('\n'),
            ('\n', Some(1)) => out.push('\r'),
            ('\n', _) => out.push_str("\r\n"),
            _ => out.push(c),
        }
    }
    out
}

fn quoted(rows: &[[String; 3]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["a", "b", "c"]).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Records as the `csv` crate reads them, line breaks inside quotes made line feeds.
fn by_reference(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let plain = |field: &str| field.replace("\r\n", "\n").replace('\r', "\n");
    reader.records().map(|record| record.unwrap().iter().map(plain).collect()).collect()
}

proptest! {
    #[test]
    fn what_was_written_is_read(rows in prop::collection::vec(prop::array::uniform3("[a-c,\" \n北é]{0,6}"), 0..8)) {
        let seen = read(quoted(&rows)).unwrap();
        prop_assert_eq!(seen.rejections, []);
        let fields: Vec<_> = seen.rows.into_iter().map(|(_, fields)| fields).collect();
        prop_assert_eq!(fields, rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    }

    #[test]
    fn line_endings_change_nothing(
        rows in prop::collection::vec(prop::array::uniform3("[a,\"\n]{0,5}"), 0..8),
        endings in prop::collection::vec(0u8..3, 1..9),
    ) {
        let text = quoted(&rows);
        prop_assert_eq!(read(with_endings(&text, &endings)).unwrap(), read(&text).unwrap());
    }

    #[test]
    fn the_size_of_a_read_changes_nothing(text in "[a,\"\n\r\0北]{0,60}", step in 1usize..9) {
        let text = format!("a,b,c\r\n{text}");
        match (read(&text), read_from(Dripping(text.as_bytes(), step))) {
            (Ok(whole), Ok(dripped)) => prop_assert_eq!(whole, dripped),
            (whole, dripped) => prop_assert_eq!(
                whole.map_err(|e| e.to_string()).err(),
                dripped.map_err(|e| e.to_string()).err()
            ),
        }
    }

    #[test]
    fn the_csv_crate_agrees(text in "[ab,,\"\"\n\r]{0,40}") {
        let Ok(seen) = body(&text) else { return Ok(()) };
        let expected = by_reference(&text);
        prop_assert_eq!(seen.order.len(), expected.len());
        for (found, expected) in seen.order.iter().zip(&expected) {
            if let Some(found) = found {
                prop_assert_eq!(&seen.rows[*found].1, expected);
            }
        }
        let ragged = expected.iter().filter(|record| record.len() != 3).count();
        let refused = |code| seen.rejections.iter().filter(|r| r.reason.code() == code).count();
        prop_assert!(refused("field-count") <= ragged && ragged <= refused("field-count") + refused("syntax"));
    }

    #[test]
    fn any_bytes_end_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = body(bytes) {
            prop_assert_eq!(error.kind(), Kind::Input);
        }
    }

    #[test]
    fn twice_the_rows_are_the_rows_twice(rows in prop::collection::vec(prop::array::uniform3("[a,\"\n]{0,5}"), 0..8)) {
        let fields = |seen: Seen| seen.rows.into_iter().map(|(_, fields)| fields).collect::<Vec<_>>();
        let once = fields(read(quoted(&rows)).unwrap());
        let twice = fields(read(quoted(&[&rows[..], &rows[..]].concat())).unwrap());
        prop_assert_eq!(twice, [&once[..], &once[..]].concat());
    }
}
