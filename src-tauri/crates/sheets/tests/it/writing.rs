use std::path::Path;

use proptest::prelude::*;
use sheets::{
    ColumnOut, Content, Error, Inspection, Kind, Limit, Options, Separator, Source, Writer,
};
use unicode_normalization::UnicodeNormalization;

use super::support::{headers, inspect_with, rows, table};

fn columns() -> Vec<ColumnOut> {
    vec![
        ColumnOut {
            hidden: true,
            ..ColumnOut::text("id")
        },
        ColumnOut::text("Teléfono"),
        ColumnOut {
            content: Content::Number,
            width: 10.0,
            ..ColumnOut::text("Adeudo")
        },
    ]
}

fn writers(folder: &Path) -> [(Writer, std::path::PathBuf); 2] {
    let (xlsx, csv) = (folder.join("a.xlsx"), folder.join("a.csv"));
    [
        (Writer::xlsx(&xlsx, "Familias", &columns()).unwrap(), xlsx),
        (
            Writer::csv(&csv, Separator::Comma, &columns()).unwrap(),
            csv,
        ),
    ]
}

fn back(path: &Path) -> Inspection {
    let options = Options {
        header_row: Some(1),
        ..Options::default()
    };
    inspect_with(path, &options)
}

#[test]
fn e9_texts_stay_texts() {
    let folder = tempfile::tempdir().unwrap();
    for (mut writer, path) in writers(folder.path()) {
        writer.row(&["cm1", "+525512345678", "12.5"]).unwrap();
        writer
            .row(&["0012", "=HYPERLINK(\"http://x\")", "n/a"])
            .unwrap();
        writer.row(&["@x", "-1+1", ""]).unwrap();
        writer.finish().unwrap();
        let found = back(&path);
        assert_eq!(headers(&found), ["id", "Teléfono", "Adeudo"]);
        let rows = rows(&found);
        assert_eq!(rows[0].cells[1].text, "+525512345678");
        assert_eq!(rows[0].cells[1].kind, Kind::Text);
        assert_eq!(rows[0].cells[2].text, "12.5");
        assert_eq!(rows[1].cells[0].text, "0012");
        assert_eq!(rows[1].cells[1].text, "=HYPERLINK(\"http://x\")");
        assert_eq!(rows[2].cells[0].text, "@x");
    }
    let csv = std::fs::read_to_string(folder.path().join("a.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    for start in ["=", "+", "-", "@"] {
        assert!(
            !csv.lines().any(|line| line
                .split(',')
                .any(|cell| cell.trim_start_matches('"').starts_with(start))),
            "{csv}"
        );
    }
}

#[test]
fn a_workbook_is_made_to_be_worked_in() {
    let folder = tempfile::tempdir().unwrap();
    let [(mut writer, path), _] = writers(folder.path());
    writer.row(&["cm1", "0012", "5"]).unwrap();
    writer.finish().unwrap();
    let found = back(&path);
    assert_eq!(found.facts.hidden_columns, [0]);
    assert_eq!(rows(&found)[0].cells[2].kind, Kind::Number);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let sheet = std::io::read_to_string(zip.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(sheet.contains("state=\"frozen\""), "{sheet}");
    let styles = std::io::read_to_string(zip.by_name("xl/styles.xml").unwrap()).unwrap();
    assert!(styles.contains("numFmtId=\"49\""), "{styles}");
}

#[test]
fn nothing_is_there_before_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "before").unwrap();
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    let mut writer = Writer::csv(&path, Separator::Semicolon, &columns()).unwrap();
    writer.row(&["1", "2", "3"]).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    drop(writer);
    assert_eq!(names(), 1, "a half file is left");
    let writer = Writer::csv(&path, Separator::Semicolon, &columns()).unwrap();
    writer.finish().unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().contains("Teléfono"));
    assert_eq!(names(), 1);
}

#[test]
fn too_long_for_excel_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    for (mut writer, path) in writers(folder.path()) {
        let long = "x".repeat(32_766);
        writer.row(&["1", &long]).unwrap();
        let error = writer.row(&["1", &format!("{long}x")]).unwrap_err();
        let Error::TooLarge { limit, at, .. } = error else {
            panic!("{error:?}")
        };
        assert_eq!(
            (limit, at.to_string()),
            (Limit::CellCharacters, "B3".into())
        );
        writer.finish().unwrap();
        assert_eq!(rows(&back(&path))[0].cells[1].text.len(), 32_766);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "=",
        "+52",
        "@",
        "-",
        "'",
        "\"",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "_x000D_",
        "_x005F_",
        "\u{0}",
        "\u{1}",
        "\u{1f}",
        "\u{7f}",
        "\u{fffe}",
        "\u{ffff}",
        "00",
        ".0",
        "1234567",
        "5.2E+11",
        "#N/A",
        "👩‍👧",
        "شكرا",
        "n\u{303}",
        " ",
        "\u{a0}",
        "\u{feff}",
        "<b>&amp;",
        ",",
        ";",
        "=\"1\"",
    ]);
    let piece = prop_oneof![3 => odd.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "[a-zñ]{1,5}"];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_written_is_read_back(texts in prop::collection::vec((any_text(), any_text()), 1..8)) {
        let folder = tempfile::tempdir().unwrap();
        for (mut writer, path) in writers(folder.path()) {
            for (first, second) in &texts {
                // So that no row is blank.
                writer.row(&[format!("x{first}"), second.clone()]).unwrap();
            }
            writer.finish().unwrap();
            let expected: Vec<_> = (2..)
                .zip(&texts)
                .map(|(row, (first, second))| {
                    (row, vec![format!("x{first}").nfc().collect::<String>(), second.nfc().collect()])
                })
                .collect();
            let mut read = table(&back(&path));
            for (_, texts) in &mut read {
                texts.resize(2, String::new());
            }
            prop_assert_eq!(read, expected, "{}", path.display());
        }
    }
}

#[test]
fn a_source_of_bytes_is_read_as_the_file() {
    let found = Source::bytes(&b"a,b\n1,2\n"[..])
        .inspect(&Options::default())
        .unwrap();
    assert_eq!(table(&found), [(2, vec!["1".into(), "2".into()])]);
}
