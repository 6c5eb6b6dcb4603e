//! Whatever the bytes are, there is an answer and no panic.

use proptest::prelude::*;
use sheets::{Options, Source};

use super::support::fixture;

fn read(bytes: Vec<u8>) {
    if let Ok(found) = Source::bytes(bytes).inspect(&Options::default()) {
        let mut last = 0;
        for row in found.rows().into_iter().flatten().map_while(Result::ok) {
            assert!(row.number > found.header_row);
            last = last.max(row.number);
            for cell in &row.cells {
                assert!(found.position(row.number, Some(cell.column)).row.is_some());
            }
        }
    }
}

const FIXTURES: [&str; 9] = [
    "openpyxl.xlsx",
    "libreoffice.xlsx",
    "hidden.xlsx",
    "password.xlsx",
    "libreoffice.xls",
    "hidden.xls",
    "libreoffice.ods",
    "libreoffice-1252.csv",
    "libreoffice-utf16.csv",
];

/// A fixture with some bytes changed, cut off or doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>());
    (
        prop::sample::select(&FIXTURES[..]),
        prop::collection::vec(change, 0..12),
        prop::option::of(any::<prop::sample::Index>()),
    )
        .prop_map(|(name, changes, cut)| {
            let mut bytes = std::fs::read(fixture(name)).unwrap();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            bytes
        })
}

/// The same inside of a zip, whose checksums would stop most changes before.
fn mutated_parts() -> impl Strategy<Value = Vec<u8>> {
    use std::io::{Cursor, Read, Write};

    let change = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<u8>(),
    );
    const PACKED: [&str; 5] = [
        "openpyxl.xlsx",
        "libreoffice.xlsx",
        "hidden.xlsx",
        "libreoffice.ods",
        "hidden.ods",
    ];
    (
        prop::sample::select(&PACKED[..]),
        prop::collection::vec(change, 1..6),
    )
        .prop_map(|(name, changes)| {
            let mut from =
                zip::ZipArchive::new(std::fs::File::open(fixture(name)).unwrap()).unwrap();
            let mut parts = Vec::new();
            for index in 0..from.len() {
                let mut part = from.by_index(index).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                parts.push((part.name().unwrap().into_owned(), bytes));
            }
            for (part, at, byte) in changes {
                let count = parts.len();
                let (_, bytes) = &mut parts[part.index(count)];
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
            }
            let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
            for (name, bytes) in parts {
                to.start_file(name, zip::write::SimpleFileOptions::default())
                    .unwrap();
                to.write_all(&bytes).unwrap();
            }
            to.finish().unwrap().into_inner()
        })
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(bytes);
    }

    #[test]
    fn any_table_of_text(text in "([a-z0-9\"';,\t=+\r\n ñ]|\"\"|\r\n){0,200}") {
        read(text.into_bytes());
    }

    #[test]
    fn damaged_files(bytes in mutated()) {
        read(bytes);
    }

    #[test]
    fn damaged_parts(bytes in mutated_parts()) {
        read(bytes);
    }

    /// What csv reads of a file that is as it should be.
    #[test]
    fn the_same_as_csv(records in prop::collection::vec(prop::collection::vec("[a-z\"\n\r;, ]{0,6}", 2..4), 1..8)) {
        let mut csv = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        csv.write_record(["id", "nombre"]).unwrap();
        for record in &records {
            csv.write_record(record).unwrap();
        }
        let bytes = csv.into_inner().unwrap();
        let options = Options {
            header_row: Some(1),
            separator: Some(sheets::Separator::Semicolon),
            ..Options::default()
        };
        let filled: Vec<_> = records.iter().filter(|record| record.iter().any(|field| !field.trim().is_empty())).collect();
        match Source::bytes(bytes).inspect(&options) {
            Ok(found) => {
                let read = super::support::table(&found);
                let texts: Vec<_> = read.iter().map(|(_, texts)| texts).collect();
                prop_assert_eq!(texts, filled);
            }
            Err(_) => prop_assert!(filled.is_empty()),
        }
    }
}

#[test]
fn a_file_at_which_calamine_panics_or_goes_on_for_ever_is_damaged() {
    // Found by fuzzing.
    for name in [
        "calamine-panics.xls",
        "calamine-never-ends.xls",
        "calamine-asks-for-4-gb.xls",
    ] {
        let found = super::support::failure(fixture(name));
        assert!(
            matches!(found, sheets::Error::Damaged { .. }),
            "{name}: {found:?}"
        );
    }
}
