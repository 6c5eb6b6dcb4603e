use sheets::{Confidence, Encoding, Found, Notice, Options, Source};

use super::support::{failure, file, headers, inspect, inspect_bytes, rows, table, texts};

const JOSE: &str = "José Núñez";

fn bytes(before: &str, name: &[u8], after: &str) -> Vec<u8> {
    [before.as_bytes(), name, after.as_bytes()].concat()
}

#[test]
fn a1_utf8_with_bom() {
    let found = inspect_bytes(&bytes("\u{feff}id;nombre\ncm1;", JOSE.as_bytes(), "\n"));
    assert_eq!(headers(&found), ["id", "nombre"]);
    let text = found.text.as_ref().unwrap();
    assert_eq!(text.encoding, Encoding::UTF_8);
    assert_eq!(text.guess.confidence, Confidence::Certain);
    assert_eq!(table(&found), [(2, vec!["cm1".into(), JOSE.into()])]);
}

#[test]
fn a2_windows_1252() {
    let jose = b"\x4A\x6F\x73\xE9\x20\x4E\xFA\xF1\x65\x7A";
    let file = file(&bytes("id;nombre\ncm1;", jose, "\n"));
    let found = inspect(&file);
    let text = found.text.as_ref().unwrap();
    assert_eq!(text.encoding, Encoding::WINDOWS_1252);
    assert_eq!(text.guess.confidence, Confidence::Likely);
    assert!(text.guess.alternatives.contains(&Encoding::CP850));
    assert_eq!(table(&found), [(2, vec!["cm1".into(), JOSE.into()])]);

    // A person may switch, and sees what comes of it.
    let options = Options {
        encoding: Some(Encoding::CP850),
        ..Options::default()
    };
    let switched = Source::file(&*file).inspect(&options).unwrap();
    assert_eq!(switched.top[1].cells[1].text, "JosÚ N·±ez");
    let text = switched.text.as_ref().unwrap();
    assert_eq!(text.guess.encoding, Encoding::WINDOWS_1252);
    assert_eq!(text.encoding, Encoding::CP850);
}

#[test]
fn a3_punctuation_of_windows_1252() {
    let found = inspect_bytes(b"id;nombre\ncm1;\x93\x41\x6E\x61\x94\x20\x96\n");
    assert_eq!(
        found.text.as_ref().unwrap().encoding,
        Encoding::WINDOWS_1252
    );
    assert_eq!(found.top[1].cells[1].text, "“Ana” –");
}

#[test]
fn a4_cp850() {
    let jose = b"\x4A\x6F\x73\x82\x20\x4E\xA3\xA4\x65\x7A";
    let found = inspect_bytes(&bytes("id;nombre\ncm1;", jose, "\n"));
    assert_eq!(found.text.as_ref().unwrap().encoding, Encoding::CP850);
    assert_eq!(found.top[1].cells[1].text, JOSE);
}

#[test]
fn a5_mac_roman() {
    let found = inspect_bytes(&bytes("id;nombre\ncm1;", b"\x4A\x6F\x73\x8E", "\n"));
    assert_eq!(found.text.as_ref().unwrap().encoding, Encoding::MAC_ROMAN);
    assert_eq!(found.top[1].cells[1].text, "José");
}

#[test]
fn a6_utf16_by_bom_and_without() {
    let text = format!("id\tnombre\r\ncm1\t{JOSE}\r\n");
    let little = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    let big = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect::<Vec<_>>()
    };
    for (bytes, encoding) in [
        (little(&format!("\u{feff}{text}")), Encoding::UTF_16LE),
        (little(&text), Encoding::UTF_16LE),
        (big(&format!("\u{feff}{text}")), Encoding::UTF_16BE),
        (big(&text), Encoding::UTF_16BE),
    ] {
        let found = inspect_bytes(&bytes);
        assert_eq!(found.text.as_ref().unwrap().encoding, encoding);
        assert_eq!(headers(&found), ["id", "nombre"]);
        assert_eq!(table(&found), [(2, vec!["cm1".into(), JOSE.into()])]);
    }
}

#[test]
fn a7_mojibake_is_noticed_and_left() {
    let found =
        inspect_bytes("id;nombre\n1;JosÃ© NÃºÃ±ez\n2;Jos├®\n3;SÃO JOÃO\n4;José\n".as_bytes());
    let rows = rows(&found);
    assert_eq!(rows[0].cells[1].text, "JosÃ© NÃºÃ±ez");
    let repaired = |repaired: &str| {
        vec![Notice::Mojibake {
            repaired: repaired.into(),
        }]
    };
    assert_eq!(rows[0].cells[1].notices, repaired(JOSE));
    assert_eq!(rows[1].cells[1].notices, repaired("José"));
    assert_eq!(rows[2].cells[1].notices, []);
    assert_eq!(rows[3].cells[1].notices, []);
}

#[test]
fn a8_replacement_characters_are_noticed() {
    let found = inspect_bytes(b"id;nombre\n1;Jos\xEF\xBF\xBD\n");
    assert_eq!(
        found.top[1].cells[1].notices,
        [Notice::ReplacementCharacter]
    );
}

#[test]
fn a8_so_are_bytes_that_stand_for_nothing() {
    let file = file(b"id;nombre\n1;Jos\xE9\n");
    let options = Options {
        encoding: Some(Encoding::UTF_8),
        ..Options::default()
    };
    let found = Source::file(&*file).inspect(&options).unwrap();
    assert_eq!(found.top[1].cells[1].text, "Jos\u{fffd}");
    assert_eq!(
        found.top[1].cells[1].notices,
        [Notice::ReplacementCharacter]
    );
}

#[test]
fn a9_decomposed_letters_are_composed() {
    let found = inspect_bytes(b"id;nombre\n1;Nu\xCC\x81n\xCC\x83ez\n");
    assert_eq!(found.top[1].cells[1].text, "Núñez");
    assert_eq!(found.top[1].cells[1].notices, []);
}

#[test]
fn a10_any_line_end() {
    let found = inspect_bytes(b"id;n\r1;a\n2;b\r\n3;c\r\r4;d\n\n5;e");
    let ends = found.text.as_ref().unwrap().line_ends;
    assert!(ends.cr && ends.lf && ends.crlf);
    let numbers: Vec<_> = rows(&found)
        .iter()
        .map(|row| (row.number, texts(row).concat()))
        .collect();
    let expected = [(2, "1a"), (3, "2b"), (4, "3c"), (6, "4d"), (8, "5e")];
    assert_eq!(numbers, expected.map(|(row, text)| (row, text.to_owned())));
}

#[test]
fn a11_content_decides_not_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let tabs = folder.path().join("tabs.xls");
    std::fs::write(&tabs, "id\tnombre\n1\tAna\n").unwrap();
    assert_eq!(headers(&inspect(&tabs)), ["id", "nombre"]);

    let page = folder.path().join("page.xls");
    std::fs::write(
        &page,
        "\n<HTML><body><table><tr><td>id</td></tr></table></body></HTML>",
    )
    .unwrap();
    assert!(matches!(
        failure(&page),
        sheets::Error::NotASpreadsheet(Found::Html)
    ));

    for (bytes, expected) in [
        (&b"<?xml version=\"1.0\"?><Workbook/>"[..], Found::Xml),
        (b"%PDF-1.7", Found::Pdf),
        (b"\x89PNG\r\n", Found::Image),
        (b"\x7FELF\x02\x00\x00", Found::Binary),
        (
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            Found::Archive,
        ),
    ] {
        let found = failure(file(bytes));
        assert!(
            matches!(found, sheets::Error::NotASpreadsheet(found) if found == expected),
            "{expected:?}: {found:?}"
        );
    }
}
