#![no_main]

use sheets_fuzz::{package, read, split};

const RELS: &[u8] = br#"<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut parts = split(data);
    let mut next = || parts.next().unwrap_or_default();
    let (sheet, strings, styles, book) = (next(), next(), next(), next());
    read(package(&[
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", RELS),
        ("xl/worksheets/sheet1.bin", sheet),
        ("xl/sharedStrings.bin", strings),
        ("xl/styles.bin", styles),
    ]));
});
