//! Ficha as the process that reads an old workbook for another one.

use std::path::{Path, PathBuf};

use sheets::{Error, Format, Inspection, Options, Source};

fn read(name: &str, reader: Option<PathBuf>) -> Result<Inspection, Error> {
    let fixtures =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/sheets/tests/fixtures");
    Source::file(fixtures.join(name)).inspect(&Options {
        reader,
        ..Options::default()
    })
}

#[test]
fn a_process_of_ficha_reads_the_same() {
    let ficha = ficha_tests::app::binary();
    for (name, format) in [("hidden.xls", Format::Xls), ("hidden.ods", Format::Ods)] {
        let (here, apart) = (
            read(name, None).unwrap(),
            read(name, Some(ficha.clone())).unwrap(),
        );
        assert_eq!(apart.format, format);
        assert_eq!(apart.sheets, here.sheets);
        let rows = |found: &Inspection| {
            found
                .rows()
                .unwrap()
                .map(Result::unwrap)
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&apart), rows(&here), "{name}");
    }
}

#[test]
fn a_damaged_file_is_damaged_and_nothing_else_happens() {
    let found = read("calamine-panics.xls", Some(ficha_tests::app::binary()));
    assert!(matches!(found, Err(Error::Damaged { .. })), "{found:?}");
}
