#![no_main]

use sheets_fuzz::{package, read, split};

const RELS: &[u8] = br#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELS: &[u8] = br#"<Relationships>
<Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>
<Relationship Id="f" Type="x/styles" Target="styles.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<workbook><sheets><sheet name="Hoja1" r:id="a"/></sheets></workbook>"#;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut parts = split(data);
    let mut next = || parts.next().unwrap_or_default();
    let (sheet, strings, styles, book) = (next(), next(), next(), next());
    read(package(&[
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", if book.is_empty() { BOOK } else { book }),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
    ]));
});
