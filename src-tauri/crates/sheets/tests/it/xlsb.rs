//! Only Excel writes xlsb, so this one is made by hand from [MS-XLSB].

use std::io::{Cursor, Write};

use sheets::{Error, Format, Kind, Options, Source};

use super::support::{headers, rows};

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = match kind {
        0..0x80 => vec![kind as u8],
        _ => vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8],
    };
    assert!(body.len() < 0x80);
    bytes.push(body.len() as u8);
    bytes.extend(body);
    bytes
}

fn string(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = (units.len() as u32).to_le_bytes();
    length
        .into_iter()
        .chain(units.into_iter().flat_map(u16::to_le_bytes))
        .collect()
}

fn row(number: u32) -> Vec<u8> {
    record(0x00, &number.to_le_bytes())
}

fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&column.to_le_bytes(), &[0; 4][..], value].concat())
}

fn book(sheet: &[u8]) -> Vec<u8> {
    let bundle = [
        &[0; 4][..],
        &1_u32.to_le_bytes(),
        &string("rId1"),
        &string("Hoja1"),
    ]
    .concat();
    let workbook = [
        record(0x99, &[0; 4]),
        record(0x9C, &bundle),
        record(0x90, &[]),
        record(0x84, &[]),
    ]
    .concat();
    let rels = br#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("xl/workbook.bin", &workbook[..]),
        ("xl/_rels/workbook.bin.rels", rels),
        ("xl/worksheets/sheet1.bin", sheet),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_binary_workbook_is_read() {
    let sheet = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        row(1),
        cell(0x06, 0, &string("Matrícula")),
        cell(0x06, 2, &string("Alta")),
        row(4),
        cell(0x05, 0, &525_512_345_678_f64.to_le_bytes()),
        cell(0x04, 1, &[1]),
        cell(0x03, 2, &[0x2A]),
        record(0x92, &[]),
    ]
    .concat();
    let found = Source::bytes(book(&sheet))
        .inspect(&Options::default())
        .unwrap();
    assert_eq!(found.format, Format::Xlsb);
    assert!(!found.format.has_number_formats());
    assert_eq!(
        (found.header_row, headers(&found)),
        (2, vec!["Matrícula", "", "Alta"])
    );
    let rows = rows(&found);
    assert_eq!(rows[0].number, 5);
    let cells: Vec<_> = rows[0]
        .cells
        .iter()
        .map(|cell| (cell.text.as_str(), cell.kind))
        .collect();
    let expected = [
        ("525512345678", Kind::Number),
        ("true", Kind::Bool(true)),
        ("#N/A", Kind::Error),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn a_panic_of_calamine_is_damage() {
    let sheet = [
        record(0x94, &[0; 16]),
        record(0x91, &[]),
        row(1),
        cell(0x07, 0, &[9, 0, 0, 0]),
    ]
    .concat();
    let found = Source::bytes(book(&sheet))
        .inspect(&Options::default())
        .unwrap_err();
    assert!(
        matches!(&found, Error::Damaged { at, .. } if at.sheet.as_deref() == Some("Hoja1")),
        "{found:?}"
    );
}
