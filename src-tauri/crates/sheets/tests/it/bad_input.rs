use std::fs::File;
use std::io::Write;

use sheets::{Error, Limit, Limits, Options, Source};

use super::support::{failure, file, fixture, inspect, rows, sheet_of, workbook};

#[test]
fn an_empty_file_and_one_of_blank_lines() {
    for bytes in [&b""[..], b"\r\n\n \n;;;\n", b"\xEF\xBB\xBF", b"sep=;\n"] {
        let found = failure(file(bytes));
        assert!(matches!(found, Error::Empty), "{bytes:?}: {found:?}");
    }
}

#[test]
fn a_header_alone() {
    match failure(file(b"\n\nid;nombre\n;\n")) {
        Error::HeaderOnly(at) => assert_eq!(at.row, Some(3)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_folder_and_a_file_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(failure(folder.path()).code(), "folder");
    assert_eq!(failure(folder.path().join("no.csv")).code(), "missing");
}

#[test]
fn two_gigabytes_are_refused_without_reading_them() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(2 << 30).unwrap();
    let Error::TooLarge { limit, .. } = failure(file.path()) else {
        panic!()
    };
    assert_eq!(limit, Limit::FileBytes);
}

#[test]
fn e6_a_file_that_vanishes_or_changes_after_the_inspection() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("año.csv");
    std::fs::write(&path, "id;n\n1;Ana\n2;Eva\n").unwrap();
    let found = inspect(&path);
    assert_eq!(rows(&found).len(), 2);

    // As long, so that only the content shows it.
    std::fs::write(&path, "id;n\n1;Ana\n2;Iva\n").unwrap();
    assert!(matches!(found.rows(), Err(Error::Changed)));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(found.rows(), Err(Error::Missing)));
}

#[test]
fn e6_a_file_that_changes_while_it_is_read() {
    let path = file(b"id;n\n1;Ana\n2;Eva\n");
    let found = inspect(&path);
    let mut rows = found.rows().unwrap();
    assert!(rows.next().unwrap().is_ok());
    let mut file = File::options().append(true).open(&path).unwrap();
    file.write_all(b"3;Luz\n").unwrap();
    assert!(matches!(rows.last(), Some(Err(Error::Changed))));
}

#[test]
fn e6_a_file_that_is_replaced_while_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::copy(fixture("openpyxl.xlsx"), &path).unwrap();
    let found = inspect(&path);
    let expected = rows(&found);
    let reading = found.rows().unwrap();
    // Excel saves so: a new file takes the name.
    std::fs::copy(fixture("hidden.xlsx"), folder.path().join("b")).unwrap();
    std::fs::rename(folder.path().join("b"), &path).unwrap();
    let read: Vec<_> = reading.map(Result::unwrap).collect();
    assert_eq!(read, expected);
    assert!(matches!(found.rows(), Err(Error::Changed)));
}

const STRINGS: &[u8] = br#"<sst><si><t>id</t></si><si><t/></si><si/><si><t>nombre</t></si></sst>"#;

fn inspected(bytes: Vec<u8>, limits: Limits) -> Result<sheets::Inspection, Error> {
    Source::bytes(bytes).inspect(&Options {
        limits,
        ..Options::default()
    })
}

/// A sheet that packs about a thousand to one.
fn bomb() -> (Vec<u8>, Limits) {
    let mut sheet = b"<worksheet><sheetData><row><c><v>1</v></c></row>".to_vec();
    sheet.resize(2_345_678, b' ');
    let limits = Limits {
        ratio_from: 1 << 20,
        ..Limits::default()
    };
    (sheet, limits)
}

#[test]
fn a_zip_bomb_is_refused_by_its_ratio() {
    let (sheet, limits) = bomb();
    let found = inspected(sheet_of(&sheet, STRINGS), limits).unwrap_err();
    let Error::TooLarge { limit, .. } = found else {
        panic!("{found:?}")
    };
    assert_eq!(limit, Limit::Ratio);
}

#[test]
fn a_zip_that_lies_about_its_size_is_refused_while_it_is_read() {
    let (sheet, limits) = bomb();
    let mut bytes = sheet_of(&sheet, STRINGS);
    // Wherever the size is written, it says a thousand bytes.
    let size = u32::try_from(sheet.len()).unwrap().to_le_bytes();
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == size {
            bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    let found = inspected(bytes, limits).unwrap_err();
    let Error::TooLarge { limit, at, .. } = &found else {
        panic!("{found:?}")
    };
    assert_eq!((*limit, at.sheet.as_deref()), (Limit::Ratio, Some("Hoja1")));
}

#[test]
fn too_many_cells_or_columns_are_refused_with_their_place() {
    let sheet = br#"<worksheet><sheetData><row r="7"><c r="A7"><v>1</v></c><c r="XFE7"><v>1</v></c></row></sheetData></worksheet>"#;
    let found = inspected(sheet_of(sheet, STRINGS), Limits::default()).unwrap_err();
    assert!(
        matches!(&found, Error::TooLarge { limit: Limit::Columns, at, .. } if at.to_string() == "Hoja1!7"),
        "{found:?}"
    );

    let limits = Limits {
        cells: 1,
        ..Limits::default()
    };
    let sheet =
        br#"<worksheet><sheetData><row r="7"><c r="A7"/><c r="B7"/></row></sheetData></worksheet>"#;
    let found = inspected(sheet_of(sheet, STRINGS), limits).unwrap_err();
    assert!(matches!(
        found,
        Error::TooLarge {
            limit: Limit::Cells,
            ..
        }
    ));
}

#[test]
fn a_row_or_cell_without_end_is_refused_in_a_text() {
    let limits = Limits {
        cell_bytes: 1000,
        row_bytes: 100_000,
        columns: 100,
        ..Limits::default()
    };
    for (row, limit) in [
        ("x".repeat(1001), Limit::CellBytes),
        ("x".repeat(300_000), Limit::RowBytes),
        (";".repeat(101), Limit::Columns),
    ] {
        let text = format!("id;n\n1;2\n{row}\n");
        let found = inspected(text.into_bytes(), limits.clone()).unwrap_err();
        assert!(
            matches!(&found, Error::TooLarge { limit: found, at, .. } if *found == limit && at.row == Some(3)),
            "{found:?}"
        );
    }
}

#[test]
fn formatted_empty_rows_down_to_the_last_are_no_rows() {
    let mut sheet = br#"<worksheet><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>3</v></c></row>
        <row r="2"><c r="A2"><v>1</v></c></row>"#
        .to_vec();
    // All million of them take minutes in a debug build.
    for row in (3..=1_048_576).step_by(50) {
        let row = format!(r#"<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>"#);
        sheet.extend(row.into_bytes());
    }
    sheet.extend(b"</sheetData></worksheet>");
    let found = inspected(sheet_of(&sheet, STRINGS), Limits::default()).unwrap();
    assert_eq!(found.facts.used, (2, 2));
    let numbers: Vec<_> = rows(&found).iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2]);
}

#[test]
fn c8_empty_shared_strings_keep_their_places() {
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>3</v></c></row>
        <row><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><r><t xml:space="preserve">Ana </t></r><r><t>Luz</t></r></is></c></row></sheetData></worksheet>"#;
    let found = inspected(sheet_of(sheet, STRINGS), Limits::default()).unwrap();
    let rows = rows(&found);
    let texts: Vec<_> = rows[0]
        .cells
        .iter()
        .map(|cell| cell.text.as_str())
        .collect();
    assert_eq!(texts, ["", "", "Ana Luz"]);
    assert_eq!(rows[0].number, 2);
}

#[test]
fn damage_is_reported_with_its_place() {
    for (sheet, place) in [
        (&br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="C2" t="s"><v>99</v></c></row></sheetData></worksheet>"#[..], "Hoja1!C2"),
        (br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v>"#, "Hoja1!A2"),
        (br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"></sheetData>"#, "Hoja1!2"),
        (br#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#, "Hoja1!1"),
        (br#"<worksheet><sheetData><row r="0"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#, "Hoja1"),
    ] {
        let found = inspected(sheet_of(sheet, STRINGS), Limits::default()).unwrap_err();
        assert!(matches!(&found, Error::Damaged { at, .. } if at.to_string() == place), "{found:?}");
    }
    // A count that no memory holds is not believed.
    let strings = br#"<sst uniqueCount="18446744073709551615"><si><t>id</t></si></sst>"#;
    let sheet = br#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c t="e"><v>#SPILL!</v></c></row></sheetData></worksheet>"#;
    let found = inspected(sheet_of(sheet, strings), Limits::default()).unwrap();
    assert_eq!(rows(&found)[0].cells[0].kind, sheets::Kind::Error);
}

#[test]
fn an_ods_that_ends_early_or_repeats_for_ever_is_refused() {
    let ods = |content: &[u8]| {
        let mime = b"application/vnd.oasis.opendocument.spreadsheet";
        let manifest = b"<manifest:manifest/>";
        workbook(&[
            ("mimetype", mime),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", content),
        ])
    };
    let start =
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="a">"#;
    let end = "</table:table></office:spreadsheet></office:body></office:document-content>";
    let row = |rows: u32, columns: u32| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell></table:table-row>"#
        )
    };
    let found = inspected(
        ods(format!("{start}{}", row(1, 1)).as_bytes()),
        Limits::default(),
    )
    .unwrap_err();
    assert!(matches!(found, Error::Damaged { .. }), "{found:?}");
    let found = inspected(
        ods(format!("{start}{}{end}", row(1_000_000, 1000)).as_bytes()),
        Limits::default(),
    )
    .unwrap_err();
    assert!(
        matches!(
            found,
            Error::TooLarge {
                limit: Limit::Cells,
                ..
            }
        ),
        "{found:?}"
    );
    let found = inspected(
        ods(format!("{start}{}{end}", row(2, 2)).as_bytes()),
        Limits::default(),
    )
    .unwrap();
    assert_eq!(rows(&found).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;

    let path = file(b"id;n\n1;2\n");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    if File::open(&path).is_err() {
        assert_eq!(failure(&path).code(), "denied");
    }
}
