use std::fmt;
use std::fs::File;
use std::io::BufWriter;

use rust_xlsxwriter::{ColNum, Format, Workbook, XlsxError};

use super::{ColumnOut, number, protected};
use crate::error::Error;

pub(super) struct Xlsx {
    book: Workbook,
    header: Format,
    text: Format,
}

impl Xlsx {
    pub fn new(sheet: &str, columns: &[ColumnOut]) -> Result<Xlsx, Error> {
        let mut book = Workbook::new();
        // Excel's format `@`: what a person types into such a cell stays as it was typed.
        let text = Format::new().set_num_format_index(49);
        let header = Format::new().set_bold().set_num_format_index(49);
        let page = book.add_worksheet_with_constant_memory().map_err(failed)?;
        page.set_name(sheet).map_err(failed)?;
        page.set_freeze_panes(1, 0).map_err(failed)?;
        for (column, out) in (0..).zip(columns) {
            page.set_column_width(column, out.width).map_err(failed)?;
            if out.content == super::Content::Text {
                page.set_column_format(column, &text).map_err(failed)?;
            }
            if out.hidden {
                page.set_column_hidden(column).map_err(failed)?;
            }
        }
        Ok(Xlsx { book, header, text })
    }

    pub fn row<T: AsRef<str>>(
        &mut self,
        row: u32,
        texts: &[T],
        columns: &[ColumnOut],
        header: bool,
    ) -> Result<(), Error> {
        let page = self.book.worksheet_from_index(0).map_err(failed)?;
        let format = if header { &self.header } else { &self.text };
        for ((column, text), out) in (0 as ColNum..).zip(texts).zip(columns) {
            let text = text.as_ref();
            if text.is_empty() {
                continue;
            }
            match number(text, out.content) {
                Some(number) if !header => page.write_number(row, column, number),
                _ => page.write_string_with_format(row, column, &*protected(text), format),
            }
            .map_err(failed)?;
        }
        Ok(())
    }

    pub fn finish(mut self, file: &mut File) -> Result<(), Error> {
        self.book
            .save_to_writer(BufWriter::new(file))
            .map_err(failed)
    }
}

fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => error.into(),
        error => Error::Io(std::io::Error::other(error.to_string())),
    }
}

impl fmt::Debug for Xlsx {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Xlsx")
    }
}
