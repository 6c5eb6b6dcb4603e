use std::path::PathBuf;

use crate::{Error, SheetError};

/// Where a sheet comes from.
#[derive(Clone, Debug)]
pub enum SheetSource {
    File(PathBuf),
    /// What a spreadsheet puts on the clipboard.
    Pasted(String),
    /// A file's name and bytes.
    Bytes(String, Vec<u8>),
}

/// A file up to this size is taken into memory: whoever saves, moves or deletes it afterwards changes nothing in what is
/// checked and run. A larger one is read again from where it is, and refused if it changed.
const HELD: u64 = 64 << 20;

impl SheetSource {
    /// Its name, and where to read it.
    pub(super) fn open(self) -> Result<(String, sheets::Source), Error> {
        Ok(match self {
            Self::Pasted(text) => (String::new(), sheets::Source::pasted(text)),
            Self::Bytes(name, bytes) => (name, sheets::Source::bytes(bytes)),
            Self::File(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = name.to_string_lossy().into_owned();
                let about = std::fs::metadata(&path).map_err(SheetError::from)?;
                let source = if about.is_file() && about.len() <= HELD {
                    let bytes = std::fs::read(&path).map_err(SheetError::from)?;
                    sheets::Source::bytes(bytes)
                } else {
                    sheets::Source::file(path)
                };
                (name, source)
            }
        })
    }
}
