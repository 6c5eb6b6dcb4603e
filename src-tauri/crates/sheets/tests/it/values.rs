//! What Excel, or a program in its place, does to values: the same table in each format.

use std::collections::HashMap;

use sheets::{Cell, Format, Kind, Notice};

use super::support::{fixture, inspect, rows};

fn values(name: &str) -> HashMap<String, Cell> {
    let found = inspect(fixture(name));
    let value = |row: &sheets::Row| {
        let key = row.cells[0].text.clone();
        (key, row.cell(1).cloned())
    };
    let with_value = |(key, cell): (String, Option<Cell>)| cell.map(|cell| (key, cell));
    rows(&found)
        .iter()
        .map(value)
        .filter_map(with_value)
        .collect()
}

const XLSX: [&str; 2] = ["openpyxl.xlsx", "libreoffice.xlsx"];
const MEMORY: [&str; 2] = ["libreoffice.xls", "libreoffice.ods"];

fn all() -> impl Iterator<Item = (&'static str, HashMap<String, Cell>)> {
    XLSX.into_iter()
        .chain(MEMORY)
        .map(|name| (name, values(name)))
}

fn check(key: &str, text: &str, kind: Kind) {
    for (name, values) in all() {
        let cell = &values[key];
        assert_eq!(
            (cell.text.as_str(), cell.kind),
            (text, kind),
            "{key} in {name}"
        );
    }
}

#[test]
fn c1_a_number_cell_says_that_it_is_a_number() {
    check("number", "128765", Kind::Number);
    check("text", "0000128765", Kind::Text);
}

#[test]
fn c2_zeros_of_the_number_format() {
    for name in XLSX {
        let cell = &values(name)["zeros"];
        assert_eq!(
            (cell.text.as_str(), cell.kind),
            ("0000128765", Kind::Number)
        );
        let stored = "128765".into();
        assert_eq!(cell.notices, [Notice::Formatted { stored }]);
    }
    // Where the format cannot be seen, the table says so.
    for name in MEMORY {
        assert!(!inspect(fixture(name)).format.has_number_formats());
        assert_eq!(values(name)["zeros"].text, "128765");
    }
    assert!(
        inspect(fixture("openpyxl.xlsx"))
            .format
            .has_number_formats()
    );
}

#[test]
fn c3_long_numbers_are_whole() {
    check("phone", "525512345678", Kind::Number);
}

#[test]
fn c5_no_float_in_ids() {
    check("float", "5512345678", Kind::Number);
    check("noise", "0.3", Kind::Number);
    check("money", "1234.5", Kind::Number);
}

#[test]
fn c6_more_digits_than_excel_keeps() {
    for (name, values) in all() {
        let cell = &values["many"];
        assert_eq!(cell.notices, [Notice::TooManyDigits], "{name}");
        assert!(
            cell.text.starts_with("12345678901234"),
            "{name}: {}",
            cell.text
        );
    }
}

#[test]
fn c7_formulas() {
    check("wrapped", "0000128765", Kind::Text);
    // openpyxl calculates nothing; LibreOffice does.
    let cell = &values("openpyxl.xlsx")["uncalculated"];
    assert_eq!((cell.text.as_str(), cell.kind), ("", Kind::Uncalculated));
    let cell = &values("libreoffice.xlsx")["uncalculated"];
    assert_eq!((cell.text.as_str(), cell.kind), ("2", Kind::Number));
}

#[test]
fn c8_rich_text_and_empty_text() {
    check("rich", "Ana Núñez", Kind::Text);
    check("breaks", "uno\ndos", Kind::Text);
    check("emoji", "👩‍👧 شكرا <b>&amp;", Kind::Text);
    for (name, values) in all() {
        let blank = values.get("blank");
        assert!(blank.is_none_or(|cell| cell.kind == Kind::Empty), "{name}");
    }
}

#[test]
fn c9_errors() {
    check("error", "#N/A", Kind::Error);
}

#[test]
fn c11_dates() {
    check("date", "2026-03-04", Kind::Date);
    check("moment", "2026-03-04T13:30:00", Kind::Date);
    check("time", "13:30:00", Kind::Time);
    check("serial", "46085", Kind::Number);
    check("text date", "03/04/2026", Kind::Text);
    assert_eq!(
        sheets::date_of_serial(46085.0, false).unwrap(),
        "2026-03-04"
    );
}

#[test]
fn c11_dates_of_a_workbook_that_counts_from_1904() {
    let found = inspect(fixture("1904.xlsx"));
    assert!(found.facts.date1904);
    let rows = rows(&found);
    assert_eq!(rows[0].cells[1].text, "2026-03-04");
    assert_eq!(rows[0].cells[1].kind, Kind::Date);
}

#[test]
fn c12_real_booleans() {
    for (name, values) in all().filter(|(name, _)| *name != "libreoffice.ods") {
        for value in [true, false] {
            let cell = &values[&value.to_string()];
            assert_eq!(
                (cell.text.as_str(), cell.kind),
                (&*value.to_string(), Kind::Bool(value)),
                "{name}"
            );
        }
    }
    // LibreOffice makes a formula of a boolean of xlsx, and says that its value is a number.
    assert_eq!(values("libreoffice.ods")["true"].kind, Kind::Number);
}

#[test]
fn the_same_as_csv_of_libreoffice() {
    for name in ["libreoffice-1252.csv", "libreoffice-utf16.csv"] {
        let values = values(name);
        assert_eq!(values["zeros"].text, "0000128765", "{name}");
        assert_eq!(values["rich"].text, "Ana Núñez", "{name}");
        assert_eq!(values["error"].kind, Kind::Error, "{name}");
        assert_eq!(values["breaks"].text, "uno\ndos", "{name}");
    }
}

#[test]
fn a11_workbooks_under_any_name() {
    for (name, format) in [
        ("openpyxl.xlsx", Format::Xlsx),
        ("libreoffice.xls", Format::Xls),
        ("libreoffice.ods", Format::Ods),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("familias.csv");
        std::fs::copy(fixture(name), &path).unwrap();
        assert_eq!(inspect(&path).format, format);
    }
}
