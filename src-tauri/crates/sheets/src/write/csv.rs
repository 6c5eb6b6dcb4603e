use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Write};

use super::{ColumnOut, number, protected};
use crate::error::Error;
use crate::text::Separator;

#[derive(Debug)]
pub(super) struct Csv(csv::Writer<BufWriter<File>>);

impl Csv {
    /// Writes to a file that is at its start.
    pub fn new(file: File, separator: Separator) -> Result<Csv, Error> {
        let mut file = BufWriter::new(file);
        // Without it Excel reads the bytes as Windows-1252.
        file.write_all("\u{feff}".as_bytes())?;
        let writer = csv::WriterBuilder::new()
            .delimiter(separator.byte())
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(file);
        Ok(Csv(writer))
    }

    pub fn row<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        columns: &[ColumnOut],
        header: bool,
    ) -> Result<(), Error> {
        // All records of one length: by that the separator is found again.
        let texts = texts.iter().map(AsRef::as_ref);
        for (text, out) in texts.chain(std::iter::repeat("")).zip(columns) {
            let written = match number(text, out.content) {
                Some(_) if !header => text.into(),
                _ => without_formula(text),
            };
            self.0.write_field(written.as_bytes()).map_err(failed)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(failed)
    }

    pub fn finish(mut self) -> Result<(), Error> {
        self.0.flush()?;
        Ok(())
    }
}

/// With an apostrophe where Excel would see a formula, and which the reader drops.
fn without_formula(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        return format!("'{text}").into();
    }
    protected(text)
}

fn failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        error => Error::Io(std::io::Error::other(format!("{error:?}"))),
    }
}
