//! A workbook with one sheet, straight into its zip: nothing is kept in memory or in other files.
//!
//! rust_xlsxwriter would do this, but it panics where the disk is full, which ends a released program, and writes
//! the cells to a temporary file first.

mod escape;

use std::fmt;
use std::io::{BufWriter, Seek, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use self::escape::{attribute, text};
use super::{ColumnOut, Content, number, protected};
use crate::column::column_letters;
use crate::error::Error;

pub(super) struct Xlsx<W: Write + Seek> {
    zip: BufWriter<ZipWriter<W>>,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Numbers into the `cellXfs` of [`STYLES`].
const TEXT: u8 = 1;
const HEADER: u8 = 2;

// The number format 49 is Excel's `@`: what a person types into such a cell stays as it was typed.
const STYLES: &str = r#"<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#;

impl<W: Write + Seek> Xlsx<W> {
    pub fn new(file: W, sheet: &str, columns: &[ColumnOut]) -> Result<Xlsx<W>, Error> {
        let mut zip = ZipWriter::new(file);
        let sheet = attribute(&escape::sheet_name(sheet));
        for (name, content) in [
            (
                "[Content_Types].xml",
                format!(
                    r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#
                ),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{DOCUMENT}/styles" Target="styles.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/styles.xml",
                format!(r#"<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>"#),
            ),
            ("xl/worksheets/sheet1.xml", sheet_before_rows(columns)),
        ] {
            let deflated =
                SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(name, deflated).map_err(failed)?;
            zip.write_all(DECLARATION.as_bytes())?;
            zip.write_all(content.as_bytes())?;
        }
        // So that the compressor is not called for each tag.
        let zip = BufWriter::with_capacity(64 << 10, zip);
        Ok(Xlsx { zip })
    }

    /// Writes a row, counted from 0.
    pub fn row<T: AsRef<str>>(
        &mut self,
        row: u32,
        texts: &[T],
        columns: &[ColumnOut],
        header: bool,
    ) -> Result<(), Error> {
        let zip = &mut self.zip;
        let row = row + 1;
        write!(zip, "<row r=\"{row}\">")?;
        for ((column, cell), out) in (0..).zip(texts).zip(columns) {
            let cell = cell.as_ref();
            if cell.is_empty() {
                continue;
            }
            let letters = column_letters(column);
            match number(cell, out.content) {
                Some(number) if !header => {
                    write!(zip, "<c r=\"{letters}{row}\"><v>{number}</v></c>")?;
                }
                _ => {
                    let style = if header { HEADER } else { TEXT };
                    write!(
                        zip,
                        "<c r=\"{letters}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        text(&protected(cell))
                    )?;
                }
            }
        }
        zip.write_all(b"</row>")?;
        Ok(())
    }

    pub fn finish(mut self) -> Result<W, Error> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        let zip = self
            .zip
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        let mut file = zip.finish().map_err(failed)?;
        file.flush()?;
        Ok(file)
    }
}

fn sheet_before_rows(columns: &[ColumnOut]) -> String {
    let columns: String = (1..)
        .zip(columns)
        .map(|(number, out)| {
            let style = match out.content {
                Content::Text => format!(" style=\"{TEXT}\""),
                Content::Number => String::new(),
            };
            let hidden = if out.hidden { " hidden=\"1\"" } else { "" };
            let width = out.width;
            format!(
                r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"{style}{hidden}/>"#
            )
        })
        .collect();
    let columns = match columns.as_str() {
        "" => columns,
        columns => format!("<cols>{columns}</cols>"),
    };
    format!(
        r#"<worksheet xmlns="{MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>{columns}<sheetData>"#
    )
}

fn failed(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => error.into(),
        error => Error::Io(std::io::Error::other(error)),
    }
}

impl<W: Write + Seek> fmt::Debug for Xlsx<W> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Xlsx")
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor, ErrorKind, SeekFrom};

    use super::*;

    /// A disk with that much room.
    struct Disk {
        file: Cursor<Vec<u8>>,
        room: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let left = self.room.saturating_sub(self.file.position() as usize);
            match bytes.len().min(left) {
                0 if !bytes.is_empty() => Err(ErrorKind::StorageFull.into()),
                fits => self.file.write(&bytes[..fits]),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Disk {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.file.seek(to)
        }
    }

    fn written(room: usize) -> Result<(), Error> {
        let disk = Disk {
            file: Cursor::default(),
            room,
        };
        let columns = [ColumnOut::text("id"), ColumnOut::text("Teléfono")];
        let mut xlsx = Xlsx::new(disk, "Familias", &columns)?;
        for row in 0..5000 {
            let texts = [format!("cm{}", row * 7919), format!("+52{}", row * 104_729)];
            xlsx.row(row, &texts, &columns, false)?;
        }
        xlsx.finish().map(|_| ())
    }

    #[test]
    fn a_full_disk_is_an_error_whenever_it_is_full() {
        let enough = (0..)
            .map(|step| step * 10_000)
            .find(|room| written(*room).is_ok());
        for room in (0..enough.unwrap()).step_by(997) {
            match written(room) {
                Err(Error::Io(error)) => assert_eq!(error.kind(), ErrorKind::StorageFull),
                Ok(()) => assert!(room + 10_000 > enough.unwrap()),
                other => panic!("{other:?}"),
            }
        }
    }
}
