use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use sheets::{Cell, Error, Inspection, Options, Row, Source};
use tempfile::TempPath;
use zip::write::SimpleFileOptions;

/// A file with these bytes and a name that says nothing about them.
pub fn file(bytes: &[u8]) -> TempPath {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.into_temp_path()
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

pub fn inspect(path: impl AsRef<Path>) -> Inspection {
    inspect_with(path, &Options::default())
}

pub fn inspect_with(path: impl AsRef<Path>, options: &Options) -> Inspection {
    Source::file(path.as_ref()).inspect(options).unwrap()
}

pub fn failure(path: impl AsRef<Path>) -> Error {
    Source::file(path.as_ref())
        .inspect(&Options::default())
        .unwrap_err()
}

pub fn inspect_bytes(bytes: &[u8]) -> Inspection {
    Source::bytes(bytes).inspect(&Options::default()).unwrap()
}

pub fn rows(inspection: &Inspection) -> Vec<Row> {
    inspection.rows().unwrap().map(Result::unwrap).collect()
}

pub fn texts(row: &Row) -> Vec<&str> {
    row.cells.iter().map(|cell| cell.text.as_str()).collect()
}

/// All rows' texts below the header, with their numbers.
pub fn table(inspection: &Inspection) -> Vec<(u32, Vec<String>)> {
    let rows = rows(inspection);
    let texts = |row: &Row| texts(row).into_iter().map(str::to_owned).collect();
    rows.iter().map(|row| (row.number, texts(row))).collect()
}

pub fn headers(inspection: &Inspection) -> Vec<&str> {
    let names = inspection.columns.iter();
    names.map(|column| column.name.as_str()).collect()
}

/// The only cell below a header that is `v`.
pub fn cell_of(text: &str) -> Cell {
    let inspection = inspect_bytes(format!("id;v\nx;{text}\n").as_bytes());
    rows(&inspection)[0].cell(1).unwrap().clone()
}

/// A zip of these parts.
pub fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELS: &[u8] = br#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook><sheets><sheet name="Hoja1" r:id="a"/></sheets></workbook>"#;
const BOOK_RELS: &[u8] = br#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook with that sheet.
pub fn sheet_of(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    workbook(&[
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ])
}
