//! What calamine reads of a workbook.

use std::io::{BufReader, Read};

use calamine::{
    Data, Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError,
};
use memchr::memmem;

use super::raw::Raw;
use crate::error::{Error, Found, Position};
use crate::input::Opened;
use crate::workbook::package::Whole;
use crate::workbook::{Sheet, Visibility};

type Bytes = BufReader<Whole>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file in an OLE container.
    Xls,
    Xlsb,
    Ods,
}

pub(super) struct Book {
    inner: Inner,
    pub sheets: Vec<Sheet>,
    pub date1904: bool,
}

enum Inner {
    Xls(Box<Xls<Bytes>>),
    Xlsb(Box<Xlsb<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

fn bytes(opened: &Opened) -> Result<Bytes, Error> {
    Ok(BufReader::new(Whole::new(opened.again()?)))
}

impl Book {
    pub fn open(kind: Kind, opened: &Opened) -> Result<Book, Error> {
        Ok(match kind {
            Kind::Xls => {
                let book = Xls::new(bytes(opened)?).map_err(|error| match error {
                    XlsError::Password => Error::PasswordProtected,
                    // A workbook of today with a password is a zip inside of OLE.
                    _ if is_encrypted_package(opened) => Error::PasswordProtected,
                    XlsError::Cfb(_) => Error::NotASpreadsheet(Found::Ole),
                    error => damaged(error),
                })?;
                let date1904 = book.has_1904_epoch();
                Book::new(sheets_of(&book), date1904, Inner::Xls(Box::new(book)))
            }
            Kind::Xlsb => {
                let book = Xlsb::new(bytes(opened)?).map_err(|error: XlsbError| damaged(error))?;
                let date1904 = book.has_1904_epoch();
                Book::new(sheets_of(&book), date1904, Inner::Xlsb(Box::new(book)))
            }
            Kind::Ods => {
                let book = Ods::new(bytes(opened)?).map_err(|error| match error {
                    OdsError::Password => Error::PasswordProtected,
                    OdsError::InvalidMime(_) | OdsError::FileNotFound(_) => {
                        Error::NotASpreadsheet(Found::Archive)
                    }
                    error => damaged(error),
                })?;
                Book::new(sheets_of(&book), false, Inner::Ods(Box::new(book)))
            }
        })
    }

    fn new(sheets: Vec<Sheet>, date1904: bool, inner: Inner) -> Book {
        Book {
            inner,
            sheets,
            date1904,
        }
    }

    /// Shows each cell of a sheet with its row and column, both from 0.
    pub fn cells(
        &mut self,
        sheet: usize,
        mut show: impl FnMut(u32, u32, &Raw) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let sheet = self.sheets.get(sheet).ok_or(Error::NoSuchSheet(sheet))?;
        let name = sheet.name.as_str();
        let range = match &mut self.inner {
            Inner::Xls(book) => book.worksheet_range(name).map_err(damaged)?,
            Inner::Ods(book) => book.worksheet_range(name).map_err(damaged)?,
            Inner::Xlsb(book) => {
                let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
                while let Some(cell) = cells.next_cell().map_err(damaged)? {
                    let (row, column) = cell.get_position();
                    show(row, column, &raw(&Data::from(cell.get_value().clone())))?;
                }
                return Ok(());
            }
        };
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            // A sheet has fewer rows than u32 counts.
            show(
                first_row + row as u32,
                first_column + column as u32,
                &raw(value),
            )?;
        }
        Ok(())
    }
}

fn raw(value: &Data) -> Raw {
    match value {
        Data::Empty => Raw::Text(String::new()),
        Data::String(text) => Raw::Text(text.clone()),
        Data::Int(number) => Raw::Int(*number),
        Data::Float(number) => Raw::Float(*number),
        Data::Bool(value) => Raw::Bool(*value),
        Data::Error(error) => Raw::Error(error.to_string()),
        Data::DateTimeIso(text) => Raw::IsoDate(text.clone()),
        Data::DurationIso(text) => Raw::IsoDuration(text.clone()),
        Data::DateTime(moment) if moment.is_duration() => Raw::Elapsed(moment.as_f64()),
        Data::DateTime(moment) => Raw::Serial(moment.as_f64()),
    }
}

fn damaged(error: impl std::fmt::Display) -> Error {
    Error::damaged(Position::default(), error)
}

/// Whether a stream of that name is in the container's directory.
fn is_encrypted_package(opened: &Opened) -> bool {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut whole = Vec::new();
    let read = bytes(opened).and_then(|mut bytes| Ok(bytes.read_to_end(&mut whole)?));
    read.is_ok() && memmem::find(&whole, &name).is_some()
}

fn sheets_of<R: std::io::Read + std::io::Seek>(book: &impl Reader<R>) -> Vec<Sheet> {
    let sheets = book.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheet = |sheet: &calamine::Sheet| Sheet {
        name: sheet.name.clone(),
        visibility: match sheet.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        },
        declared: None,
    };
    sheets.map(sheet).collect()
}
