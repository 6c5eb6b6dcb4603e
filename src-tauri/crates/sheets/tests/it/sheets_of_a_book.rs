use sheets::{Error, Found, Options, Source, Visibility};

use super::support::{failure, fixture, headers, inspect, rows};

#[test]
fn a12_a_workbook_with_a_password() {
    assert!(matches!(
        failure(fixture("password.xlsx")),
        Error::PasswordProtected
    ));
}

#[test]
fn c13_sheets_are_listed_with_what_is_hidden() {
    for name in ["hidden.xlsx", "hidden.ods", "hidden.xls"] {
        let found = inspect(fixture(name));
        let sheets: Vec<_> = found
            .sheets
            .iter()
            .map(|sheet| sheet.name.as_str())
            .collect();
        assert_eq!(
            sheets,
            ["Portada", "Vacía", "Datos", "Muy oculta"],
            "{name}"
        );
        assert_eq!(found.sheets[0].visibility, Visibility::Hidden, "{name}");
        assert_eq!(found.sheets[2].visibility, Visibility::Visible, "{name}");
        assert_ne!(found.sheets[3].visibility, Visibility::Visible, "{name}");
        // The first that is visible and not blank.
        assert_eq!(found.sheet, Some(2), "{name}");
        assert_eq!(headers(&found), ["id", "secreto", "grupo"]);
        assert_eq!(found.position(4, Some(2)).to_string(), "Datos!C4");
    }
    assert_eq!(
        inspect(fixture("hidden.xlsx")).sheets[2].declared,
        Some((4, 3))
    );
}

#[test]
fn c13_hidden_rows_and_columns_and_a_filter() {
    for name in ["hidden.xlsx", "hidden.ods"] {
        let found = inspect(fixture(name));
        assert_eq!(found.facts.hidden_rows, 1, "{name}");
        assert_eq!(found.facts.hidden_columns, [1], "{name}");
        assert!(found.facts.filtered, "{name}");
        assert_eq!(found.facts.used, (4, 3), "{name}");
        assert!(found.columns[1].hidden && !found.columns[2].hidden);
        let hidden: Vec<_> = rows(&found)
            .iter()
            .map(|row| (row.number, row.hidden))
            .collect();
        assert_eq!(hidden, [(2, false), (3, true), (4, false)], "{name}");
    }
}

#[test]
fn c13_the_person_chooses_the_sheet() {
    let source = Source::file(fixture("hidden.xlsx"));
    let choose = |sheet| {
        source.inspect(&Options {
            sheet: Some(sheet),
            ..Options::default()
        })
    };
    assert!(matches!(choose(1), Err(Error::Empty)));
    assert!(matches!(choose(7), Err(Error::NoSuchSheet(7))));
    match choose(0) {
        Err(Error::HeaderOnly(at)) => assert_eq!(at.to_string(), "Portada!1"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn c14_merged_cells_are_not_filled_down() {
    let found = inspect(fixture("hidden.xlsx"));
    assert_eq!(found.facts.merged, ["C2:C3"]);
    let rows = rows(&found);
    assert_eq!(rows[0].cell(2).unwrap().text, "A");
    assert!(rows[1].cell(2).is_none_or(|cell| cell.text.is_empty()));
}

#[test]
fn a11_an_archive_that_is_no_workbook() {
    // A Word document has the same container.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", options).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let found = Source::bytes(bytes)
        .inspect(&Options::default())
        .unwrap_err();
    assert!(
        matches!(found, Error::NotASpreadsheet(Found::Archive)),
        "{found:?}"
    );
}
